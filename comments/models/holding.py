"""What the checks are told of a message, and what somebody hears whose words are not taken now."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from checks import holding
from comments.models.block import Block
from comments.models.moderation_log import Rejected
from comments.models.rules import HeldWord, ModerationRules, Trust
from comments.models.spam import SpamCount
from comments.models.switch import Switch
from comments.models.titles import with_title
from stages.prepared import prepared

AN_HOUR = timedelta(hours=1)


def comments():
    return User._meta.get_field("comments").related_model.objects


@prepared
def approved_of(author):
    """How many messages of hers were approved; no row for none."""
    said = comments().approved().filter(author=author).values("author")
    return said.annotate(count=Count("pk")).values_list("count", flat=True)


@prepared
def sent_since(author, moment):
    """How many messages she has sent since; no row for none."""
    sent = comments().filter(author=author, created_at__gt=moment).values("author")
    return sent.annotate(count=Count("pk")).values_list("count", flat=True)


@prepared
def same_words_of(author, mark, since):
    """What she has sent in the same words, that stands or waits."""
    return comments().in_words(mark, since).live().filter(author=author).values_list("pk", flat=True)[:1]


@prepared
def same_words_of_others(author, mark, since):
    """What others have sent in the same words, the first of it."""
    same = comments().in_words(mark, since).exclude(author=author).order_by("pk")
    return same.values_list("pk", flat=True)[:1]


@prepared
def lock_of(person):
    """Her row, locked."""
    return User.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk", flat=True)


def writer(person):
    """Return who writes, as the checks want to know her."""
    approved = approved_of.first(person) or 0
    return holding.Writer(ModerationRules.objects.current(), Trust.objects.level_of(person), approved)


def refuse_if_closed_to(author, concerns=""):
    """Raise Rejected if nobody can write now, or she cannot. Her row is locked, so that of two messages in one instant
    the second is counted too."""
    if not lock_of(author):
        raise User.DoesNotExist
    if not concerns:  # who speaks of danger is not sent away for what others do
        Switch.objects.refuse_if_closed()
    Block.refuse_if_blocked(author)


def refuse_if_a_flood(writer, sent):
    """Raise Rejected if she has sent so many in the last hour that the rules let her send no more."""
    if writer.is_flooding(sent):
        raise Rejected(_("You've written a lot in the last hour. Please wait a little; your words are saved."))


def not_now(user):
    """Return why this person cannot write now, for the page on which she would; an empty string if she can."""
    try:
        if user.is_authenticated and user.is_staff:
            return ""
        Switch.objects.refuse_if_closed()
        if user.is_authenticated:
            Block.refuse_if_blocked(user)
    except Rejected as rejected:
        return str(rejected)
    return ""


class Held:
    """The part of a Comment that waits for approval, and says why. Staff never wait."""

    def wait_or_appear(self, signs=()):
        """Take the status that a new comment has: it waits for approval if anything holds it. Raises Rejected when its
        author cannot write now. `signs` are what the form noticed."""
        self.fingerprint = holding.fingerprint(self.text)
        self.listen()
        if not self.author.is_staff:
            self._judge(signs)
        self.status = self.Status.PENDING if self.held_because or self.concerns else self.Status.APPROVED

    def _judge(self, signs):
        refuse_if_closed_to(self.author, self.concerns)
        by = writer(self.author)
        if self.fingerprint and same_words_of(self.author, self.fingerprint, timezone.now() - holding.LATELY):
            raise Rejected(_("You've sent these words before, so we didn't send them again."))
        refuse_if_a_flood(by, sent_since.first(self.author, timezone.now() - AN_HOUR) or 0)
        is_wave = Switch.objects.is_on(Switch.Name.HOLD)
        facts = holding.Facts(by, self._words(self.text, self.titled()), is_wave, signs)
        self.held_because, self.spam_score = holding.reasons(facts), facts.words.score.value

    def judge_edit(self, source, title=None):
        """Note what new words, and a new `title` (None: as before), say for holding it, and return what they bring in.
        Call before they are taken. Does not save."""
        self.fingerprint = holding.fingerprint(source)
        if self.author.is_staff:
            return []
        by = writer(self.author)
        titles = (self.titled(), self.titled() if title is None else title)
        before, after = (
            holding.Facts(by, self._words(*said)) for said in zip((self.source, source), titles, strict=True)
        )
        found = holding.brought_in(before, after)
        self.held_because = [reason for reason in self.held_because if reason not in found] + found
        self.spam_score = after.words.score.value
        return found

    def _words(self, source, title):
        """Return what is known of words that stand in this comment, or shall stand there, under a title of their own."""
        said, mark = with_title(title, source), holding.fingerprint(source)
        same_as = mark and same_words_of_others.first(self.author, mark, timezone.now() - holding.LATELY)
        return holding.Words(
            said,
            held=tuple(held.words for held in HeldWord.objects.within(said)),
            same_as=same_as or None,
            score=SpamCount.objects.score(said),
        )

    def why_held(self):
        """Return in words, for staff, why it waits."""
        return [holding.said(reason) for reason in self.held_because]
