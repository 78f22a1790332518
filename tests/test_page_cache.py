"""Pages for strangers are kept, and are never stale and never anybody's own."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from comments.models import Thread
from leanback.page_cache import asked, door, keeping, version
from leanback.page_cache.moments import Moments
from leanback.page_cache.store import Memory, Store
from letters.models import Letter
from stages.models import Guide, Identity, Resource, Stage
from tests.doors import Reader

STAGE = "/stages/distance/"


@pytest.fixture(autouse=True)
def own_store(monkeypatch):
    """Each test begins with nothing kept."""
    fresh = Store("memory", 9_000_000)
    for module in (door, keeping):
        monkeypatch.setattr(module, "store", fresh)
    monkeypatch.setattr(keeping, "moments", Moments())
    return fresh


@pytest.fixture
def reader(stage):
    return Reader()


def headers_of(response):
    """Return the headers of a response, without the number that is each request's own."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def said(reader, path=STAGE, **headers):
    """Return what a page says, read twice: the second time it is kept."""
    reader.get(path, **headers)
    response = reader.get(path, **headers)
    assert response.is_kept
    return response.content.decode()


# What is kept


def test_a_page_for_strangers_is_kept_and_costs_one_number(reader):
    reader.get(STAGE)
    with CaptureQueriesContext(connection) as captured:
        response = reader.get(STAGE)
    assert response.is_kept and [query["sql"] for query in captured] == [version.READ]


def test_what_is_kept_is_what_was_drawn(reader, answered):
    drawn, kept = reader.get(STAGE), reader.get(STAGE)
    assert (drawn.content, headers_of(drawn)) == (kept.content, headers_of(kept))


@pytest.mark.parametrize("coding, opened", [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)])
def test_a_page_comes_as_a_browser_takes_it(reader, coding, opened):
    plain = said(reader)
    response = reader.get(STAGE, headers={"accept-encoding": coding})
    assert opened(response.content).decode() == plain and response.get("Content-Encoding", "") == coding


def test_a_coding_that_is_refused_is_not_sent(reader):
    said(reader)
    assert reader.get(STAGE, headers={"accept-encoding": "br;q=0, gzip;q=0.5"})["Content-Encoding"] == "gzip"


def test_head_says_what_get_says_without_the_page(reader):
    got, head = reader.get(STAGE), reader.head(STAGE)
    assert (head.content, headers_of(head)) == (b"", headers_of(got)) and head.is_kept


def test_a_part_of_a_page_is_asked_for_and_all_of_it_comes(reader):
    whole = said(reader)
    response = reader.get(STAGE, headers={"range": "bytes=0-9"})
    assert (response.status_code, response.content.decode()) == (200, whole)


def test_who_has_the_page_is_told_that_it_is_the_same(reader):
    etag = reader.get(STAGE)["ETag"]
    again = [reader.get(STAGE, headers={"if-none-match": mark}) for mark in (etag, f"W/{etag}", f'"x", {etag}', "*")]
    assert {(response.status_code, response.content) for response in again} == {(304, b"")}


def test_the_mark_of_another_coding_is_another(reader):
    etag = reader.get(STAGE, headers={"accept-encoding": "br"})["ETag"]
    assert reader.get(STAGE, headers={"accept-encoding": "gzip", "if-none-match": etag}).status_code == 200


def test_the_time_of_a_page_is_told_once_nothing_else_can_be_drawn_in_that_second(reader, clock_stands, later):
    assert "Last-Modified" not in reader.get(STAGE)
    later(2)
    told = reader.get(STAGE)["Last-Modified"]
    assert reader.get(STAGE, headers={"if-modified-since": told}).status_code == 304


def test_a_cache_in_front_has_to_ask_each_time(reader):
    response = reader.get(STAGE)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Vary"] == "Accept-Encoding, Accept-Language, Cookie"


def test_a_cache_in_front_may_answer_as_long_as_the_operator_lets_it(reader, settings, stage):
    settings.EDGE_SECONDS = 5
    assert reader.get(STAGE)["Cache-Control"].startswith("public, s-maxage=5, max-age=0")


def test_all_pages_of_the_list_are_there_and_kept(reader, answered):
    Resource.objects.create(slug="walk", title="A walk", body="Go.")
    Guide.objects.create(slug="for-men", title="For men")
    letter = Letter.objects.create(title="In spring", body="Go out.")
    letter.send()
    thread = answered.get_absolute_url()
    paths = ["/", "/guides/for-men/", STAGE, "/library/", "/library/walk/", "/about/", "/privacy/", "/rules/"]
    paths += [
        "/questions/",
        thread,
        "/feeds/stages.atom",
        "/feeds/answers.atom",
        "/feeds/letters.atom",
        letter.get_absolute_url(),
        f"{STAGE}answers.atom",
        "/sitemap.xml",
    ]
    paths += ["/sitemap-stages.xml"]
    assert asked.PAGES.keys() == {resolve(path.split("?")[0]).url_name for path in paths}
    assert all(said(reader, path) for path in paths)


