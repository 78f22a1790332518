"""What moves to another address is found at the old one for ever."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Draft
from stages.models import Guide, OldAddress, Resource, Stage


@pytest.fixture
def moved(stage):
    stage.move_to_address("space")
    return stage


def leads(client, path):
    response = client.get(path)
    return response.status_code, response.headers.get("Location")


@pytest.mark.parametrize(("tail", "status"), [("", 301), ("ask/", 301)])
def test_a_stage_that_moved_is_found(client, moved, tail, status):
    assert leads(client, f"/stages/distance/{tail}") == (status, f"/stages/space/{tail}")


def test_a_guide_and_a_resource_that_moved_are_found(client, identity):
    Guide.objects.create(slug="for-men", title="For men").move_to_address("men")
    Resource.objects.create(slug="walk", title="A walk", body="Go.").move_to_address("walking")
    assert leads(client, "/guides/for-men/") == (301, "/guides/men/")
    assert leads(client, "/library/walk/") == (301, "/library/walking/")


def test_two_moves_are_one_step(client, moved):
    moved.move_to_address("room")
    assert leads(client, "/stages/distance/") == leads(client, "/stages/space/") == (301, "/stages/room/")


def test_a_stage_that_came_back_is_simply_there(client, moved):
    moved.move_to_address("distance")
    assert client.get("/stages/distance/").status_code == 200
    assert leads(client, "/stages/space/") == (301, "/stages/distance/")


def test_who_takes_the_address_has_it_and_leaves_it_as_her_own(client, moved):
    taker = Stage.objects.create(guide=moved.guide, position=2, slug="distance", title="Taker")
    assert client.get("/stages/distance/").context["stage"] == taker
    taker.move_to_address("elsewhere")
    assert leads(client, "/stages/distance/") == (301, "/stages/elsewhere/")


def test_a_browser_asks_again(client, moved):
    assert client.get("/stages/distance/")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("when", [None])
def test_what_is_a_draft_now_is_not_told_of(client, moved, when):
    Stage.objects.update(published_at=when)
    assert client.get("/stages/distance/").status_code == client.get("/stages/distance/ask/").status_code == 404


def test_kinds_are_kept_apart(client, moved):
    assert client.get("/guides/distance/").status_code == client.get("/library/distance/").status_code == 404


def test_what_is_deleted_leads_nowhere(client, moved):
    moved.delete()
    assert client.get("/stages/distance/").status_code == 404


def test_an_address_changed_in_the_admin_leads_on(as_person, coach, identity):
    walk = Resource.objects.create(slug="walk", title="A walk", body="Go.")
    form = {"title": "A walk", "slug": "stroll", "kind": "article", "body": "Go."}
    form |= {"published_at": "2026-01-01T00:00"}
    assert as_person(coach).post(f"/admin/stages/resource/{walk.pk}/change/", form).status_code == 302
    assert leads(as_person(None), "/library/walk/") == (301, "/library/stroll/")


def test_a_question_on_its_way_while_the_address_changed_is_not_lost(as_person, ann, moved):
    response = as_person(ann).post("/stages/distance/ask/", {"text": "Still here?"})
    assert (response.status_code, response["Location"]) == (308, "/stages/space/ask/")


def test_a_draft_kept_for_the_old_address_is_there_at_the_new(client, stage):
    client.post("/stages/distance/ask/", {"text": "Do I wait?"})
    assert Draft.objects.count() == 1
    stage.move_to_address("space")
    assert b"Do I wait?" in client.get("/stages/distance/ask/", follow=True).content


def test_saving_without_a_move_leaves_nothing(stage):
    stage.title = "Other"
    stage.save()
    assert not OldAddress.objects.exists()


def test_a_page_that_is_there_does_not_look_at_old_addresses(client, moved):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/stages/space/")
    assert not any("oldaddress" in query["sql"] for query in queries)
