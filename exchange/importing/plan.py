"""What becomes of each page and post, and who wrote: a plan that can be read, changed and given back (TOML)."""

import json
import tomllib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange.importing.html import page_blocks, plain_words
from exchange.importing.outline import BOLD, LEAD_IN, usual_level
from exchange.importing.people import READER, ROLES, People
from exchange.importing.rejected import Rejected

GUIDE, STAGE, LIBRARY, LEAVE_OUT = "guide", "stage", "library", "leave out"
OWN = {
    "about": {"about", "about-me", "about-us", "acerca", "acerca-de", "acerca-de-mi", "sobre-mi", "quien-soy"},
    "privacy": {
        "privacy",
        "privacy-policy",
        "privacidad",
        "politica-de-privacidad",
        "politica-privacidad",
        "datenschutz",
    },
    "rules": {"rules", "house-rules", "comment-policy", "comment-rules", "community-guidelines", "reglas", "normas"},
}
KINDS = [GUIDE, STAGE, LIBRARY, *OWN, LEAVE_OUT]
HEADINGS, LEVELS = "headings", {"h2": 2, "h3": 3, "h4": 4}
FEWEST = 3  # headings of one level that make a long article look like a guide
NOT_BROUGHT = {"trash", "auto-draft", "inherit"}
HEAD = """# What will come in. Change what you like, and run the import again with --plan and this file.
#
# A page or post becomes: "guide" (its headings are stages), "stage" (the whole of it is one), "library" (an entry there),
# "about", "privacy" or "rules" (a page of yours), or "leave out".
# stages_from: "headings" (the level there is most of), "h2", "h3", "h4" or "bold lines".
# Whoever may write there, or often wrote under one address, is "coach" (her replies are answers), "moderator" or "reader". A
# moderator's words come in as a reader's, under her name: she has no account here yet. The report reminds you to give her the
# role once she has one.
# old_questions: "closed" (they wait for nobody) or "waiting" (they wait for your answer, the oldest first).
# coach: where there are several coaches here, with which address the one signs in whose answers these are.

"""


@dataclass
class PlannedPost:
    """One page or post."""

    key: str
    title: str
    becomes: str
    stages_from: str = HEADINGS
    comments: int = 0


@dataclass
class PlannedAuthor:
    """One who may write there, or wrote often. `id` is the number of the account there, or what stands for an address."""

    id: str
    login: str
    name: str
    comments: int
    pages: int = 0
    is_: str = READER


@dataclass
class Plan:
    """The whole. `old_questions` says what becomes of what was never answered, `coach` whose the answers are here: an
    address, or nothing where there is but one coach."""

    old_questions: str = "closed"
    authors: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    coach: str = ""

    def of(self, key):
        """Return what is planned for a post, or None for one that the plan does not know."""
        return next((each for each in self.posts if each.key == key), None)

    def ids_of(self, role):
        return {author.id for author in self.authors if author.is_ == role}

    def as_toml(self):
        """Return the plan as text."""
        parts = [HEAD, f"old_questions = {_quoted(self.old_questions)}\ncoach = {_quoted(self.coach)}\n"]
        for author in self.authors:
            parts.append(
                f"\n[[author]]\nid = {_quoted(author.id)}\nlogin = {_quoted(author.login)}\nname = {_quoted(author.name)}"
            )
            parts.append(f"\ncomments = {author.comments}\npages = {author.pages}\nis = {_quoted(author.is_)}\n")
        for post in self.posts:
            parts.append(
                f"\n[[post]]\nid = {_quoted(post.key)}\ntitle = {_quoted(post.title)}\ncomments = {post.comments}"
            )
            parts.append(f"\nbecomes = {_quoted(post.becomes)}\n")
            if post.becomes == GUIDE or post.stages_from != HEADINGS:
                parts.append(f"stages_from = {_quoted(post.stages_from)}\n")
        return "".join(parts)


def _quoted(words):
    return json.dumps(str(words), ensure_ascii=False)


