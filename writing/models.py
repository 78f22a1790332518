import uuid
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments.models.comment import LONGEST, Comment
from comments.models.thread import Thread
from comments.models.titles import LONGEST_TITLE, offered_title
from stages import text
from stages.fields import LineField, RenderedField

KEPT = timedelta(days=30)  # said so on the page where one writes
MOST_IN_A_BROWSER, MOST_OF_A_PERSON = 10, 50  # drafts; nobody writes more at once, and nobody fills the disk
CHOSEN = ("own_title", "signature", "visibility", "is_listed")  # what she chose for the question, beside its words


TAKEN_UP = uuid.UUID("b3a1f0de-52c4-4d0b-8f0e-3c2f1a9d7e64")  # of keys made of comments


class NotSaved(Exception):
    """These words are not saved; the reason is a sentence for the person who wrote them."""


def address_mark(email):
    """Return what stands for an e-mail address that a draft waits for: without the site's secret nobody can tell which."""
    return salted_hmac("comments.draft", email.strip().lower(), algorithm="sha256").hexdigest()


class DraftQuerySet(models.QuerySet):
    def old(self):
        return self.filter(updated_at__lt=timezone.now() - KEPT)

    def of_browser(self, mark):
        """What was written in this browser by nobody yet."""
        return self.filter(author=None, browser=mark) if mark else self.none()

    def held_by(self, person, mark):
        """What this person may read and change: her own; for nobody, what the browser with this mark keeps."""
        return self.filter(author=person) if person.is_authenticated else self.of_browser(mark)

    def waiting_for(self, person):
        """What somebody wrote, as nobody yet, and then began to sign in with an address that is proven to be hers."""
        proven = person.emailaddress_set.filter(verified=True).values_list("email", flat=True)
        return self.filter(author=None, for_email__in=[address_mark(email) for email in proven])

    def passing_to(self, person, mark, key):
        """What was written in this browser and becomes hers as she signs in: what waits for her address, and what waits
        for nobody if its own "send" has led her to sign in (`key`)."""
        here = self.of_browser(mark)
        return here.waiting_for(person) | here.filter(for_email="", key=key)

    def for_page(self, stage=None, parent=None):
        """What is about this stage, or replies to this comment; without either, what has no stage yet."""
        return self.filter(stage=stage, parent=parent)

    def newest_first(self):
        return self.order_by("-updated_at", "key")

    def with_what_lists_show(self):
        return self.select_related("stage", "parent__thread__asker").newest_first()

    @transaction.atomic
    def keep(self, key, person, mark, *, revision=0, tab=None, turn=0, late=False, **said):
        """Save the words under a key and return the Draft. Words that somebody else or another tab has saved under it are
        never touched: these become a draft of their own. What comes `late` may have been overtaken by what the same tab
        sent in a later turn. Raises NotSaved, with the reason."""
        if sent := Comment.objects.filter(submission=key).first():
            if sent.is_by(person) and sent.has_begun_with(said["text"]):
                raise NotSaved(_("These words have been sent already."))
            key = uuid.uuid4()
        new = said | {"author": person if person.is_authenticated else None, "browser": mark, "tab": tab, "turn": turn}
        locked = self.select_for_update(of=("self",))
        draft = locked.filter(key=key).first()
        if draft is None:
            self.refuse_too_many(person, mark)
            draft, is_new = locked.get_or_create(key=key, defaults=new)
            if is_new:
                return draft
        if not draft.is_held_by(person, mark) or not draft.is_followed_by(revision, tab, said):
            self.refuse_too_many(person, mark)
            return self.create(**new)
        if not (late and tab == draft.tab and turn <= draft.turn):
            draft.change(tab, turn, said)
        return draft

    def take_up(self, comment, person, mark):
        """Return a draft with the words of a comment of hers that was not published, about the same; the same one as long
        as she has not sent it. Raises NotSaved if she has too many drafts."""
        key = uuid.uuid5(TAKEN_UP, f"{comment.pk} {comment.revision}")
        if known := self.held_by(person, mark).filter(key=key).first():
            return known
        said, thread = {"text": comment.source}, comment.thread
        if comment.is_question:
            said |= {"stage": thread.stage} | {name: getattr(thread, name) for name in CHOSEN}
        else:
            said |= {"parent": comment.parent}
        return self.keep(key, person, mark, **said)

    def refuse_too_many(self, person, mark):
        most = MOST_OF_A_PERSON if person.is_authenticated else MOST_IN_A_BROWSER
        if self.held_by(person, mark).count() >= most:
            raise NotSaved(
                _("Too many drafts are waiting here. Please delete one of them first; your words are still here.")
            )


