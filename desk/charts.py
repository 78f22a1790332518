"""A chart is a drawing with a table behind it: the numbers, and where they stand on the paper. Templates only draw."""

from dataclasses import dataclass, replace

HEIGHT, STEP, TOP = 96, 28, 16  # of a chart over time, in its own units: tallest bar, a week's width, room for a number
THIN = 2  # what is drawn for a zero, so that one sees that it was counted


@dataclass(frozen=True)
class Row:
    """One line of the table: what it is, its numbers, how they are said, and where it leads."""

    label: str
    values: tuple[float, ...]
    shown: tuple[str, ...] = ()
    link: str = ""

    @property
    def said(self):
        return self.shown or tuple(str(value) for value in self.values)


@dataclass(frozen=True)
class Bar:
    """One bar over time: its place, its number, whose series it is (0 or 1)."""

    x: float
    y: float
    width: float
    height: float
    said: str
    series: int
    is_open: bool  # its week is not over

    @property
    def middle(self):
        return round(self.x + self.width / 2, 1)

    @property
    def above(self):
        return round(self.y - 4, 1)


def at_one_scale(charts):
    """Return the charts, those over time that count things drawn to the scale of the one with the highest bar: what looks
    twice as much is twice as much, from one to the next."""
    shared = [chart for chart in charts if chart.over_time and not chart.in_bars]
    most = max((chart.most for chart in shared), default=0)
    return [replace(chart, scale=most) if chart in shared else chart for chart in charts]


@dataclass(frozen=True)
class Chart:
    """What the weekly page shows of one thing. `series` names the numbers of a row, one or two; `over_time` draws upright bars,
    week by week, else each row has a bar of its own. `said` is the sentence above it, `empty` stands there without rows."""

    name: str
    title: str
    label: str
    series: tuple[str, ...]
    rows: list[Row]
    said: str = ""
    empty: str = ""
    over_time: bool = False
    open_row: int | None = None  # number of the row that is not over yet, from 0
    link: str = ""
    link_label: str = ""
    template: str = ""  # what else stands under it
    scale: float = (
        0  # the number that the tallest bar stands for, where several charts are drawn to one; 0: its own most
    )
    in_bars: tuple = ()  # what stands above the bars, row by row, where that is shorter than what the table says

    @property
    def links(self):
        return [self.link] if self.link else []

    @property
    def sentences(self):
        return [self.said] if self.said else []

    @property
    def parts(self):
        """The templates that draw it, one below the other."""
        bars = "desk/_chart_weeks.html" if self.over_time else "desk/_chart_rows.html"
        drawn = ["desk/_chart_empty.html"] if self.is_empty else [bars, "desk/_chart_table.html"]
        return [*drawn, self.template] if self.template else drawn

    @property
    def is_empty(self):
        return not any(value for row in self.rows for value in row.values)

    @property
    def most(self):
        return self.scale or max((value for row in self.rows for value in row.values), default=0) or 1

    @property
    def width(self):
        return STEP * len(self.rows)

    @property
    def height(self):
        return TOP + HEIGHT + 20

    @property
    def ground(self):
        return TOP + HEIGHT

    @property
    def bars(self):
        """The upright bars, week by week, one beside the other where there are two series."""
        return [bar for number, row in enumerate(self.rows) for bar in self._bars_of(number, row)]

    def _bars_of(self, number, row):
        width = (STEP - 6) / len(self.series)
        for series, value in enumerate(row.values):
            height = max(value / self.most * HEIGHT, THIN)
            x = number * STEP + 3 + series * width
            yield Bar(
                round(x, 1),
                round(TOP + HEIGHT - height, 1),
                round(width - 1, 1),
                round(height, 1),
                (self.in_bars[number] if self.in_bars else row.said)[series] if value else "",
                series,
                number == self.open_row,
            )

    @property
    def labels(self):
        """The weeks that are named below the bars, as (x, label, which end of the label stands there): the first, one in the
        middle, the last."""
        last = len(self.rows) - 1
        ends = {0: "start"} | ({last: "end"} if last else {})
        return [
            (number * STEP + STEP / 2, self.rows[number].label, ends.get(number, "middle"))
            for number in sorted({0, last // 2, last})
            if last >= 0
        ]

    @property
    def lengths(self):
        """(row, length of its bar in hundredths) of a chart that is no course of time."""
        return [(row, round(row.values[0] / self.most * 100, 1)) for row in self.rows]
