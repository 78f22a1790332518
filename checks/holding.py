"""What makes a message wait for approval.

Each check looks at the Facts of a message and gives a reason or None; a message with a reason waits, and the reasons stand
beside it at the desk. Nobody else is told more than that it waits. A check never takes anything away, and asks nothing:
`comments/models/holding.py` gathers the facts."""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from checks.spam.scoring import Score
from stages.text.words import bare_words

LATELY = timedelta(days=7)  # so long the same words are the same spam wave, or the same slip
SHORT = 20  # letters; "Thank you so much!" is said by many
LINK = re.compile(
    r"(?:https?://|(?<!\w)www\.)\S++|(?<![\w-])[\w-]{2,}+\.(?:com|net|org|info|biz|ru|cn|xyz|top|site|online|shop|club)\b",
    re.IGNORECASE,
)
SIGNS = {"unseen_field": _lazy("a field was filled in that people do not see"), "too_quick": _lazy("sent at once")}


def fingerprint(source):
    """Return what two texts share that say the same in the same words, or "" for one that is too short to tell."""
    words = bare_words(source)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest() if len(words) >= SHORT else ""


@dataclass(frozen=True)
class Writer:
    """Who has written, as the rules see her."""

    rules: Any  # the site's ModerationRules
    trust: str  # a Trust.Level, set by hand; "": the rules decide
    approved: int  # messages of hers that were approved

    @property
    def is_trusted(self):
        return self.trust == "trusted"

    @property
    def is_new(self):
        return not self.is_trusted and self.approved < self.rules.trusted_after

    def is_flooding(self, sent):
        """Has she sent so many in the last hour that the rules let her send no more?"""
        return sent >= (self.rules.most_an_hour_new if self.is_new else self.rules.most_an_hour)


@dataclass(frozen=True)
class Words:
    """What was written, and what is known of such words."""

    source: str
    held: tuple[str, ...]  # the held words in it
    same_as: int | None  # the key of a message in which somebody else sent the same words lately
    score: Score


@dataclass(frozen=True)
class Facts:
    """All that the checks are told. `signs` are what the form noticed (`checks/honeypot.py`)."""

    writer: Writer
    words: Words
    is_wave: bool = False  # the switch that holds everything is on
    signs: tuple[str, ...] = ()


# The checks


def a_wave(facts):
    return {"why": "wave"} if facts.is_wave else None


def by_hand(facts):
    return {"why": "by_hand"} if facts.writer.trust == "held" else None


def the_rule(facts):
    """Newcomers wait, everyone, or nobody, as the coach has set it."""
    writer = facts.writer
    if writer.is_trusted:
        return None
    if writer.rules.hold == "everyone":
        return {"why": "everyone"}
    if writer.rules.hold == "first_timers" and writer.is_new:
        return {"why": "newcomer", "approved": writer.approved}
    return None


def held_words(facts):
    return {"why": "words", "words": list(facts.words.held)} if facts.words.held else None


def many_links(facts):
    links = len(LINK.findall(facts.words.source))
    return {"why": "links", "links": links} if facts.writer.is_new and links > facts.writer.rules.most_links else None


def same_as_another(facts):
    """Words that somebody else has sent lately."""
    same = facts.words.same_as
    return {"why": "same", "comment": same} if same and not facts.writer.is_trusted else None


def what_the_form_noticed(facts):
    return {"why": "form", "signs": list(facts.signs)} if facts.signs and facts.writer.is_new else None


def likely_spam(facts):
    """What the score takes for spam; whom a person trusts is never held for it."""
    score = facts.words.score
    if facts.writer.is_trusted or score.value < facts.writer.rules.spam_from:
        return None
    return {"why": "spam", "score": score.value, "words": list(score.because)}


ABOUT_WORDS = [held_words, many_links, same_as_another, likely_spam]
CHECKS = [a_wave, by_hand, the_rule, what_the_form_noticed, *ABOUT_WORDS]


def reasons(facts, checks=CHECKS):
    """Return why this waits for approval: a list of reasons, empty for what appears at once."""
    return [reason for check in checks if (reason := check(facts))]


def brought_in(before, after):
    """Return what an edit brought in that would hold a message, and that was not there before."""
    known = reasons(before, ABOUT_WORDS)
    return [reason for reason in reasons(after, ABOUT_WORDS) if not any(_alike(reason, other) for other in known)]


def _alike(reason, other):
    """Do two reasons say the same? A score that rose a little is no news."""
    return reason == other or reason["why"] == other["why"] == "spam"


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
