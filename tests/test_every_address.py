"""Every address of the map, as everybody who may come, with what no form of ours sends: the answer is a page, and soon."""

import re
import time
from itertools import count

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils import timezone

from comments.models import Report, Thanks
from desk.models import Invitation, Note, SavedReply
from letters.models import Letter
from stages import previews
from stages.models import Page, Resource, Term
from wishes.models import Wish
from writing.models import Draft

SLOW = 20  # seconds of processor, on a busy machine: what hangs takes for ever, and a coach may save a form of a thousand rows
LARGE, LONG = str(2**63), "a+" * 5000
NAMES = [  # of fields that no page shows before something else is sent, and of what addresses ask for
    *("text", "submission", "revision", "tab", "turn", "writer", "signature", "visibility", "then", "seen", "stage"),
    *("parent", "draft", "page", "q", "kind", "show", "order", "comment", "remove", "back", "before", "next", "adult"),
    *("email", "login", "password", "pen_name", "code", "reason", "act", "say", "answer", "thank", "thanks", "to"),
    *("weeks", "send_at", "as_typed", "passage", "softer", "days", "hours", "message", "ticked", "into", "language"),
    *("version", "action", "_selected_action", "p", "o", "id__exact", "asked_at__year", "_popup"),
    *("app_label", "model_name", "field_name", "term", "place", "token"),
]
ODD = {
    "too large": lambda names: "&".join(f"{name}={LARGE}" for name in names),
    "no digit, and twice": lambda names: "&".join(f"{name}=%C2%B2&{name}=-1" for name in names),
    "NUL": lambda names: "&".join(f"{name}=%00" for name in names),
    "half a sign": lambda names: "&".join(f"{name}=%ed%a0%80%ff" for name in names),
    "JSON": lambda names: '{"' + '":[{"'.join(names),
    "long": lambda names: "&".join(f"{name}={LONG}" for name in names),
}
QUERIES = [
    "too large",
    "no digit, and twice",
    "long",
]  # NUL bytes and half signs in addresses: tests/test_broken_input.py
NUMBERS = [LARGE, "9" * 5000, "0", "%C2%B2"]
MEGABYTE = (
    "a+" * 4000 + "I+am+afraid+of+him,+0172+5550199.+" * 100 + "*_`>(" * 800 + "http://a.b/c+" * 300 + "%0A" * 999
)
MEGABYTE += ("I+am+afraid+of+him.+*_`>+http://a.b/c+a@b.c%0A" * 30_000)[: 990_000 - len(MEGABYTE)]
PEOPLE = ["nobody", "reader", "moderator", "coach"]
FORM = "application/x-www-form-urlencoded"


def addresses(patterns, before=""):
    """Yield each address of the map, with {names} for what differs, and the kinds of what differs."""
    for url in patterns:
        if isinstance(url, URLResolver):
            yield from addresses(url.url_patterns, before + str(url.pattern))
        elif not isinstance(url.pattern, RegexPattern):
            kinds = {name: type(kind).__name__ for name, kind in url.pattern.converters.items()}
            yield "/" + before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(url.pattern)), kinds


ADDRESSES = dict(addresses(get_resolver().url_patterns))
OURS = [
    address
    for address in ADDRESSES
    if not re.search(r"{object_id}/(history|delete)?/?$|/(accounts|auth|mfa)/", address)
]
NUMBERED = [address for address, kinds in ADDRESSES.items() if kinds]


