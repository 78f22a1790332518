"""What moves to another address is found at the old one for ever."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Thread
from stages.models import Guide, OldAddress, Resource, Stage
from writing.models import Draft


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


# What hangs on an address


@pytest.mark.parametrize("tail", ["share.png", "answers.atom"])
def test_what_machines_read_of_a_stage_moves_with_it(client, moved, tail):
    assert leads(client, f"/stages/distance/{tail}") == (301, f"/stages/space/{tail}")
    assert client.get(f"/stages/distance/{tail}", follow=True).status_code == 200
    assert client.get(f"/stages/nowhere/{tail}").status_code == 404


def test_a_stage_is_saved_from_a_page_that_was_open_while_it_moved(as_person, ann, moved):
    response = as_person(ann).post("/stages/distance/save/")
    assert (response.status_code, response["Location"]) == (308, "/stages/space/save/")


@pytest.mark.parametrize("tail", ["?page=2", "?page=2&from=mail"])
def test_the_page_of_a_stage_is_kept(client, moved, tail):
    assert leads(client, f"/stages/distance/{tail}") == (301, f"/stages/space/{tail}")


@pytest.mark.parametrize(
    ("path", "then"),
    [
        ("/questions/?stage=distance&show=waiting&page=1", "/questions/?stage=space&show=waiting&page=1"),
        ("/search/?q=quiet&stage=distance", "/search/?q=quiet&stage=space"),
    ],
)
def test_lists_narrowed_by_its_old_address_are_narrowed_by_the_new(client, public, path, then):
    public.stage.move_to_address("space")
    assert leads(client, path) == (301, then)
    assert "He has gone" in client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("path", ["/questions/?stage=nowhere", "/questions/?stage=", "/search/?q=a&stage=nowhere"])
def test_a_filter_that_was_never_an_address_leads_nowhere(client, moved, path):
    assert client.get(path).status_code == 200


def test_a_draft_that_is_saved_from_an_open_page_stays_with_its_stage(client, moved):
    form = {"text": "Do I wait?", "submission": "0d4a9f10-6f0c-4f5c-9c2f-6a1f9f7b8a11"}
    assert client.post("/drafts/?stage=distance", form).status_code == 200
    assert Draft.objects.get().stage == moved


def test_a_stage_is_chosen_by_the_address_that_the_open_page_knew(client, moved):
    client.post("/ask/", {"text": "Do I wait?"})
    draft = Draft.objects.get()
    client.post(f"/drafts/{draft.key}/stage/", {"stage": "distance"})
    assert Draft.objects.get().stage == moved


def test_a_title_that_comes_back_does_not_go_round(client, public):
    addresses = []
    for title in ("What now?", "Something else?", "What now?"):
        Thread.objects.update(title=title)
        addresses.append(Thread.objects.get().get_absolute_url())
        for old in addresses:
            response = client.get(f"{old}?page=1")
            assert old == addresses[-1] or response["Cache-Control"] == "no-cache"
    assert addresses[0] == addresses[2] and client.get(addresses[0]).status_code == 200


def test_a_question_by_its_number_keeps_the_page(client, public):
    assert leads(client, f"/questions/{public.pk}/?page=1") == (301, f"{public.get_absolute_url()}?page=1")
