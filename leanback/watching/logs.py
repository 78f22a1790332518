"""Lines of the log that a machine can read, each with the id of its request; nothing in them is anybody's own."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """One object a line. Of an error its kinds and where it happened, never what it said: that may be somebody's words.
    Django's own lines about requests name their address, which may be a private question's: only their kind is kept."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.msg if record.name.startswith("django.") else record.getMessage(),
        }
        line |= getattr(record, "told", {})
        line |= {"request": request_id.get()} if request_id.get() else {}
        line |= of_error(record.exc_info[1]) if record.exc_info else {}
        return json.dumps(line, ensure_ascii=False, default=str)


def of_error(error):
    """Return the kinds of an error and of those it came from, and where in the code it happened."""
    kinds, at = [], traceback.extract_tb(error.__traceback__) if error else []
    while error:
        kinds.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return {"error": kinds, "at": [f"{step.filename}:{step.lineno} {step.name}" for step in at[-8:]]}