@pytest.fixture
def rows(answered, ann, bob, coach):
    """One of everything, and a function that puts its keys into an address."""
    answered.last_answer.thank(bob, "Thank you")
    Invitation(email="carol@example.org").send(coach)
    Report.objects.create(comment=answered.question, reader=bob, reason="spam")
    note = Note.objects.create(on=ann, by=coach, text="Kind.")
    draft = Draft.objects.create(author=ann, stage=answered.stage, text="Not yet.")
    wish = Wish.make(bob, "More about trust")
    SavedReply.objects.create(title="Welcome", text="Welcome.")
    Term.objects.create(word="leaning back", meaning="Room.")
    Page.objects.create(slug="about", title="About", body="Us.")
    Resource.objects.create(slug="letting-go", title="Letting go", body="Breathe.")
    keys = {"questions": answered.pk, "threads": answered.pk, "comments": answered.question.pk, "people": ann.pk}
    keys |= {"wishes": wish.pk, "thanks": Thanks.objects.get().pk, "invitations": Invitation.objects.get().pk}
    letter = Letter.objects.create(title="In spring", body="Go out.", slug="in-spring", sent_at=timezone.now())
    keys |= {"letters": letter.pk}
    keys |= {"guide": answered.stage.guide_id}
    slugs = {
        "guides": "leaning-back",
        "stages": "distance",
        "library": "letting-go",
        "switches": "hold",
        "letters": "in-spring",
    }

    token = previews.address_of(answered.stage).split("/")[2]

    def filled(address):
        parts = address.strip("/").split("/")
        row = next((keys[part] for part in reversed(parts) if part in keys), 1)
        words = {"pk": row, "note": note.pk, "key": draft.key, "token": token}
        words |= {"slug": next((slugs[part] for part in parts if part in slugs), "x"), "secret": "s", "path": "x.jpg"}
        words |= {"name": "hold", "section": "stages", "content_type_id": 1, "object_id": key_of(parts)}
        return address.format_map(words)

    return filled


def key_of(parts):
    if "{object_id}" not in parts or parts[1] == "r":
        return 1
    row = apps.get_model(parts[1], parts[2])._default_manager.first()
    return row.pk if row else 1


@pytest.fixture(params=PEOPLE)
def who(request):
    return request.param


@pytest.fixture
def walk(who, rows, ann, mod, coach, surely):
    """Return a function that sends something as `who`, leaves all as it was, and notes what went wrong."""
    client = surely({"nobody": None, "reader": ann, "moderator": mod, "coach": coach}[who])
    client.raise_request_exception = False
    cookies, places, wrong = client.cookies.copy(), count(), []

    def send(method, address, query="", body="", kind=FORM):
        began, place = time.process_time(), next(places)
        client.cookies = cookies.copy()
        with transaction.atomic():
            answer = client.generic(
                method, address, body, kind, QUERY_STRING=query, REMOTE_ADDR=f"10.0.{place // 256}.{place % 256}"
            )
            html = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        took = time.process_time() - began
        if answer.status_code >= 500 or took > SLOW:
            wrong.append((method, address[:90], (query or body)[:60], answer.status_code, round(took, 2)))
        return answer.status_code, html.decode(errors="replace")

    yield send
    assert wrong == []


def by_turns(kinds, place, person):
    """Return one of these: each person sends each kind to many addresses, and each address gets several."""
    kinds = list(kinds)
    return kinds[(place + PEOPLE.index(person)) % len(kinds)]


def names_at(walk, who, address, place):
    """Return names to send: a coach, whom no page is closed to, those of the page's own fields too."""
    shown = re.findall(r'name="([\w-]+)"', walk("GET", address)[1]) if who == "coach" else []
    return list(dict.fromkeys([*shown, *NAMES[place % 9 :: 9]]))


def test_odd_input_breaks_no_address(walk, rows, who):
    for place, address in enumerate(map(rows, ADDRESSES)):
        names, kind = names_at(walk, who, address, place), by_turns(ODD, place, who)
        sent = {"body": ODD[kind](names), "kind": "application/json" if kind == "JSON" else FORM}
        query = ODD[by_turns(QUERIES, place, who)](names[:9])
        if walk("POST", address, query, **sent)[0] == 405:
            walk("GET", address, query)


@pytest.mark.parametrize("who", ["nobody", "coach"], indirect=True)
def test_a_number_that_is_none_is_no_address(walk, who):
    for place, address in enumerate(NUMBERED):
        walk("GET", re.sub(r"{\w+}", by_turns(NUMBERS, place, who), address))


@pytest.mark.parametrize("who", ["reader", "coach"], indirect=True)
def test_a_megabyte_of_words_costs_little(walk, rows, who):
    for address in OURS:
        if address.startswith("/admin/") == (who == "coach"):
            walk("POST", rows(address), body=f"text={MEGABYTE}")