class Draft(models.Model):
    """What somebody wrote and has not sent. It never posts itself.

    Until it is known who wrote it, it is the browser's: shown there while nobody is signed in, to nobody else anywhere. It
    passes to a person through the sign-in that its own "send" opened; who types an address there binds it to whoever
    proves to have that address. The key is that of the comment it becomes."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="drafts")
    browser = models.UUIDField(default=uuid.uuid4, db_index=True)
    for_email = models.CharField(max_length=64, blank=True, db_index=True)
    stage = models.ForeignKey("stages.Stage", models.SET_NULL, null=True, related_name="+")
    parent = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="+")
    text = models.TextField(validators=[MaxLengthValidator(LONGEST)])
    html = RenderedField(source="text", render=lambda draft, source: text.reader_html(source))
    own_title = LineField(max_length=LONGEST_TITLE, blank=True)
    signature = models.CharField(max_length=40, blank=True)
    visibility = models.CharField(max_length=10, choices=Thread.Visibility, default=Thread.Visibility.PUBLIC)
    is_listed = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    # The page that saved it last, and how often that page had saved until then.
    tab = models.UUIDField(null=True)
    turn = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the table of existing sites has it
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(condition=Q(stage=None) | Q(parent=None), name="a_draft_is_about_one_thing"),
            models.CheckConstraint(
                condition=Q(author=None) | Q(for_email=""), name="a_draft_of_somebody_waits_for_nobody"
            ),
        ]

    def __str__(self):
        return text.excerpt(self.text, 80)

    @property
    def title(self):
        """What the question will be called in lists: as she named it, else by its first sentence."""
        return self.own_title or offered_title(self.html)

    def get_absolute_url(self):
        """The page on which it is written."""
        page = reverse("ask_anywhere")
        if self.parent_id:
            page = reverse("reply", args=[self.parent_id])
        elif self.stage:
            page = reverse("ask", args=[self.stage.slug])
        return f"{page}?{urlencode({'draft': self.key})}"

    def page_to_send_from(self):
        """The page that shows it as it will look, with one button; signing in to send it leads there."""
        return f"{reverse('draft', args=[self.key])}?{urlencode({'draft': self.key})}"

    def is_about_something(self):
        """Is it known under which stage, or to what, it goes?"""
        return bool(self.stage_id or self.parent_id)

    def stages(self):
        """The stage under which it goes, as a list: empty for a reply, and while nobody has chosen one."""
        return [self.stage] if self.stage else []

    def about(self):
        """What it is about, in a word or two; an empty string if that is not known."""
        return str(self.parent.thread if self.parent else self.stage or "")

    def readers_in_words(self):
        """Who will read it, a sentence each."""
        if self.visibility == Thread.Visibility.PRIVATE:
            return [_("It's shown only to you and the coach.")]
        everyone = _("Everyone can read it once it's approved.")
        if self.is_listed:
            return [everyone, _("Search engines may list it.")]
        return [everyone, _("We ask search engines to leave it out.")]

    def is_held_by(self, person, mark):
        return self.author_id == person.pk if person.is_authenticated else not self.author_id and self.browser == mark

    def is_followed_by(self, revision, tab, said):
        """Would saving this overwrite nothing that was not known to whoever wrote it?"""
        same_words = all(getattr(self, name) == said[name] for name in ("text", *CHOSEN) if name in said)
        return same_words or revision == self.revision or (tab is not None and tab == self.tab)

    def signed_by(self, person):
        """The name under which it will stand if this person sends it; an empty string for none, or none yet."""
        if not person.is_authenticated:
            return self.signature
        return self.parent.thread.signed_by(person) if self.parent else self.signature or person.pen_name

    def byline_for(self, person):
        """What stands above it while it is looked over."""
        if person.is_authenticated or self.signed_by(person):
            return self.signed_by(person) or _("A reader")
        return _("The name you'll go by here")

    def signing_in_words(self, person):
        if name := self.signed_by(person):
            return _("It's signed %(name)s.") % {"name": name}
        return _("It's signed with the name you'll go by here.")

    def whose_in_words(self):
        """The question whether it is hers, to somebody who may have begun it elsewhere."""
        if about := self.about():
            return _(
                "Something about “%(about)s” was begun with your address, on another device or before you signed in. Is it yours?"
            ) % {"about": about}
        return _("Something was begun with your address, on another device or before you signed in. Is it yours?")

    def waiting_in_words(self):
        """What the pages of signing in say of the words that wait for it."""
        if about := self.about():
            return _("What you wrote about “%(about)s” is saved. It goes when you say so.") % {"about": about}
        return _("What you wrote is saved. It goes when you say so.")

    # Verbs

    def change(self, tab, turn, said):
        """Take the new words. Call inside a transaction, with the row locked."""
        for name, value in said.items():
            setattr(self, name, value)
        self.tab, self.turn, self.revision = tab, turn, self.revision + 1
        self.save()

    def put_away(self, revision, tab, said):
        """It was sent as `said`. What another page has made of it in the meantime is a draft of its own."""
        if self.is_followed_by(revision, tab, said):
            self.delete()
        else:
            Draft.objects.filter(pk=self.pk).update(key=uuid.uuid4())

    def be_about(self, stage):
        self.stage, self.parent = stage, None
        self.save(update_fields=["stage", "parent", "updated_at"])

    def wait_for_anyone(self):
        """Somebody with the words before her went on to sign in: whoever comes back from there has written them."""
        Draft.objects.filter(pk=self.pk, author=None).update(for_email="")

    def wait_for(self, email):
        """Bind it to whoever proves to have this address; return whether it is. The first address that is typed counts."""
        mark = address_mark(email)
        unbound = Draft.objects.filter(pk=self.pk, author=None, for_email="")
        return bool(unbound.update(for_email=mark)) or Draft.objects.filter(pk=self.pk, for_email=mark).exists()

    @transaction.atomic
    def pass_to(self, person):
        """Make it hers. What she had begun for the same page, and goes on with here, is one with it."""
        Draft.objects.filter(pk=self.pk, author=None).update(author=person, for_email="")
        for begun in person.drafts.for_page(self.stage, self.parent).exclude(pk=self.pk):
            if self.text.startswith(begun.text):
                begun.delete()
