"""The log of moderation, to take away: streamed, so that it may be as long as it is."""

import csv
import json

from django.http import StreamingHttpResponse
from django.utils import timezone

AT_A_TIME = 2_000  # lines read from the database
COLUMNS = ["at", "who", "what", "before", "after", "thread", "comment", "about", "reason"]
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def lines(entries, zone):
    """Yield every entry as a list in the order of COLUMNS, with its time in this zone."""
    for entry in entries.select_related("by", "person").iterator(AT_A_TIME):
        who, about = (person.pen_name if person else "" for person in (entry.by, entry.person))
        yield [
            timezone.localtime(entry.at, zone).isoformat(timespec="seconds"),
            who,
            entry.act,
            entry.before,
            entry.after,
            entry.thread_id or "",
            entry.comment_id or "",
            about,
            entry.reason,
        ]


def as_csv(entries):
    """Return the entries as a file for a spreadsheet, which calculates nothing of what people wrote."""
    return _file(_csv(lines(entries, timezone.get_current_timezone())), "text/csv", "csv")


def as_json(entries):
    """Return the entries as one list of objects."""
    return _file(_json(lines(entries, timezone.get_current_timezone())), "application/json", "json")


def _csv(lines):
    writer = csv.writer(_Passing())
    yield writer.writerow(COLUMNS)
    for line in lines:
        yield writer.writerow([_harmless(cell) for cell in line])


def _json(lines):
    before = "[\n"
    for line in lines:
        yield before + json.dumps(dict(zip(COLUMNS, line, strict=True)), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _harmless(cell):
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if str(cell).startswith(STARTS_FORMULA) else cell


def _file(parts, kind, ending):
    response = StreamingHttpResponse(parts, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moderation-log.{ending}"'
    return response


class _Passing:
    """A file for csv.writer that hands each line on."""

    def write(self, line):
        return line
