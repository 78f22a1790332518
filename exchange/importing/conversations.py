"""The comments of a post -> Spoken messages that hang on each other: who is the coach, what is left out, what replies to
what. Keys are origins, so that a message is the same one in every export of its site."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext as _

from comments.models import Comment
from comments.models.comment import LONGEST
from exchange.bulk_writing import Spoken
from exchange.importing.html import comment_markdown, plain_words
from exchange.importing.people import BY_ADDRESS
from exchange.importing.report import word
from exchange.models.unclaimed import mark_of
from stages import text

LONGEST_ORIGIN = 200  # characters of the column
LONGEST_NAME = 60
REMEMBERED = 5_000  # addresses
PART = ":part:"  # in the origin of what goes on with a long message

# What machines write into the same table; everything else is the words of people, whatever a plugin calls it.
MACHINES = {
    "pingback",
    "trackback",
    "order_note",
    "webhook_delivery",
    "action_log",
    "note",
    "editorial-comment",
    "ticket_updates",
}
NO_NAME = re.compile(
    r"@|^\s*(?:https?://|www\.)|^[\d\s()+./-]{5,}$", re.IGNORECASE
)  # an address or number is not shown as a name
STATUSES = {
    "1": Comment.Status.APPROVED,
    "approve": Comment.Status.APPROVED,
    "approved": Comment.Status.APPROVED,
    "0": Comment.Status.PENDING,
    "hold": Comment.Status.PENDING,
    "": Comment.Status.PENDING,  # nobody said that it may be shown
}


def origin(site, *parts):
    """Return the name of something of the old site, for ever: `wordpress:https://example.org:comment:4870`."""
    name = ":".join(["wordpress", site, *parts])
    return name if len(name) <= LONGEST_ORIGIN else f"wordpress:{sha256(name.encode()).hexdigest()}:{parts[0]}"


def origin_of_missing(site, post, number):
    """The name of what stands for a message that is not in the file: another one than the message's own, which may come
    in a later export, and one a post, since orphans of two posts can name the same parent."""
    return origin(site, "post", post, "missing", number)


mark_once = lru_cache(REMEMBERED)(mark_of)  # who wrote once wrote again


@dataclass(frozen=True)
class Coach:
    """How the coach is known in her own comments: by her account or an address of hers, never by the name she shows."""

    user_ids: frozenset
    emails: frozenset

    @classmethod
    def of(cls, plan, authors, shapes, emails=()):
        """Whom the plan calls the coach, on this site. An address under which her account commented is hers too: she is
        not always signed in."""
        user_ids = frozenset(plan.ids_of("coach"))
        known = {author.email.lower() for author in authors if author.id in user_ids} | {
            each.lower() for each in emails
        }
        known |= {shape.email for shape in shapes if shape.user_id in user_ids}
        if any(each.startswith(BY_ADDRESS) for each in user_ids):
            known |= {
                shape.email for shape in shapes if shape.email and BY_ADDRESS + mark_once(shape.email) in user_ids
            }
        return cls(user_ids, frozenset(known - {""}))

    def wrote(self, comment):
        """Anybody can type her address into a form: without her account it counts only for what was approved there."""
        is_approved = STATUSES.get(comment.approved) == Comment.Status.APPROVED
        return comment.user_id in self.user_ids or (comment.email in self.emails and is_approved)


def why_not(shape):
    """Return why a comment stays behind, or an empty string."""
    if shape.kind in MACHINES:
        return shape.kind
    if shape.approved not in STATUSES:
        return word(shape.approved)
    return _("nothing in it") if shape.is_empty else ""


def message(comment, key, parent, by_coach, now, rewritten):
    """Return a comment as Spoken. The address behind it is not kept; nothing is of a time to come. `rewritten` is what leads
    links to where things are now."""
    return Spoken(
        key=key,
        parent=parent,
        name=name_once(comment.name),
        by_coach=by_coach,
        at=min(comment.at or now, now),
        status=STATUSES[comment.approved],
        text=rewritten(comment_markdown(comment.content)),
        origin=key,
    )


def shown_name(typed):
    """Return what a name is shown as: nothing, if it is an address or a number."""
    name = text.excerpt(plain_words(typed), LONGEST_NAME - 1)
    return "" if NO_NAME.search(name) else name


name_once = lru_cache(REMEMBERED)(shown_name)


def in_parts(conversation):
    """Return a conversation in which no message is longer than one may be here: what is comes as several, each replying to
    the first. So nothing is lost, a page of a thread stays quick, and she can still edit every one of them."""
    if all(len(said.text) <= LONGEST for said in conversation):
        return conversation
    parts = []
    for said in conversation:
        first, *more = pieces(said.text)
        parts.append(said._replace(text=first))
        for number, piece in enumerate(more, start=2):
            name = f"{said.key}{PART}{number}"
            parts.append(said._replace(key=name, parent=said.key, text=piece, origin=name))
    return parts


def pieces(words, longest=LONGEST):
    """Cut a text where it may be cut best: behind a paragraph, else a line, else a word."""
    cut = []
    while len(words) > longest:
        ends = (words.rfind(end, longest // 2, longest) for end in ("\n\n", "\n", " "))
        at = next((end for end in ends if end > 0), longest)
        cut.append(words[:at].rstrip())
        words = words[at:].lstrip()
    return [*cut, words]


def missing(key, at):
    """Return what keeps the place of a message that is not in the file."""
    return Spoken(
        key=key, parent=None, name="", by_coach=False, at=at, status=Comment.Status.MISSING, text="", origin=key
    )


def circles_cut(shapes, now):
    """Return the numbers of comments that begin a thread although they name a parent: in a circle of replies (one to
    itself is the smallest) the earliest was there first and cannot reply to what came later."""
    settled, cut = set(), set()
    for start in shapes:
        path, number = {}, start
        while number in shapes and number not in settled and number not in path:
            path[number] = len(path)
            number = shapes[number].parent
        if number in path:
            circle = list(path)[path[number] :]
            cut.add(min(circle, key=lambda each: shapes[each].at or now))
        settled.update(path)
    return cut
