"""The comments of a post -> Spoken messages that hang on each other: who is the coach, what is left out, what replies to
what. Keys are origins, so that a message is the same one in every export of its site."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256

from comments.models import Comment
from exchange.bulk_writing import Spoken
from exchange.importing.html import comment_markdown, plain_words
from stages import text

LONGEST_ORIGIN = 200  # characters of the column
LONGEST_NAME = 60

COMMENT_KINDS = {"", "comment"}
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
    return origin(site, "post", post.id, "missing", number)


@dataclass(frozen=True)
class Coach:
    """How the coach is known in her own comments: by her account or an address of hers, never by the name she shows."""

    user_ids: frozenset
    emails: frozenset

    @classmethod
    def of(cls, post, authors, login=None, emails=()):
        """Who wrote the page is its coach, unless `login` names another. An address under which her account commented
        is hers too: she is not always signed in."""
        hers = [
            author for author in authors if author.login and author.login.lower() == (login or post.creator).lower()
        ]
        user_ids = frozenset(author.id for author in hers if author.id not in {"", "0"})
        known = {email.lower() for email in [*emails, *(author.email for author in hers)]}
        known |= {comment.email for comment in post.comments if comment.user_id in user_ids}
        return cls(user_ids, frozenset(known - {""}))

    def wrote(self, comment):
        """Anybody can type her address into a form: without her account it counts only for what was approved there."""
        is_approved = STATUSES.get(comment.approved) == Comment.Status.APPROVED
        return comment.user_id in self.user_ids or (comment.email in self.emails and is_approved)


def kept(post, seen, left_out):
    """Return {number: comment} of what comes in. `seen` are the numbers so far in the file (the first of several wins),
    `left_out` counts the others by reason."""
    comments = {}
    for comment in post.comments:
        if comment.kind not in COMMENT_KINDS:
            left_out[f"comment: {comment.kind}"] += 1
        elif comment.approved not in STATUSES:
            left_out[f"comment: {comment.approved}"] += 1
        elif comment.id in seen:
            left_out["comment: its number was in the file before"] += 1
        else:
            seen.add(comment.id)
            comments[comment.id] = comment
    return comments


def messages(comments, post, site, coach, now):
    """Return the Spoken messages of a post, and one for each parent that is not among them."""
    cut = _circles_cut(comments, now)
    spoken, orphans = [], defaultdict(list)
    for number, comment in comments.items():
        parent = None if number in cut else comment.parent
        is_orphan = parent is not None and parent not in comments
        if is_orphan:
            orphans[parent].append(comment.at or now)
        hangs_on = origin_of_missing(site, post, parent) if is_orphan else parent and origin(site, "comment", parent)
        spoken.append(
            _message(comment, origin(site, "comment", number), hangs_on, coach.wrote(comment), comment.at or now)
        )
    stubs = [_missing(origin_of_missing(site, post, number), min(times)) for number, times in orphans.items()]
    return stubs + spoken


def _message(comment, key, parent, by_coach, at):
    """The address behind the comment is not kept; a name that is an address is not shown either."""
    name = text.excerpt(plain_words(comment.name), LONGEST_NAME - 1)
    return Spoken(
        key=key,
        parent=parent,
        name="" if "@" in name else name,
        by_coach=by_coach,
        at=at,
        status=STATUSES[comment.approved],
        text=comment_markdown(comment.content),
        origin=key,
    )


def _missing(key, at):
    return Spoken(
        key=key, parent=None, name="", by_coach=False, at=at, status=Comment.Status.MISSING, text="", origin=key
    )


def _circles_cut(comments, now):
    """Return the numbers of comments that begin a thread although they name a parent: in a circle of replies (one to
    itself is the smallest) the earliest was there first and cannot reply to what came later."""
    settled, cut = set(), set()
    for start in comments:
        path, number = {}, start
        while number in comments and number not in settled and number not in path:
            path[number] = len(path)
            number = comments[number].parent
        if number in path:
            circle = list(path)[path[number] :]
            cut.add(min(circle, key=lambda each: comments[each].at or now))
        settled.update(path)
    return cut
