"""What makes a message wait for approval, and what is not taken at all.

Each check looks at what was written and gives a reason or None; a message with a reason waits, and the reasons stand
beside it at the desk. Nobody else is told more than that it waits. A check never takes anything away."""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from accounts.models import User
from comments.models.block import Block
from comments.models.moderation_log import Rejected
from comments.models.rules import HeldWord, ModerationRules, Trust
from comments.models.spam import SpamCount
from comments.models.switch import Switch
from stages.text.words import bare_words

AN_HOUR = timedelta(hours=1)
LATELY = timedelta(days=7)  # so long the same words are the same spam wave, or the same slip
SHORT = 20  # letters; "Thank you so much!" is said by many
LINK = re.compile(
    r"(?:https?://|(?<!\w)www\.)\S++|(?<![\w-])[\w-]{2,}+\.(?:com|net|org|info|biz|ru|cn|xyz|top|site|online|shop|club)\b",
    re.IGNORECASE,
)


def fingerprint(source):
    """Return what two texts share that say the same in the same words, or "" for one that is too short to tell."""
    words = bare_words(source)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest() if len(words) >= SHORT else ""


@dataclass
class Written:
    """What somebody has written, and what the checks ask about it. `comment` is the one it stands in; `signs` are what
    the form noticed on the way (`comments/checks/honeypot.py`)."""

    author: User
    source: str
    comment: object
    signs: tuple[str, ...] = ()

    @cached_property
    def rules(self):
        return ModerationRules.objects.current()

    @cached_property
    def trust(self):
        return Trust.objects.level_of(self.author)

    @cached_property
    def approved(self):
        return self.author.comments.approved().count()

    @cached_property
    def score(self):
        return SpamCount.objects.score(self.source)

    @property
    def by_newcomer(self):
        return self.trust != Trust.Level.TRUSTED and self.approved < self.rules.trusted_after


# The checks


def a_wave(written):
    """The switch that holds everything."""
    return {"why": "wave"} if Switch.objects.is_on(Switch.Name.HOLD) else None


def by_hand(written):
    return {"why": "by_hand"} if written.trust == Trust.Level.HELD else None


def the_rule(written):
    """Newcomers wait, everyone, or nobody, as the coach has set it."""
    if written.trust == Trust.Level.TRUSTED:
        return None
    if written.rules.hold == ModerationRules.Hold.EVERYONE:
        return {"why": "everyone"}
    if written.rules.hold == ModerationRules.Hold.FIRST_TIMERS and written.by_newcomer:
        return {"why": "newcomer", "approved": written.approved}
    return None


def held_words(written):
    found = HeldWord.objects.within(written.source)
    return {"why": "words", "words": [held.words for held in found]} if found else None


def many_links(written):
    links = len(LINK.findall(written.source))
    return {"why": "links", "links": links} if written.by_newcomer and links > written.rules.most_links else None


def same_as_another(written):
    """Words that somebody else has sent lately."""
    if written.trust == Trust.Level.TRUSTED:
        return None
    others = type(written.comment).objects.alike(written.source).exclude(author=written.author)
    first = others.order_by("pk").values_list("pk", flat=True).first()
    return {"why": "same", "comment": first} if first else None


def what_the_form_noticed(written):
    return {"why": "form", "signs": list(written.signs)} if written.signs and written.by_newcomer else None


def likely_spam(written):
    """What the score takes for spam; whom a person trusts is never held for it."""
    if written.trust == Trust.Level.TRUSTED or written.score.value < written.rules.spam_from:
        return None
    return {"why": "spam", "score": written.score.value, "words": list(written.score.because)}


ABOUT_WORDS = [held_words, many_links, same_as_another, likely_spam]
CHECKS = [a_wave, by_hand, the_rule, what_the_form_noticed, *ABOUT_WORDS]


def reasons(written, checks=CHECKS):
    """Return why this waits for approval: a list of reasons, empty for what appears at once. Staff never wait."""
    if written.author.is_staff:
        return []
    return [reason for check in checks if (reason := check(written))]


