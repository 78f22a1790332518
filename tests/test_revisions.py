"""Every version of what the coach writes is kept: who, when, what changed, and back."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from stages.differences import word_diff
from stages.models import (
    Guidance,
    HelpLine,
    Identity,
    OldAddress,
    Page,
    Resource,
    Stage,
    StagePicture,
    StageResource,
    Term,
)
from stages.models.stage import recommended_on


@pytest.fixture
def walk(identity):
    return Resource.objects.create(slug="walk", title="A walk", body="Go *out* now.")


def write(client, walk, **changes):
    form = {"title": "A walk", "slug": "walk", "kind": "article", "body": "Go *out* now."}
    form |= {"published_at": "2026-01-01T00:00"}
    return client.post(f"/admin/stages/resource/{walk.pk}/change/", form | changes)


def history(client, row):
    return client.get(f"/admin/stages/{row._meta.model_name}/{row.pk}/history/")


def restore(client, row, version, kind=None):
    path = f"/admin/stages/{row._meta.model_name}/{row.pk}/history/restore/"
    return client.post(path, {"kind": kind or row._meta.model_name, "version": version.pk}, follow=True)


def test_a_change_is_kept_with_who_and_shown_word_by_word(as_person, coach, walk):
    client = as_person(coach)
    write(client, walk, body="Go *far* now.")
    assert walk.history.first().history_user == coach
    html = history(client, walk).content.decode()
    assert "<del>*out* </del>" in html and "<ins>*far* </ins>" in html and "Mara" in html


def test_a_version_that_comes_back_is_rendered_and_is_a_version_itself(as_person, coach, walk):
    client = as_person(coach)
    write(client, walk, body="Gone.")
    assert restore(client, walk, walk.history.last()).status_code == 200
    walk = Resource.objects.get()
    assert (walk.body, "<em>out</em>" in walk.body_html) == ("Go *out* now.", True)
    assert (walk.history.first().history_user, walk.history.count()) == (coach, 3)


@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_but_the_coach_reads_or_restores(request, as_person, walk, who):
    version = walk.history.first()
    Resource.objects.update(body="Now.")
    client = as_person(who and request.getfixturevalue(who))
    assert history(client, walk).status_code in {302, 403}
    restore(client, walk, version)
    assert Resource.objects.get().body == "Now."


def test_a_look_restores_nothing(as_person, coach, walk):
    assert as_person(coach).get(f"/admin/stages/resource/{walk.pk}/history/restore/").status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "99999", "9" * 30])
def test_a_version_that_is_not_there_is_404(as_person, coach, walk, number):
    path = f"/admin/stages/resource/{walk.pk}/history/restore/"
    assert as_person(coach).post(path, {"kind": "resource", "version": number}).status_code == 404
    assert as_person(coach).post(path, {"kind": "user", "version": walk.history.first().pk}).status_code == 404


def test_a_version_of_another_row_is_404(as_person, coach, walk):
    other = Resource.objects.create(slug="rest", title="Rest", body="Rest.")
    assert restore(as_person(coach), walk, other.history.first()).status_code == 404


def test_what_comes_back_keeps_its_place_and_its_publication(stage, coach):
    Stage.objects.create(guide=stage.guide, position=2, slug="next", title="Next")
    version = stage.history.first()
    stage.title, stage.published_at = "Other", None
    stage.save()
    stage.guide.order_stages([2, 1])
    restored = Stage.restore(version, coach)
    assert (restored.title, restored.published_at) == ("Distance", None)
    assert Stage.objects.get(pk=stage.pk).position == restored.position


def test_an_old_address_that_comes_back_leaves_the_one_between_as_a_way_there(stage, coach, client):
    version = stage.history.first()
    stage.move_to_address("space")
    Stage.restore(version, coach)
    assert client.get("/stages/space/")["Location"] == "/stages/distance/"
    assert OldAddress.objects.count() == 2


def test_an_address_that_another_has_taken_is_told_of_and_nothing_changes(as_person, coach, walk):
    version = walk.history.first()
    walk.move_to_address("walking")
    Resource.objects.create(slug="walk", title="Taker", body="Mine.")
    with pytest.raises(ValidationError):
        Resource.restore(version, coach)
    assert "be restored:" in restore(as_person(coach), walk, version).content.decode()
    assert Resource.objects.get(pk=walk.pk).slug == "walking"


def test_guidance_that_was_deleted_comes_back_last_in_its_stage(as_person, coach, stage):
    first = stage.guidance.get()
    Guidance.objects.create(stage=stage, position=5, line="And rest.")
    key = first.pk
    first.delete()
    version = Guidance.history.filter(id=key).first()
    html = history(as_person(coach), stage).content.decode()
    assert "Going back to" in html
    restore(as_person(coach), stage, version, kind="guidance")
    assert [guidance.line for guidance in stage.guidance.all()] == ["And rest.", "Going back to what you love."]


def test_a_new_order_is_no_version(as_person, coach, stage):
    before = stage.history.count()
    stage.guide.order_stages([stage.pk])
    assert stage.history.count() == before


@pytest.mark.parametrize("make", [lambda: Term.objects.create(word="space", meaning="Room."), Identity.objects.current])
def test_words_and_the_identity_have_a_history_too(as_person, coach, make):
    row = make()
    row.save()
    assert history(as_person(coach), row).status_code == 200


def test_what_is_shown_is_escaped(as_person, coach, walk):
    write(as_person(coach), walk, body="<script>alert(1)</script>")
    assert b"<script>alert" not in history(as_person(coach), walk).content


def test_a_long_text_shows_only_what_is_around_the_change():
    old = "word " * 500
    diff = word_diff(old + "end", old + "stop")
    assert [kind for kind, _words in diff] == ["gap", "same", "del", "ins"]


def test_very_long_texts_are_compared_in_time():
    words = [f"word{number % 700} " for number in range(9_000)]
    assert word_diff("".join(words), "".join(reversed(words)))


def test_a_browser_s_line_ends_are_no_change_of_words(stage):
    stage.situation = "One.\r\n\r\nTwo."
    stage.full_clean()
    assert stage.situation == "One.\n\nTwo."


# What is not words alone


@pytest.fixture
def pictured(stage):
    return StagePicture.objects.create(stage=stage, image="stages/a.png", alt="Two on a bench.", caption="May")


def test_her_own_page_comes_back_from_the_text_that_it_began_with(as_person, coach):
    client = as_person(coach)
    client.get("/admin/stages/page/")
    page = Page.objects.get(slug="rules")
    client.post(f"/admin/stages/page/{page.pk}/change/", {"title": "Rules", "body": "Be kind."})
    assert "<ins>Be kind.</ins>" in history(client, page).content.decode()
    restore(client, page, page.history.last())
    assert b"Be kind." not in client.get("/rules/").content


def test_the_words_of_a_picture_come_back_to_it(as_person, coach, stage, pictured):
    pictured.alt, pictured.caption = "Something.", ""
    pictured.save()
    restore(as_person(coach), stage, pictured.history.last(), kind="stagepicture")
    pictured = StagePicture.objects.get()
    assert (pictured.alt, pictured.caption, bool(pictured.image)) == ("Two on a bench.", "May", True)


def test_a_picture_that_was_deleted_stays_so_and_its_words_can_be_read(as_person, coach, stage, pictured):
    version = pictured.history.last()
    pictured.delete()
    client = as_person(coach)
    assert "Two on a bench." in history(client, stage).content.decode()
    assert "Put it up again" in restore(client, stage, version, kind="stagepicture").content.decode()
    assert not stage.pictures.exists()


def test_a_resource_that_was_taken_off_a_list_comes_back_last(as_person, coach, stage, walk):
    rest = Resource.objects.create(slug="rest", title="Rest", body="Rest.")
    first = StageResource.objects.create(stage=stage, resource=walk)
    StageResource.objects.create(stage=stage, resource=rest)
    version = first.history.first()
    first.delete()
    client = as_person(coach)
    assert "<del>A walk</del>" in history(client, stage).content.decode()
    restore(client, stage, version, kind="stageresource")
    assert recommended_on(stage.pk, timezone.now()) == [rest, walk]


def test_a_resource_that_is_on_the_list_again_does_not_come_back_twice(stage, walk, coach):
    first = StageResource.objects.create(stage=stage, resource=walk)
    version = first.history.first()
    first.delete()
    StageResource.objects.create(stage=stage, resource=walk)
    with pytest.raises(ValidationError, match="already"):
        StageResource.restore(version, coach)


def test_a_help_line_that_was_changed_by_mistake_comes_back(as_person, coach, identity):
    line = HelpLine.objects.create(name="Samaritans", contact="116 123")
    line.contact = "116 132"
    line.save()
    restore(as_person(coach), identity, line.history.last(), kind="helpline")
    line.refresh_from_db()
    assert line.contact == "116 123"
