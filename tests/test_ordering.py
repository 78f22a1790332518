"""The coach puts guides, stages and what is in a stage in order."""

import re

import pytest
from django.utils import timezone

from desk.models import SavedReply
from stages.admin import MOST_READ
from stages.models import Guide, Resource, Stage, StageResource
from stages.models.stage import recommended_on
from tests.lasting import lasting

INLINES = ["guidance", "signs", "pictures", "listed", "examples"]


@lasting
def three(stage):
    more = [Stage.objects.create(guide=stage.guide, position=n, slug=f"s{n}", title=f"Stage {n}") for n in (2, 3)]
    return [stage, *more]


def path_of(stage):
    return f"/admin/stages/guide/{stage.guide_id}/order/"


def in_order(stage):
    return list(stage.guide.stages.order_by("position").values_list("pk", flat=True))


def test_typed_numbers_put_stages_in_order(as_person, coach, three):
    a, b, c = (stage.pk for stage in three)
    numbers = {f"position-{a}": "3", f"position-{b}": "1", f"position-{c}": "2"}
    assert as_person(coach).post(path_of(three[0]), numbers).status_code == 302
    assert in_order(three[0]) == [b, c, a]


@pytest.mark.parametrize(("press", "expected"), [("up 2", [1, 0, 2]), ("down 0", [1, 0, 2]), ("up 0", [0, 1, 2])])
def test_a_button_moves_a_stage_by_one(as_person, coach, three, press, expected):
    way, place = press.split()
    way = f"{way} {three[int(place) if press != 'up 2' else 1].pk}"
    as_person(coach).post(path_of(three[0]), {"move": way})
    assert in_order(three[0]) == [three[place].pk for place in expected]


@pytest.mark.parametrize("sent", [{}, {"move": "up x"}, {"move": "away 1"}, {"move": ""}, {"position-1": "²"}])
def test_what_is_not_understood_moves_nothing(as_person, coach, three, sent):
    before = in_order(three[0])
    assert as_person(coach).post(path_of(three[0]), sent).status_code == 302
    assert in_order(three[0]) == before


def test_guides_are_put_in_order(as_person, coach, guide):
    other = Guide.objects.create(slug="men", title="For men", position=2)
    as_person(coach).post("/admin/stages/guide/order/", {"move": f"up {other.pk}"})
    assert list(Guide.objects.all()) == [other, guide]


@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_but_the_coach_puts_in_order(request, as_person, three, who):
    client = as_person(who and request.getfixturevalue(who))
    before = in_order(three[0])
    for path in (path_of(three[0]), "/admin/stages/guide/order/"):
        assert client.post(path, {"move": f"down {three[0].pk}"}).status_code in {302, 403}
    assert in_order(three[0]) == before


def test_the_page_names_every_stage_and_is_linked(as_person, coach, three):
    html = as_person(coach).get(path_of(three[0])).content.decode()
    assert all(stage.title in html for stage in three) and "desk/order.js" in html
    change = as_person(coach).get(f"/admin/stages/guide/{three[0].guide_id}/change/").content.decode()
    assert (
        path_of(three[0]) in change
        and "/admin/stages/guide/order/" in as_person(coach).get("/admin/stages/guide/").content.decode()
    )


def test_a_guide_that_is_not_there_is_404(as_person, coach):
    assert as_person(coach).get("/admin/stages/guide/999/order/").status_code == 404


def test_an_order_that_was_a_mistake_is_put_back_with_one_press(as_person, coach, three):
    before, client = in_order(three[0]), as_person(coach)
    saved = client.post(path_of(three[0]), {"move": f"up {three[2].pk}"})
    page = client.get(saved["Location"])
    back = re.findall(r'<input type="hidden" name="(position-\d+)" value="(\d+)">', page.content.decode())
    client.post(path_of(three[0]), dict(back))
    assert in_order(three[0]) == before and len(back) == 3


@pytest.mark.parametrize("named", ["", "1,2", "x,y,z", "1,1,1", "1,2,3,99", ","])
def test_an_order_of_other_things_is_not_offered(as_person, coach, three, named):
    page = as_person(coach).get(path_of(three[0]), {"before": named})
    assert page.context["before"] == []


def test_saving_the_order_as_it_is_offers_no_way_back(as_person, coach, three):
    client = as_person(coach)
    saved = client.post(path_of(three[0]), {})
    assert client.get(saved["Location"]).context["before"] == []


# What is new


def add(client, guide, **more):
    """Write a new stage in the admin."""
    empty = {f"{name}-{part}": 0 for name in INLINES for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"guide": guide.pk, "title": "New", "slug": "new", "lead_in": "by"} | empty | more
    response = client.post("/admin/stages/stage/add/", form)
    assert response.status_code == 302, response.context["errors"]
    return Stage.objects.get(slug="new")


