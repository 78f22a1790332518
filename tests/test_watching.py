"""What machines are told of a site, and that nobody else is told anything."""

import json
import logging
import subprocess
import sys
from datetime import timedelta

import pytest
import sentry_sdk
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leanback import tasks
from leanback.watching import errors, logs, ready, shared_numbers

BOTH = pytest.mark.parametrize("path", ["/readyz/", "/metrics"])


def test_a_site_that_is_well_is_ready(client, db):
    said = client.get("/readyz/")
    assert said.status_code == 200 and "no-store" in said["Cache-Control"]
    assert said.json() == {"status": "ok", "database": "ok", "cache": "ok", "queue": "ok", "disk": "ok"}


@pytest.mark.parametrize("part", ready.PARTS)
def test_a_part_that_fails_is_named_and_nothing_else_is_said(client, db, monkeypatch, part):
    def fail():
        raise DatabaseError("the words of ann@example.org")

    monkeypatch.setitem(ready.PARTS, part, fail)
    said = client.get("/readyz/")
    assert (said.status_code, said.json()[part]) == (503, "DatabaseError") and "ann" not in said.content.decode()


def test_a_cache_that_keeps_nothing_is_not_well(client, db, monkeypatch):
    monkeypatch.setattr(cache, "set", lambda *args: None)
    cache.delete("is it ready?")
    assert client.get("/readyz/").status_code == 503


def test_a_full_disk_is_not_well(client, db, monkeypatch):
    monkeypatch.setattr(ready, "LEAST_ROOM", 10**30)
    assert client.get("/readyz/").json()["disk"] == "no room"


def test_a_worker_that_is_late_is_told_and_takes_no_page_away(client, db):
    tasks.tend.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=9))
    said = client.get("/readyz/")
    assert (said.status_code, said.json()["queue"]) == (200, "late")


def test_what_is_to_be_done_later_is_not_late(client, db):
    tasks.tend.using(run_after=timezone.now() + timedelta(days=1)).enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=9))
    assert client.get("/readyz/").json()["queue"] == "ok"


def test_numbers_tell_of_requests_the_queue_mail_and_who_waits(client, public):
    client.get("/stages/distance/")
    told = client.get("/metrics").content.decode()
    assert 'leanback_requests_total{method="GET",status="2xx",view="stage"}' in told
    for name in ("tasks_oldest_seconds", "mail_waiting", "waiting 1.0", "to_approve", "concerns", "database_up 1.0"):
        assert f"leanback_{name}" in told


def test_no_address_and_no_word_is_among_the_numbers(client, asked):
    client.get(asked.get_absolute_url())
    client.get("/search/?q=zanzibar")
    client.get("/zanzibar/")
    told = client.get("/metrics").content.decode()
    assert "zanzibar" not in told and asked.slug not in told and 'view="none"' in told


def test_two_servers_of_one_site_count_apart(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(shared_numbers, "IN_MEMORY", tmp_path)
    monkeypatch.setenv(shared_numbers.SHARED, "")
    for port in (8001, 8002, 8002):
        settings.PORT = port
        shared_numbers.share_numbers()
    assert len(list(tmp_path.iterdir())) == 2


@BOTH
@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::1", "", "nonsense"])
def test_for_strangers_nothing_is_there(client, db, path, address):
    assert client.get(path, REMOTE_ADDR=address).status_code == 404


@BOTH
@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via"])
def test_behind_a_proxy_that_nobody_told_us_of_nobody_is_near(client, db, path, header):
    assert client.get(path, headers={header: "127.0.0.1"}).status_code == 404


@BOTH
def test_behind_a_proxy_that_is_trusted_the_reader_counts(client, db, settings, path):
    settings.TRUSTED_PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get(path, headers={"x-forwarded-for": "203.0.113.7"}).status_code == 404
    assert client.get(path, headers={"x-forwarded-for": "127.0.0.1"}).status_code == 200


@BOTH
@pytest.mark.parametrize(
    "sent, status", [("Bearer right", 200), ("Bearer wrong", 404), ("right", 404), ("Bearer ", 404)]
)
def test_who_has_the_token_is_told(client, db, settings, path, sent, status):
    settings.METRICS_TOKEN = "right"
    assert client.get(path, REMOTE_ADDR="203.0.113.7", headers={"authorization": sent}).status_code == status


@BOTH
def test_without_a_token_none_is_right(client, db, path):
    assert client.get(path, REMOTE_ADDR="203.0.113.7", headers={"authorization": "Bearer "}).status_code == 404


# The log


def line_of(error, name="leanback", message="It broke: %s", *args):
    try:
        raise error
    except type(error):
        record = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, args, sys.exc_info())
    return json.loads(logs.JsonLines().format(record))


def test_a_line_says_what_broke_and_where_and_nothing_of_what_was_said():
    line = line_of(ValueError("zanzibar"), "django.request", "Internal Server Error: %s", "/questions/1/zanzibar/")
    assert line["error"] == ["ValueError"] and "line_of" in line["at"][0]
    assert "zanzibar" not in json.dumps(line)


def test_an_id_is_told_only_to_a_trusted_proxy_that_gave_it(client, db, settings):
    given = {"x-request-id": "abcdefgh-1234"}
    assert "X-Request-ID" not in client.get("/healthz/", headers=given)
    settings.TRUSTED_PROXY_COUNT = 1
    assert client.get("/healthz/", headers=given)["X-Request-ID"] == given["x-request-id"]
    assert "X-Request-ID" not in client.get("/healthz/", headers={"x-request-id": "a b"})


def test_a_request_is_a_line_with_its_view_and_not_its_address(client, asked, settings, caplog):
    settings.LOG_REQUESTS = True
    with caplog.at_level(logging.INFO, "leanback.requests"):
        client.get(asked.get_absolute_url())
    assert caplog.records[0].told["view"] == "thread" and asked.slug not in caplog.text


# Reports of errors


def test_errors_are_reported_to_nobody_unless_somebody_is_named():
    assert not sentry_sdk.is_initialized()


def test_a_report_says_nothing_of_who_was_there():
    frame = {"function": "ask", "vars": {"text": "zanzibar"}}
    told = {"exception": {"values": [{"type": "ValueError", "value": "zanzibar", "stacktrace": {"frames": [frame]}}]}}
    told |= {"request": {"url": "/zanzibar/"}, "user": {"id": "zanzibar"}, "level": "error", "logentry": "zanzibar"}
    assert "zanzibar" not in str(errors.without_words(told, {})) and "ValueError" in str(told)


def test_who_reports_to_nobody_loads_no_sentry():
    loaded = "import sys, leanback.wsgi; print({'sentry_sdk', 'redis', 'anymail.urls', 'PIL.Image', 'dns'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
