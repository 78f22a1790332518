"""A draft is shown to whoever has its link, and it alone; lists say in words what is to be seen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from stages import previews
from stages.models import Guide, Resource, Stage

SOON = timedelta(days=1)


@pytest.fixture
def draft(stage):
    return Stage.objects.create(
        guide=stage.guide, position=2, slug="secret", title="A secret", situation="Hush.", published_at=None
    )


def see(client, row):
    return client.get(previews.address_of(row))


def test_who_has_the_link_sees_a_draft_as_it_will_be(client, draft):
    html = see(client, draft).content.decode()
    assert "Hush." in html and "Preview, not published" in html and "Stage 2 of 2" in html


@pytest.mark.parametrize("when", [None, SOON])
@pytest.mark.parametrize("kind", ["guide", "stage", "resource"])
def test_each_kind_can_be_seen_before_it_appears(client, draft, kind, when):
    at = when and timezone.now() + when
    rows = {
        "guide": lambda: Guide.objects.create(slug="men", title="For men", published_at=at),
        "stage": lambda: draft,
        "resource": lambda: Resource.objects.create(slug="walk", title="A walk", body="Go.", published_at=at),
    }
    row = rows[kind]()
    assert client.get(row.get_absolute_url()).status_code == 404
    assert row.title in see(client, row).content.decode()


def test_a_preview_is_kept_nowhere_and_tells_nobody(client, draft):
    response = see(client, draft)
    assert "no-store" in response["Cache-Control"] and response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"] and 'rel="canonical"' not in response.content.decode()


def test_a_preview_shows_no_other_draft(client, draft):
    Stage.objects.create(guide=draft.guide, position=3, slug="deeper", title="Deeper still", published_at=None)
    draft.resources.add(Resource.objects.create(slug="walk", title="Hidden walk", body="Go.", published_at=None))
    html = see(client, draft).content.decode() + see(client, draft.guide).content.decode()
    assert "Deeper still" not in html and "Hidden walk" not in html


def test_a_link_is_good_for_a_week(client, draft, time_machine):
    path = previews.address_of(draft)
    time_machine.move_to(timezone.now() + timedelta(days=6, hours=23))
    assert client.get(path).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=7, hours=1))
    response = client.get(path)
    assert response.status_code == 410 and b"preview has ended" in response.content


@pytest.mark.parametrize("token", ["x", "stage-1", "stage-1:a:b", "%00", "../admin", "x" * 3000])
def test_a_made_up_link_shows_nothing(client, draft, token):
    assert client.get(f"/preview/{token}/").status_code in {400, 404}


def test_a_link_cannot_be_bent_to_another_row(client, draft, stage):
    path = previews.address_of(stage).replace(f"stage-{stage.pk}", f"stage-{draft.pk}")
    assert client.get(path).status_code == 404


def test_a_link_to_what_is_published_by_now_leads_there(client, draft):
    path = previews.address_of(draft)
    Stage.objects.update(published_at=timezone.now())
    assert client.get(path)["Location"] == draft.get_absolute_url()


def test_a_link_to_what_is_deleted_is_404(client, draft):
    path = previews.address_of(draft)
    draft.delete()
    assert client.get(path).status_code == 404


def test_the_admin_gives_the_link_for_a_draft_only(as_person, coach, draft, stage):
    client = as_person(coach)
    html = client.get(f"/admin/stages/stage/{draft.pk}/change/").content.decode()
    assert as_person(None).get(re.search(r"/preview/[^/]+/", html)[0]).status_code == 200
    assert "/preview/" not in as_person(coach).get(f"/admin/stages/stage/{stage.pk}/change/").content.decode()


@pytest.mark.parametrize("noun", ["guide", "stage", "resource"])
def test_lists_say_in_words_what_is_to_be_seen(as_person, coach, guide, noun):
    for slug, at in (("a", None), ("b", timezone.now() + SOON), ("c", timezone.now() - SOON)):
        more = {"guide": {}, "stage": {"guide": guide, "position": ord(slug)}, "resource": {"body": "Go."}}[noun]
        {"guide": Guide, "stage": Stage, "resource": Resource}[noun].objects.create(
            slug=slug, title=slug, published_at=at, **more
        )
    html = as_person(coach).get(f"/admin/stages/{noun}/").content.decode()
    assert ">draft<" in html and "appears on" in html and "published since" in html


def test_a_stage_of_a_guide_that_is_a_draft_says_so(as_person, coach, stage):
    Guide.objects.update(published_at=None)
    assert "but its guide is not" in as_person(coach).get("/admin/stages/stage/").content.decode()
