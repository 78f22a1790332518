"""The last weeks as the coach counts them: from Monday to Sunday, where she lives."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, When
from django.utils import timezone

MANY = 12  # weeks: a season, and few enough for a chart on a phone
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Weeks:
    """Some weeks in a row, each by its Monday; the last is the one that is not over."""

    mondays: tuple[date, ...]
    zone: ZoneInfo

    @classmethod
    def until_now(cls, zone, many=MANY):
        """Return so many weeks in a time zone, the last of them the present one."""
        today = timezone.localdate(timezone=zone)
        monday = today - timedelta(days=today.weekday())
        return cls(tuple(monday - A_WEEK * back for back in range(many - 1, -1, -1)), zone)

    @classmethod
    def from_now(cls, zone, many):
        """Return so many weeks in a time zone, the first of them the present one."""
        first = cls.until_now(zone, 1).mondays[0]
        return cls(tuple(first + A_WEEK * ahead for ahead in range(many)), zone)

    @property
    def this(self):
        """The present week alone."""
        return Weeks(self.mondays[-1:], self.zone)

    @property
    def before(self):
        """The week before the present one, alone."""
        return Weeks(self.mondays[-2:-1], self.zone)

    @property
    def start(self):
        """The moment at which the first begins."""
        return self._midnight(self.mondays[0])

    def _midnight(self, day):
        return datetime.combine(day, time(), self.zone)

    def count(self, rows, field):
        """Return how many rows fall into each week by this field, a moment: one query that looks at these weeks alone."""
        return self._count(rows, field, [self._midnight(day) for day in self._edges()])

    def count_days(self, rows, field):
        """As `count`, for a field that is a day."""
        return self._count(rows, field, self._edges())

    def _edges(self):
        """Return the days on which these weeks begin, and the one on which the last is over."""
        return [*self.mondays, self.mondays[-1] + A_WEEK]

    def _count(self, rows, field, edges):
        within = rows.order_by().filter(**{f"{field}__gte": edges[0], f"{field}__lt": edges[-1]})
        week = Case(*(When(**{f"{field}__lt": end}, then=number) for number, end in enumerate(edges[1:])))
        counted = dict(within.values_list(week).annotate(Count("pk")))
        return [counted.get(number, 0) for number in range(len(self.mondays))]

    def waits(self, answered):
        """Return for each week the median and the longest of the waits that ended in it, as timedeltas, or None for a week
        in which none did. `answered` are (asked, answered) of these weeks."""
        by_week = {monday: [] for monday in self.mondays}
        for asked_at, answered_at in answered:
            day = timezone.localdate(answered_at, self.zone)
            by_week.get(day - timedelta(days=day.weekday()), []).append(answered_at - asked_at)
        return [(median(spans), max(spans)) if spans else None for spans in by_week.values()]
