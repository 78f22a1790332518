"""What an old site is made of, whichever system wrote its export."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True)
class Author:
    """Somebody who may sign in to the old site."""

    id: str
    login: str
    email: str
    name: str = ""


@dataclass(frozen=True)
class Channel:
    """The old site: its name, its address without a slash at the end."""

    title: str
    address: str


class PostComment(NamedTuple):
    """A comment. `parent` is None for one that replies to nothing; `is_guessed` says that only the local time is known."""

    id: str
    parent: str | None
    name: str
    email: str
    user_id: str
    at: datetime | None
    is_guessed: bool
    content: str
    approved: str
    kind: str


@dataclass(frozen=True)
class Post:
    """A page or a post, or one of the many other things that WordPress keeps in the same table. `terms` are its (domain,
    name), `meta` what plugins and themes keep of it."""

    id: str
    kind: str
    title: str
    slug: str
    link: str
    status: str
    has_password: bool
    creator: str
    at: datetime | None
    content: str
    excerpt: str = ""
    order: str = ""
    parent: str = ""
    attachment: str = ""
    terms: tuple = ()
    meta: dict = field(default_factory=dict)
