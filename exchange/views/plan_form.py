"""The plan of an import as a form: who is who, what each page becomes, and what of questions that nobody answered."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.importing import plan as planning
from exchange.importing.people import COACH, MODERATOR, READER
from exchange.importing.running import called

# Of whom and of what she chooses here, together: a form of a thousand fields is one that the server refuses.
MOST_AUTHORS, MOST = 300, 900
OLD = [
    ("closed", gettext_lazy("They come in closed and wait for nobody")),
    ("waiting", gettext_lazy("They wait for your answer, the oldest first")),
]
ROLES = [
    (COACH, gettext_lazy("The coach: her replies are answers")),
    (MODERATOR, gettext_lazy("A moderator: comes in as a reader, until she has an account here")),
    (READER, gettext_lazy("A reader")),
]
BECOMES = [
    (planning.LIBRARY, gettext_lazy("An entry of the library")),
    (planning.STAGE, gettext_lazy("One stage")),
    ("about", gettext_lazy("Your page: about")),
    ("privacy", gettext_lazy("Your page: privacy")),
    ("rules", gettext_lazy("Your page: rules")),
    (planning.LEAVE_OUT, gettext_lazy("Leave it out, with its comments")),
]
GUIDES = {
    planning.HEADINGS: gettext_lazy("A guide: its headings are the stages"),
    planning.BOLD: gettext_lazy("A guide: its bold lines are the stages"),
}


class PlanForm(forms.Form):
    """One choice for each author and each page of a Plan, and whose her answers are where there are several coaches here."""

    old_questions = forms.ChoiceField(label=gettext_lazy("Old questions that nobody answered"), choices=OLD)

    def __init__(self, plan, data=None, coaches=(), by=None):
        """`coaches` are those of this site, `by` is who asks."""
        super().__init__(data, initial={"old_questions": plan.old_questions})
        self.plan = plan
        if len(coaches) > 1:
            initial = plan.coach or (by.email if by in coaches else None)
            self.fields["coach"] = forms.ChoiceField(
                label=_("Whose answers are these here?"),
                help_text=_("What the coach wrote there comes in under this name."),
                choices=[("", _("Choose one")), *((coach.email, str(coach)) for coach in coaches)],
                initial=initial,
                error_messages={"required": _("Choose whose answers these are here.")},
            )
        authors = plan.authors[:MOST_AUTHORS]
        for number, author in enumerate(authors):
            label = _("%(who)s. Comments: %(count)d, pages: %(pages)d") % {
                "who": called(author),
                "count": author.comments,
                "pages": author.pages,
            }
            self.fields[f"author-{number}"] = forms.ChoiceField(label=label, choices=ROLES, initial=author.is_)
        for number, post in enumerate(plan.posts[: MOST - len(authors)]):
            label = _("%(title)s, comments: %(count)d") % {"title": post.title, "count": post.comments}
            self.fields[f"post-{number}"] = forms.ChoiceField(
                label=label, choices=[*_guides(post), *BECOMES], initial=_choice(post)
            )

    def coach(self):
        return self["coach"] if "coach" in self.fields else None

    def authors(self):
        return [self[name] for name in self.fields if name.startswith("author-")]

    def posts(self):
        return [self[name] for name in self.fields if name.startswith("post-")]

    def left(self):
        """How many pages and people there are of which she cannot choose here."""
        return len(self.plan.posts) - len(self.posts()) + len(self.plan.authors) - len(self.authors())

    def changed(self):
        """Return the Plan as she wants it."""
        said = self.cleaned_data
        people = enumerate(self.plan.authors)
        authors = [replace(each, is_=said.get(f"author-{number}", each.is_)) for number, each in people]
        posts = [_as_chosen(each, said.get(f"post-{number}")) for number, each in enumerate(self.plan.posts)]
        return planning.Plan(said["old_questions"], authors, posts, said.get("coach", self.plan.coach))


def _guides(post):
    """Return the ways in which a post can be a guide; a level of headings that the plan names is one of them."""
    ways = dict(GUIDES)
    ways.setdefault(post.stages_from, GUIDES[planning.HEADINGS])
    if post.stages_from not in GUIDES:
        del ways[planning.HEADINGS]
    return [(f"{planning.GUIDE}|{way}", label) for way, label in ways.items()]


def _choice(post):
    return f"{planning.GUIDE}|{post.stages_from}" if post.becomes == planning.GUIDE else post.becomes


def _as_chosen(post, chosen):
    if chosen is None:
        return post
    becomes, _sign, stages_from = chosen.partition("|")
    return replace(post, becomes=becomes, stages_from=stages_from or post.stages_from)