# Never stale


CHANGES = {
    "a title": lambda thread, coach: Stage.objects.update(title="Room"),
    "a bulk write": lambda thread, coach: Thread.objects.update(title="Another"),
    "hidden": lambda thread, coach: thread.question.remove(coach, "A test."),
    "withdrawn": lambda thread, coach: thread.question.withdraw(),
    "a pen name": lambda thread, coach: User.objects.filter(pk=thread.asker_id).update(pen_name="Somebody"),
    "thanks": lambda thread, coach: thread.question.thank(coach),
    "the site's name": lambda thread, coach: Identity.objects.update(title="Another"),
    "gone": lambda thread, coach: thread.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_on_the_very_next_request(reader, public, coach, change):
    said(reader)
    CHANGES[change](public, coach)
    fresh = reader.get(STAGE)
    assert not fresh.is_kept and fresh.content == Reader().get(STAGE, {"fresh": "1"}).content.replace(b"?fresh=1", b"")


def test_what_is_rolled_back_changes_nothing(reader):
    before, number = said(reader), version.now()
    with transaction.atomic():
        Stage.objects.update(title="Room")
        during = version.now()
        transaction.set_rollback(True)
    assert (version.now(), said(reader)) == (number, before) and during > number


def test_a_page_that_was_drawn_while_something_changed_is_not_kept(reader, stage, monkeypatch):
    kept = keeping.may_be_kept
    monkeypatch.setattr(keeping, "may_be_kept", lambda page: Stage.objects.update(title="Room") and kept(page))
    reader.get(STAGE)
    monkeypatch.undo()
    assert "Room" in reader.get(STAGE).content.decode()


def test_what_is_to_appear_appears_on_time(reader, guide, later):
    Stage.objects.create(
        guide=guide, position=2, slug="soon", title="Soon here", published_at=timezone.now() + timedelta(minutes=3)
    )
    assert "Soon here" not in said(reader, "/")
    later(181)
    assert "Soon here" in said(reader, "/")


def test_a_day_that_ends_where_she_lives_ends_a_page(reader, identity, later):
    Identity.objects.update(time_zone="Asia/Tokyo")
    reader.get(STAGE)
    later(24 * 60 * 60)
    assert not reader.get(STAGE).is_kept


def test_signing_in_moves_nothing(ann, stage):
    number = version.now()
    User.objects.filter(pk=ann.pk).update(last_login=timezone.now())
    assert version.now() == number


def test_every_table_moves_the_number_or_is_said_to_show_nothing():
    named = version.NEVER_SHOWN | version.followed().keys()
    tables = {table for table in connection.introspection.django_table_names() if "_historical" not in table}
    assert tables <= named and version.NEVER_SHOWN.isdisjoint(version.followed())


def test_all_triggers_are_there_and_another_migration_finds_them_so(db):
    there = version.installed(connection)
    version.put_back(connection)
    assert there == version.installed(connection) and there.keys() == version.triggers(connection.vendor).keys()


def test_while_tables_are_changed_nothing_is_kept(reader):
    said(reader)
    version.set_aside(connection)
    assert version.now() is None and not reader.get(STAGE).is_kept
    version.put_back(connection)
    assert said(reader)


def test_rows_of_connections_that_ended_are_added_up(db):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {version.TABLE} VALUES (4000000, 7)")
    before = version.now()
    version.gather()
    assert version.now() == before


def test_a_number_begins_anew_with_one_that_never_was(db):
    before = version.now()
    version.renew()
    assert version.now() >= before


# Never anybody's own


def test_who_is_signed_in_has_a_page_of_her_own(reader, public, ann):
    said(reader)
    hers = Reader().sign_in(ann)
    response = hers.get(STAGE)
    assert not response.is_kept and "no-store" in response["Cache-Control"] and "My page" in response.content.decode()


def test_what_is_drawn_for_one_who_is_signed_in_reaches_nobody(reader, asked, ann):
    hers = Reader().sign_in(ann)
    assert "He has gone quiet" in hers.get(asked.get_absolute_url()).content.decode()
    assert reader.get(asked.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("cookie", ["session", "drafts", "left", "language", "messages"])
def test_a_cookie_of_ours_leads_past_what_is_kept(reader, cookie):
    said(reader)
    assert not reader.get(STAGE, headers={"cookie": f"{cookie}=x"}).is_kept


def test_cookies_of_others_change_nothing(reader):
    assert said(reader) == reader.get(STAGE, headers={"cookie": "_track=1; csrf=abc"}).content.decode()


def test_each_language_has_its_own(reader, stage):
    assert "Iniciar" not in said(reader) and 'lang="es"' in said(Reader("es-MX,es;q=0.9"))
    assert 'lang="en"' in reader.get(STAGE).content.decode()


POISON = {
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_REFERER": "https://evil.example/",
    "HTTP_USER_AGENT": "evil.example",
    "HTTP_X_ORIGINAL_URL": "/evil.example",
    "HTTP_COOKIE": "evil.example=1; csrf=evil.example",
    "HTTP_ACCEPT_LANGUAGE": "en-evil.example",
    "HTTP_X_FORWARDED_PROTO": "evil.example",
}


@pytest.mark.parametrize("header", POISON)
def test_no_header_enters_what_is_kept(stage, header):
    before = Reader(**{header: POISON[header]}).get(STAGE)
    after = Reader().get(STAGE)
    assert b"evil.example" not in before.content + after.content and after.is_kept


@pytest.mark.parametrize(
    "path", [f"{STAGE}?x=1", f"{STAGE}?page=1&page=1;x", f"{STAGE}?page=%3Cb%3E", "/search/?q=a", "/wishes/"]
)
def test_what_is_not_on_the_list_is_never_kept(reader, path):
    reader.get(path)
    assert not reader.get(path).is_kept


def test_another_host_is_not_answered_from_what_is_kept(reader):
    said(reader)
    assert not reader.get(STAGE, headers={"host": "127.0.0.1"}).is_kept
    assert reader.get(STAGE, headers={"host": "evil.example"}).status_code == 400


def test_a_page_with_a_token_or_a_cookie_is_not_kept(reader, monkeypatch):
    monkeypatch.setitem(asked.PAGES, "ask", {})
    reader.get(f"{STAGE}ask/")
    assert not Reader().get(f"{STAGE}ask/").is_kept


def test_what_is_not_there_is_not_kept(reader):
    reader.get("/stages/nowhere/")
    assert not reader.get("/stages/nowhere/").is_kept


# Where it is kept


def test_memory_has_an_end(reader):
    page = keeping.Kept.of(reader.get(STAGE), 0)
    memory = Memory(3 * page.size)
    for number in range(9):
        memory.put(1, str(number), page)
    assert list(memory.pages) == ["6", "7", "8"] and memory.used <= memory.room


def test_pages_may_be_kept_in_what_all_processes_share(reader, monkeypatch):
    first, second = Store("shared", 9_000_000), Store("shared", 9_000_000)
    monkeypatch.setattr(keeping, "store", first)
    reader.get(STAGE)
    monkeypatch.setattr(door, "store", second)
    assert reader.get(STAGE).is_kept


def test_pages_may_be_kept_nowhere(reader, monkeypatch):
    for module in (door, keeping):
        monkeypatch.setattr(module, "store", Store("none", 1))
    reader.get(STAGE)
    assert not reader.get(STAGE).is_kept and site.PAGE_CACHE == "memory"


# Whatever happens, and in whatever order


def ask(stage, ann, coach):
    Thread.ask(stage, ann, "Another question").question.approve(coach)


ACTS = {
    "ask": ask,
    "ask privately": lambda stage, ann, coach: Thread.ask(stage, ann, "For you alone", visibility="private"),
    "hide": lambda stage, ann, coach: [
        thread.question.remove(coach, "A test.") for thread in Thread.objects.public()[:1]
    ],
    "answer": lambda stage, ann, coach: [thread.answer(coach, "Breathe.") for thread in Thread.objects.public()[:1]],
    "edit": lambda stage, ann, coach: Stage.objects.filter(pk=stage.pk).update(title=f"Room {version.now() % 7}"),
    "unpublish": lambda stage, ann, coach: Stage.objects.update(published_at=None),
    "publish": lambda stage, ann, coach: Stage.objects.update(published_at=timezone.now()),
    "publish later": lambda stage, ann, coach: Stage.objects.update(published_at=timezone.now() + timedelta(minutes=5)),
    "be away": lambda stage, ann, coach: Identity.objects.update(away_until=timezone.now().date()),
    "name": lambda stage, ann, coach: User.objects.filter(pk=ann.pk).update(pen_name=f"Ann {version.now() % 7}"),
    "read": lambda stage, ann, coach: None,
}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 400), st.booleans()), max_size=6))
def test_whoever_reads_reads_what_there_is_and_nothing_of_anybody_else(acts, public, coach, ann, time_machine):
    """Each act is done or rolled back, some seconds pass, and a stranger in each language, and Ann, read."""
    with transaction.atomic():
        for module in (door, keeping):
            module.store = Store("memory", 9_000_000)
        keeping.moments = Moments()
        for name, seconds, is_rolled_back in acts:
            with transaction.atomic():
                ACTS[name](public.stage, ann, coach)
                transaction.set_rollback(is_rolled_back)
            time_machine.move_to(timezone.now() + timedelta(seconds=seconds))
            for path in ("/", STAGE):
                Reader().sign_in(ann).get(path)
                for language in ("en", "es"):
                    plain = Client(HTTP_HOST="localhost:8000", HTTP_ACCEPT_LANGUAGE=language).get(path).content
                    assert [Reader(language).get(path).content for _twice in range(2)] == [plain, plain]
        transaction.set_rollback(True)