def test_a_new_stage_stands_last_in_its_guide(as_person, coach, three):
    assert add(as_person(coach), three[0].guide).position == 4


def test_a_new_guide_a_new_line_and_a_new_sign_stand_last_too(as_person, coach, stage):
    lines = {"guidance-TOTAL_FORMS": 2, "guidance-0-line": "First.", "guidance-1-line": "Second."}
    made = add(as_person(coach), stage.guide, **lines)
    assert [line.line for line in made.guidance.all()] == ["First.", "Second."]
    assert [line.position for line in made.guidance.all()] == [1, 2]
    assert Guide.objects.create(slug="men", title="For men").position == stage.guide.position + 1


def test_a_stage_that_moves_to_another_guide_stands_last_there(as_person, coach, three):
    other = Guide.objects.create(slug="men", title="For men")
    Stage.objects.create(guide=other, slug="his", title="His")
    first = three[0]
    empty = {f"{name}-{part}": 0 for name in INLINES for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = {"guide": other.pk, "title": "Distance", "slug": "distance", "lead_in": "by"} | empty
    as_person(coach).post(f"/admin/stages/stage/{first.pk}/change/", form)
    first.refresh_from_db()
    assert (first.guide, first.position) == (other, 2)


def test_the_resources_of_a_stage_stand_in_her_order(client, stage):
    for slug in ("a", "b", "c"):
        Resource.objects.create(slug=slug, title=slug, body="x")
    for slug in ("c", "a", "b"):
        StageResource.objects.create(stage=stage, resource=Resource.objects.get(slug=slug))
    other = Stage.objects.create(guide=stage.guide, slug="other", title="Other")
    StageResource.objects.create(stage=other, resource=Resource.objects.get(slug="b"))
    html = client.get("/stages/distance/").content.decode()
    assert re.findall(r'href="/library/(\w)/"', html) == ["c", "a", "b"]


def test_the_coach_writes_the_list_of_a_stage_on_its_own_screen(as_person, coach, stage):
    for slug in ("a", "b"):
        Resource.objects.create(slug=slug, title=slug, body="x")
    b, a = (Resource.objects.get(slug=slug).pk for slug in ("b", "a"))
    made = add(
        as_person(coach), stage.guide, **{"listed-TOTAL_FORMS": 2, "listed-0-resource": b, "listed-1-resource": a}
    )
    assert [resource.slug for resource in recommended_on(made.pk, timezone.now())] == ["b", "a"]
    assert {version.history_user for version in StageResource.history.all()} == {coach}


# Somebody else was faster


def test_an_order_made_of_another_one_than_stands_now_is_not_saved_and_comes_back(as_person, coach, three):
    a, b, c = (stage.pk for stage in three)
    client = as_person(coach)
    client.post(path_of(three[0]), {f"position-{c}": "1", "read": f"{a},{b},{c}"})
    response = client.post(path_of(three[0]), {f"position-{b}": "1", "move": f"up {b}", "read": f"{a},{b},{c}"})
    assert response.status_code == 409 and "Someone changed this order" in response.content.decode()
    now = in_order(three[0])
    assert now[0] != b == response.context["rows"][0].pk
    client.post(path_of(three[0]), {f"position-{b}": "0", "read": ",".join(map(str, now))})
    assert in_order(three[0])[0] == b


@lasting
def replies(db):
    return [SavedReply.objects.create(title=title, text=title) for title in ("A", "B", "C")]


def test_saved_replies_are_put_in_order_on_a_page_of_the_same_kind(as_person, coach, mod, replies):
    path = "/admin/comments/savedreply/order/"
    read = ",".join(str(reply.pk) for reply in replies)
    assert as_person(mod).post(path, {"move": f"up {replies[2].pk}"}).status_code == 403
    as_person(coach).post(path, {"move": f"up {replies[2].pk}", "read": read})
    assert [reply.title for reply in SavedReply.objects.all()] == ["A", "C", "B"]
    assert as_person(coach).post(path, {"move": f"up {replies[1].pk}", "read": read}).status_code == 409


# However many rows somebody says there are


def test_a_form_reads_a_bounded_number_of_rows(as_person, coach, stage):
    page = as_person(coach).get(f"/admin/stages/stage/{stage.pk}/change/")
    sent = {"guidance-TOTAL_FORMS": "1000", "guidance-INITIAL_FORMS": "0"}
    sent |= {f"{name}-{kind}": "0" for name in INLINES[1:] for kind in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = as_person(coach).post(f"/admin/stages/stage/{stage.pk}/change/", sent)
    [guidance] = [each for each in response.context["inline_admin_formsets"] if each.formset.prefix == "guidance"]
    assert page.status_code == 200 and len(guidance.formset.forms) == MOST_READ
