"""Links of the library that lead nowhere are found, gently, and nothing behind our own door is ever asked."""

import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from exchange import tasks
from exchange.links import asking
from exchange.links.asking import Answer
from exchange.models import LinkCheck
from stages.models import Resource

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def article(identity):
    return Resource.objects.create(
        slug="a", title="A walk", body="See [this](https://one.example/x?a=1&b=2).", url="https://two.example/"
    )


def test_every_link_out_of_the_library_is_followed(article):
    LinkCheck.objects.follow_library()
    assert set(LinkCheck.objects.values_list("url", flat=True)) == {
        "https://one.example/x?a=1&b=2",
        "https://two.example/",
    }


def test_one_that_was_changed_is_forgotten(article):
    LinkCheck.objects.follow_library()
    Resource.objects.filter(pk=article.pk).update(url="https://three.example/")
    LinkCheck.objects.follow_library()
    assert LinkCheck.objects.filter(url__contains="three").exists() and LinkCheck.objects.count() == 2


def test_few_are_asked_at_once_and_one_of_each_host(article):
    LinkCheck.objects.bulk_create(LinkCheck(resource=article, url=f"https://h{n % 8}.example/{n}") for n in range(40))
    due = LinkCheck.objects.due(NOW)
    assert len(due) == 5 and len({check.host for check in due}) == 5


def test_what_is_well_is_left_alone_for_a_week(article):
    check = LinkCheck.objects.create(resource=article, url="https://x.example/", checked_at=NOW)
    assert LinkCheck.objects.due(NOW + timedelta(days=6)) == []
    LinkCheck.objects.update(failures=1)
    assert LinkCheck.objects.due(NOW + timedelta(days=2)) == [check]


def test_it_is_dead_after_three_failures_and_alive_after_one_answer(article):
    check = LinkCheck.objects.create(resource=article, url="https://x.example/")
    for _day in range(3):
        assert not LinkCheck.objects.dead()
        check.note(Answer("404", True), counts=True)
    assert list(LinkCheck.objects.dead()) == [check]
    check.note(Answer(), counts=True)
    assert not LinkCheck.objects.dead()


def test_a_net_that_is_down_makes_no_link_dead(article):
    check = LinkCheck.objects.create(resource=article, url="https://x.example/")
    check.note(Answer("gaierror"), counts=False)
    assert check.failures == 0


def test_the_desk_tells_of_it(as_person, coach, article):
    LinkCheck.objects.create(resource=article, url="https://x.example/", failures=3, problem="404")
    page = as_person(coach).get("/admin/").content.decode()
    assert "https://x.example/" in page and f"/admin/stages/resource/{article.pk}/change/" in page


def test_the_worker_asks_only_if_it_may(db, settings):
    tasks.look_after_links()
    assert not tasks.DBTaskResult.objects.exists()
    settings.LINK_CHECKS = True
    tasks.look_after_links()
    assert tasks.DBTaskResult.objects.count() == 1


# Nothing behind our own door


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[fd00::1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
        "http://8.8.8.8:22/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
    ],
)
def test_no_machine_of_ours_is_asked(url):
    assert asking.ask(url) == Answer("no public address", True)


@contextmanager
def server(answer):
    """A server on this machine that says one thing; yield its port and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.command, self.path, self.headers["Host"]))
            answer(self)

        do_HEAD = do_GET

        def log_message(self, *args):
            """Say nothing."""

    made = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made.server_port, asked
    made.shutdown()


def status(number, **headers):
    def answer(handler):
        handler.send_response(number)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


@pytest.mark.parametrize(
    ("number", "expected"),
    [(200, Answer()), (404, Answer("404", True)), (410, Answer("410", True)), (503, Answer("503")), (403, Answer())],
)
def test_what_a_server_says_is_understood(monkeypatch, number, expected):
    with server(status(number)) as (port, asked):
        monkeypatch.setattr(asking, "public_address", lambda host, wanted: "127.0.0.1")
        connect = socket.create_connection
        monkeypatch.setattr(
            asking.socket, "create_connection", lambda address, timeout: connect(("127.0.0.1", port), timeout)
        )
        assert asking.ask("http://shop.example/a?b=1") == expected
    assert asked[0] == ("HEAD", "/a?b=1", "shop.example")


def test_a_redirect_that_leads_behind_our_door_is_not_followed(monkeypatch):
    with server(status(302, Location="http://127.0.0.1/secret")) as (port, asked):
        real, connect = asking.public_address, socket.create_connection
        monkeypatch.setattr(
            asking, "public_address", lambda host, wanted: "127.0.0.1" if host == "shop.example" else real(host, wanted)
        )
        monkeypatch.setattr(
            asking.socket, "create_connection", lambda address, timeout: connect(("127.0.0.1", port), timeout)
        )
        assert asking.ask("http://shop.example/") == Answer("no public address", True)
    assert [path for _method, path, _host in asked] == ["/"]


def test_a_round_goes_through_what_is_due(article, settings):
    article.url, article.body = "http://127.0.0.1/", ""
    article.save()
    tasks.look_at_links.call()
    check = LinkCheck.objects.get()
    assert (check.failures, check.problem) == (1, "no public address") and check.checked_at <= timezone.now()
