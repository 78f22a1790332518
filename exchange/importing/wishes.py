"""What the person who imports asked for."""

from dataclasses import dataclass

HEADINGS, PAGES = "headings", "pages"
LEVELS = {"h2": 2, "h3": 3, "h4": 4}


@dataclass(frozen=True)
class Wishes:
    """The options of the command."""

    stage_from: str = HEADINGS
    threads_to: str | None = None
    coach: str | None = None
    coach_login: str | None = None
    coach_email: str | None = None
    primary: bool = False