def read_plan(path):
    """Return the Plan in a file. Raises Rejected with the entry that cannot be understood."""
    try:
        return plan_of(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Rejected(_("The plan %(file)s cannot be read: %(error)s.") % {"file": path, "error": error}) from error


def plan_of(text):
    """Return the Plan that a text says. Raises ValueError, and Rejected with the entry that cannot be understood."""
    said = tomllib.loads(text)
    old = said.get("old_questions", "closed")
    _one_of("old_questions", old, ["closed", "waiting"])
    authors = [
        PlannedAuthor(
            str(each.get("id", "")),
            each.get("login", ""),
            each.get("name", ""),
            each.get("comments", 0),
            each.get("pages", 0),
            each.get("is", READER),
        )
        for each in said.get("author", [])
    ]
    posts = [
        PlannedPost(
            str(each.get("id", "")),
            each.get("title", ""),
            each.get("becomes", ""),
            each.get("stages_from", HEADINGS),
            each.get("comments", 0),
        )
        for each in said.get("post", [])
    ]
    for author in authors:
        _one_of(f"author {author.login or author.id}: is", author.is_, ROLES)
    for post in posts:
        _one_of(f"post {post.title or post.key}: becomes", post.becomes, KINDS)
        _one_of(f"post {post.title or post.key}: stages_from", post.stages_from, [HEADINGS, BOLD, *LEVELS])
    return Plan(old, authors, posts, str(said.get("coach", "")))


def _one_of(what, value, known):
    if value not in known:
        raise Rejected(
            _("The plan says %(what)s = “%(value)s”, which is none of: %(known)s.")
            % {"what": what, "value": value, "known": ", ".join(known)}
        )


# The default


def default_plan(staging, stage_from=HEADINGS, coach_login=None):
    """Return a Plan that is sensible for an ordinary blog: the article with stages is the guide, letters are entries of the
    library, About is About. Of several pages with one list of advice each, each is a stage: so our own export has them.
    Raises Rejected for a login that nobody has."""
    looked_at = [Looked(key, post, count) for _row, key, post, count in staging.posts() if may_come(post)]
    alone = {each.key for each in looked_at if each.post.kind == "page" and each.lead_ins == 1}
    stages = alone if len(alone) > 1 else set()
    guides = {each.key for each in looked_at if each.has_lead_in} - stages
    if not guides | stages and (best := max(looked_at, key=Looked.rank, default=None)) and best.rank()[0]:
        guides = {best.key}
    taken, posts = set(), []
    for each in looked_at:
        is_stage = stage_from == "pages" or each.key in stages
        becomes = STAGE if is_stage else _kind(each, guides, taken)
        taken.add(becomes)
        level = stage_from if stage_from in LEVELS else each.stages_from
        posts.append(PlannedPost(each.key, each.title, becomes, level, each.count))
    people = People(staging, [each.post for each in looked_at], coach_login)
    return Plan("closed", [PlannedAuthor(*each) for each in people.each()], posts)


def may_come(post):
    return post.kind in {"page", "post"} and post.status not in NOT_BROUGHT


class Looked:
    """A page or post, looked at once."""

    def __init__(self, key, post, count):
        self.key, self.post, self.count = key, post, count
        self.title = plain_words(post.title) or post.slug or _("number %(number)s") % {"number": post.id}
        blocks = page_blocks(post.content)
        level = usual_level(blocks)
        self.headings = sum(block.kind == "heading" and block.level == level for block in blocks)
        self.bold = sum(block.is_bold for block in blocks)
        lines = (line for block in blocks if block.kind == "paragraph" for line in block.words.split("\n"))
        self.lead_ins = sum(bool(LEAD_IN.match(line)) for line in lines)
        self.has_lead_in = self.lead_ins > 0 and (self.headings > 0 or self.bold >= FEWEST)
        self.stages_from = HEADINGS if self.headings or not self.bold else BOLD

    def rank(self):
        """How much it looks like the one article with stages: (whether at all, and then how much)."""
        parts = max(self.headings, self.bold if self.bold >= FEWEST else 0)
        looks = self.own() is None and (parts >= FEWEST or (parts > 0 and self.post.kind == "page"))
        return looks, self.post.kind == "page", parts >= FEWEST, self.count

    def own(self):
        slug = self.post.slug.lower()
        return next((own for own, slugs in OWN.items() if slug in slugs and self.post.kind == "page"), None)


def _kind(looked, guides, taken):
    if looked.key in guides:
        return GUIDE
    own = looked.own()
    return own if own and own not in taken else LIBRARY