def brought_in(before, after):
    """Return what an edit brought in that would hold a message, and that was not there before."""
    known = reasons(before, ABOUT_WORDS)
    return [reason for reason in reasons(after, ABOUT_WORDS) if not any(_alike(reason, other) for other in known)]


def _alike(reason, other):
    """Do two reasons say the same? A score that rose a little is no news."""
    return reason == other or reason["why"] == other["why"] == "spam"


# What is not taken


def refuse_if_not_now(written):
    """Raise Rejected, with a sentence for her, if this cannot be sent now."""
    if written.author.is_staff:
        return
    refuse_if_closed_to(written.author, written.comment.concerns)
    hers = written.author.comments
    if hers.alike(written.source).live().exists():
        raise Rejected(_("You have sent the same words before, so they were not sent again."))
    refuse_if_a_flood(written, hers.filter(created_at__gt=timezone.now() - AN_HOUR).count())


def refuse_if_closed_to(author, concerns=""):
    """Raise Rejected if nobody can write now, or she cannot. Her row is locked, so that of two messages in one instant
    the second is counted too."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    if not concerns:  # who speaks of danger is not sent away for what others do
        Switch.objects.refuse_if_closed()
    Block.refuse_if_blocked(author)


def refuse_if_a_flood(written, count):
    """Raise Rejected if she has sent so many in the last hour that the rules let her send no more."""
    most = written.rules.most_an_hour_new if written.by_newcomer else written.rules.most_an_hour
    if count >= most:
        raise Rejected(_("You have written a lot in the last hour. Please wait a little; your words are kept."))


def not_now(user):
    """Return why this person cannot write now, for the page on which she would; an empty string if she can."""
    try:
        if user.is_authenticated and user.is_staff:
            return ""
        Switch.objects.refuse_if_closed()
        if user.is_authenticated:
            Block.refuse_if_blocked(user)
    except Rejected as refused:
        return str(refused)
    return ""


# How reasons are said at the desk

SIGNS = {"unseen_field": _lazy("a field was filled in that people do not see"), "too_quick": _lazy("sent at once")}


def said(reason):
    """Return one reason in words, for staff."""
    match reason["why"]:
        case "newcomer":
            return _("new here: %(count)s approved so far") % {"count": reason["approved"]}
        case "everyone":
            return _("everyone waits now")
        case "wave":
            return _("everything waits: the switch is on")
        case "by_hand":
            return _("always waits, set by hand")
        case "words":
            words = ", ".join(reason["words"])
            return ngettext("held word: %(words)s", "held words: %(words)s", len(reason["words"])) % {"words": words}
        case "links":
            return ngettext("%(count)s link", "%(count)s links", reason["links"]) % {"count": reason["links"]}
        case "same":
            return _("same words as message %(number)s") % {"number": reason["comment"]}
        case "spam":
            because = ", ".join(reason["words"])
            return _("like spam, %(score)s of 100: %(because)s") % {"score": reason["score"], "because": because}
        case "form":
            return ", ".join(str(SIGNS[sign]) for sign in reason["signs"] if sign in SIGNS)
    return reason["why"]


class Held:
    """The part of a Comment that waits for approval, and says why."""

    def wait_or_appear(self, signs=()):
        """Take the status that a new comment has: it waits for approval if anything holds it. Raises Rejected when its
        author cannot write now. `signs` are what the form noticed."""
        written = Written(self.author, self.text, self, signs)
        self.listen()
        refuse_if_not_now(written)
        self.held_because = reasons(written)
        self.spam_score = None if self.author.is_staff else written.score.value
        self.status = self.Status.PENDING if self.held_because or self.concerns else self.Status.APPROVED
        self.fingerprint = fingerprint(self.text)

    def judge_edit(self, source):
        """Note what new words say for holding it, and return what they bring in. Call before they are taken. Does not
        save."""
        before, after = (Written(self.author, words, self) for words in (self.source, source))
        found = brought_in(before, after)
        self.held_because = [reason for reason in self.held_because if reason not in found] + found
        self.spam_score = None if self.author.is_staff else after.score.value
        self.fingerprint = fingerprint(source)
        return found

    def why_held(self):
        """Return in words, for staff, why it waits."""
        return [said(reason) for reason in self.held_because]
