"""Where a comment stands in its thread, and whether anything of it is shown there.

The tree is kept by `parent`; `branch` names the reply to the question that a comment hangs on, and (`branch`, `number`) is
the order in which a thread is read, so that a page of it is one indexed query. `number` counts arrivals; 1 is the question.
`is_shown` is kept beside the status: approved comments are shown, and gone ones keep their place while something shown
hangs on them. Why: decisions 0003 and 0004."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stages.prepared import save_fields, save_new

PAGE = 50  # comments on a page of a thread

# What an author reads of where her words stand, by their status.
STANDS_WORDS = {"pending": _("waits for approval"), "approved": _("on the site"), "withdrawn": _("taken back")}
NOT_THERE = _("not on the site")


def in_branches(comments):
    """Return comments in reading order, without the question, as a list of branches: each a list with the reply
    that it begins with, and a list of all that hangs on that. Where a page begins within a branch, its first has no such reply."""
    branches = []
    for comment in comments:
        if comment.depth == 1:
            branches.append(([comment], []))
        elif comment.depth == 2:
            if not branches:
                branches.append(([], []))
            branches[-1][1].append(comment)
    return branches


class Placed:
    """The place of a Comment."""

    @property
    def depth(self):
        """0 for the question, 1 for what hangs on it, 2 for all that is deeper."""
        return 0 if self.is_question else 1 if self.branch_id == self.pk else 2

    def parents_further_up(self):
        """What it replies to, as a list, where its place in the talk does not show that."""
        return [self.parent] if self.depth == 2 and self.parent_id != self.branch_id else []

    def where_it_stands(self):
        """Return, for its author, whether others read it."""
        return STANDS_WORDS.get(self.status, NOT_THERE)

    def page_for(self, user):
        """Return the number of the page of its thread on which this person finds it, from 1."""
        return self.page_among(self.thread.comments.visible_to(user))

    def page_among(self, comments):
        """Return the number of the page on which it stands when these comments of its thread are in reading order."""
        if self.is_question:
            return 1
        earlier = Q(branch=None) | Q(branch__lt=self.branch_id) | Q(branch=self.branch_id, number__lt=self.number)
        return comments.filter(earlier).count() // PAGE + 1

    def put_in_place(self):
        """Save a new comment in its branch. Nothing hangs on it yet."""
        if self.status == self.Status.APPROVED and not self.published_at:
            self.published_at = timezone.now()
        starts_branch = self.parent is not None and self.parent.is_question
        self.branch_id = self.parent and (self.parent_id if starts_branch else self.parent.branch_id)
        self.is_shown = self.is_to_be_shown()
        save_new(self)
        if starts_branch:  # it is its own branch; its key is known only now
            self.branch = self
            save_fields(self, ["branch"])
        self.keep_mentions()
        if self.is_shown and self.parent and not self.parent.is_shown:
            self.climb()

    def save_shown_or_hidden(self, changed=None):
        """Save the fields that were `changed` (None: all of them), and `is_shown` as it should be: approved comments are
        shown; gone ones keep their place while something shown hangs on them."""
        before = type(self).objects.values_list("is_shown", flat=True).get(pk=self.pk)
        self.is_shown = self.is_to_be_shown()
        if changed is None:
            self.save()
        else:
            save_fields(self, [*changed, "is_shown"])
        if self.is_shown != before:
            self.climb()

    def climb(self):
        """Bring what it hangs on up to date, as far up as something changes."""
        above = self.parent_id
        while above:
            comment = type(self).objects.get(pk=above)
            shown = comment.is_to_be_shown()
            changed = type(self).objects.filter(pk=above).exclude(is_shown=shown).update(is_shown=shown)
            above = comment.parent_id if changed else None

    def is_to_be_shown(self, carries=None):
        """Is it to be shown? `carries` says whether something that hangs on it is; without it that is looked up."""
        if self.status == self.Status.MOVED:
            return self.published_at is not None
        if self.is_question and self.status == self.Status.SPAM:
            return False  # what was said to an advertisement goes with it
        if self.is_gone:
            return self._carries_something() if carries is None else carries
        return self.status == self.Status.APPROVED

    def _carries_something(self):
        return self.pk is not None and self.replies.filter(is_shown=True).exists()
