"""What the person who imports asked for."""

from dataclasses import dataclass
from pathlib import Path

from exchange.importing.plan import HEADINGS, LEVELS

PAGES = "pages"
__all__ = ["HEADINGS", "LEVELS", "PAGES", "Wishes"]


@dataclass(frozen=True)
class Wishes:
    """The options of the command."""

    stage_from: str = HEADINGS
    threads_to: str | None = None
    coach: str | None = None
    coach_login: str | None = None
    coach_email: str | None = None
    primary: bool = False
    media: Path | None = None
    plan: Path | None = None
    as_far_as_it_goes: bool = False
