"""Paging without counting: what a page costs does not grow with what lies behind it."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, PageNotAnInteger

FURTHEST = 10_000  # pages; nobody reads further, and a made-up number shall not make the database count to it


@dataclass(frozen=True)
class Page:
    """Some rows of many. `number` counts from 1; `next` and `previous` are page numbers or None."""

    items: list
    number: int
    next: int | None

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def is_one_of_many(self):
        return bool(self.before or self.after)

    @property
    def before(self):
        """The number of the page before, as a list; empty on the first."""
        return [self.previous] if self.previous else []

    @property
    def after(self):
        """The number of the page after, as a list; empty on the last."""
        return [self.next] if self.next else []


def page_of(queryset, number, size):
    """Return the Page that `number` (a text from the address, or None for the first) names, of at most `size` rows.

    Raises PageNotAnInteger or EmptyPage (both InvalidPage) for a page that is not there."""
    if number is not None and not (number.isascii() and number.isdigit() and len(number) < 6):
        raise PageNotAnInteger
    number = int(number or 1)
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1]) if 0 < number <= FURTHEST else []
    if not rows and number != 1:
        raise EmptyPage
    return Page(rows[:size], number, number + 1 if len(rows) > size else None)
