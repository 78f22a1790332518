"""What a browser keeps for when there is no net: one page that is nobody's, and the worker that shows it."""

import re

from django.template.loader import render_to_string


def test_the_page_knows_nobody(as_person, ann, django_assert_num_queries):
    visitor = as_person(ann)
    with django_assert_num_queries(0):
        response = visitor.get("/offline/")
    assert response.status_code == 200 and not response.cookies
    assert ann.pen_name not in response.content.decode() and "My questions" not in response.content.decode()


def test_the_page_speaks_the_reader_s_language(client):
    assert '<html lang="es"' in client.get("/offline/", headers={"Accept-Language": "es"}).content.decode()


def test_the_worker_keeps_that_page_and_what_it_is_dressed_in(client):
    worker, page = client.get("/sw.js"), client.get("/offline/").content.decode()
    kept = re.search(r"KEPT = \[(.*)\]", worker.content.decode())[1].encode().decode("unicode_escape")
    assert worker["Content-Type"].startswith("text/javascript") and worker["Cache-Control"] == "no-cache"
    assert kept.replace('"', "").split(", ") == ["/offline/", *re.findall(r'stylesheet" href="([^"]+)"', page)]


def test_another_page_is_another_release(client, monkeypatch):
    def release():
        return re.search(r'RELEASE = "([^"]+)"', client.get("/sw.js").content.decode())[1]

    before = release()
    assert release() == before
    monkeypatch.setattr("leanback.offline.render_to_string", lambda *args: render_to_string(*args) + "!")
    assert release() != before


def test_workers_may_come_from_here_alone(client):
    assert "worker-src 'self'" in client.get("/offline/")["Content-Security-Policy"]
