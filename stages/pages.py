"""Paging without counting far: what a page costs does not grow with what lies behind it."""

from dataclasses import dataclass
from math import ceil

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import IntegerField, Subquery
from django.utils.formats import localize
from django.utils.translation import gettext as _

FURTHEST = 10_000  # pages; nobody reads further, and a made-up number shall not make the database count to it
MOST_COUNTED = 3_000  # rows, to say how many pages there are: some milliseconds; beyond that nobody is told


@dataclass(frozen=True)
class Page:
    """Some rows of many. `number` counts from 1; `next` and `previous` are page numbers or None, and so is `last`, where the
    pages were not counted."""

    items: list
    number: int
    next: int | None
    last: int | None = None

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def is_one_of_many(self):
        return bool(self.before or self.after)

    def in_words(self):
        """Which page it is, and of how many where somebody has counted."""
        if self.last:
            return _("Page %(number)s of %(last)s") % {"number": localize(self.number), "last": localize(self.last)}
        return _("Page %(number)s") % {"number": localize(self.number)}

    @property
    def before(self):
        """The number of the page before, as a list; empty on the first."""
        return [self.previous] if self.previous else []

    @property
    def after(self):
        """The number of the page after, as a list; empty on the last."""
        return [self.next] if self.next else []

    @property
    def first(self):
        """The number of the first page, as a list; empty where another link leads there."""
        return [1] if self.number > 2 else []

    @property
    def final(self):
        """The number of the last page, as a list; empty where another link leads there, or nobody knows it."""
        return [self.last] if self.last and self.last > self.number + 1 else []


class CountOf(Subquery):
    """How many rows of a QuerySet there are, beside rows that are asked for; no more than MOST_COUNTED are counted."""

    template, output_field = "(SELECT COUNT(*) FROM (%(subquery)s) counted)", IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def page_of(queryset, number, size, is_counted=False):
    """Return the Page that `number` (a text from the address, or None for the first) names, of at most `size` rows.
    `is_counted` says whether it knows the last one, which takes a query where there are more.

    Raises PageNotAnInteger or EmptyPage (both InvalidPage) for a page that is not there."""
    count = lambda _rows: queryset.order_by()[: MOST_COUNTED + 1].count()  # noqa: E731
    return page_from(lambda start, end: list(queryset[start:end]), number, size, count if is_counted else None)


def page_from(rows_from, number, size, count=None):
    """Return the Page of that number of rows that `rows_from(start, end)` returns; `count(rows)` says how many there are in
    all, as far as MOST_COUNTED."""
    if number is not None and not (number.isascii() and number.isdigit() and len(number) < 6):
        raise PageNotAnInteger
    number = int(number or 1)
    start = (number - 1) * size
    rows = rows_from(start, start + size + 1) if 0 < number <= FURTHEST else []
    if not rows and number != 1:
        raise EmptyPage
    if len(rows) <= size:
        return Page(rows, number, None, number)
    return Page(rows[:size], number, number + 1, _last(count(rows), size) if count else None)


def _last(counted, size):
    """Return the number of the last page, or None where there are too many to count."""
    return ceil(counted / size) if counted <= MOST_COUNTED else None
