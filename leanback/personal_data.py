"""All that is kept about a person, from every app: taking it along, and leaving with nothing left behind."""

import json
import zipfile
from datetime import datetime
from itertools import chain

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import personal_data as who
from accounts.models import User
from comments import personal_data as talk
from desk import personal_data as desk
from exchange import personal_data as moving
from exchange.models import Departure
from letters import personal_data as letters
from practice import personal_data as practising
from search import index
from stages import clock
from stages import personal_data as reading
from stages.models import Identity
from wishes import personal_data as wishing
from writing import personal_data as writing

PARTS = [
    moving,
    desk,
    wishing,
    letters,
    practising,
    writing,
    talk,
    reading,
    who,
]  # in the order in which they forget: her row goes last
LABELS = (
    who.LABELS | talk.LABELS | writing.LABELS | wishing.LABELS | letters.LABELS | practising.LABELS | reading.LABELS
)
VALUES = who.VALUES | talk.VALUES | reading.VALUES
SECTIONS = [
    *who.SECTIONS,
    *talk.SECTIONS,
    *writing.SECTIONS,
    *wishing.SECTIONS,
    *letters.SECTIONS,
    *practising.SECTIONS,
    *reading.SECTIONS,
]


class Sink:
    """Where the archive is written to, and read from as it grows: never more of it is in memory than one row."""

    def __init__(self):
        self.pieces = []

    def write(self, data):
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self):
        """There is nothing behind it."""

    def drain(self):
        pieces, self.pieces = self.pieces, []
        return pieces


def copy(person):
    """Yield one zip in pieces: data.json for programs, index.html to read, without a network."""
    language, zone = translation.get_language(), Identity.objects.current().zone
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in (("data.json", as_json), ("index.html", as_page)):
            with archive.open(name, "w") as file:
                for piece in write(person, language, zone):
                    file.write(piece.encode())
                    yield from sink.drain()
        yield from sink.drain()
    yield from sink.drain()


def as_json(person, language, zone):
    """Yield data.json: an object with a list of rows for each section."""
    yield json.dumps({"made_at": timezone.now()}, cls=DjangoJSONEncoder)[:-1]
    for section in SECTIONS:
        yield f",\n{json.dumps(section.name)}: ["
        for number, row in enumerate(section.rows(person)):
            yield ("," if number else "") + "\n" + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        yield "]"
    yield "}\n"


def as_page(person, language, zone):
    """Yield index.html: the same to read. It is written while it is sent, when language and zone of the request are gone."""
    parts = chain.from_iterable(
        chain([("section", {"title": section.title})], (("row", row) for row in section.rows(person)))
        for section in SECTIONS
    )
    for name, said in chain([("head", {"language": language, "zone": zone})], parts, [("foot", {})]):
        with translation.override(language), timezone.override(zone):
            yield render_to_string(f"me/copy/{name}.html", to_read(said) if name == "row" else said)


def to_read(row):
    """Return what the page shows of a row: what is known by its name, and the messages of a question."""
    said = {LABELS[name]: value for name, value in row.items() if name != "messages" and value not in (None, "", [])}
    messages = [message | {"stands": how_it_stands(message)} for message in row.get("messages", ())]
    return {"said": {label: in_words(value) for label, value in said.items()}, "messages": messages}


def how_it_stands(message):
    """Return what the page says of a message: its status, and the reason that she was told."""
    return ": ".join(str(said) for said in (VALUES.get(message.get("status")), message.get("reason")) if said)


def in_words(value):
    """Return a value as a person reads it: yes for True, and the name of what the table keeps as a code."""
    if isinstance(value, datetime):
        return clock.in_words(value)
    if isinstance(value, list):
        return ", ".join(str(item.get("email", item)) if isinstance(item, dict) else str(item) for item in value)
    return VALUES.get(value, value) if isinstance(value, bool | str) else value


@transaction.atomic
def leave(person, keeps_words):
    """Delete a person and all that is kept about her, at once. What she wrote is erased, or kept without any name if
    everybody could read it; where somebody answered, a neutral line keeps the place."""
    person = User.objects.select_for_update().get(pk=person.pk)
    Departure.objects.note(person, keeps_words)
    for part in PARTS:
        part.forget(person, keeps_words)
    person.delete()
    index.forget_for_good(connection)
