"""A resource is one object: named in a text by [[its-address]], it changes in every old text when it changes."""

from datetime import timedelta

import pytest
from django.forms import model_to_dict
from django.utils import timezone

from comments.models import Comment, Thread
from stages import text
from stages.models import Guidance, Identity, Page, Resource, Stage

LINK = '<a href="/library/walk/">A walk</a>'


@pytest.fixture
def walk(identity):
    return Resource.objects.create(slug="walk", title="A walk", body="Go out.")


def say(thread, coach, source):
    return thread.answer(coach, source)


def html_of(comment):
    return Comment.objects.get(pk=comment.pk).html


def change(client, resource, **changes):
    """Change a resource in the admin."""
    names = ["title", "slug", "kind", "summary", "url", "body"]
    form = {name: getattr(resource, name) for name in names} | {
        "published_at": "2026-01-01T00:00",
    }
    response = client.post(f"/admin/stages/resource/{resource.pk}/change/", form | changes)
    assert response.status_code == 302, response.context["errors"]
    return Resource.objects.get(pk=resource.pk)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Take [[walk]] today.", f"Take {LINK} today."),
        ("[[walk|a long walk]]", '<a href="/library/walk/">a long walk</a>'),
        ("[[walk| ]]", LINK),
        ("**[[walk]]**", f"<strong>{LINK}</strong>"),
        ("[[wlak]]", "[[wlak]]"),
        ("[[wlak|there]]", "[[wlak|there]]"),
        ("[[walk]](https://a.org/)", '<a href="https://a.org/">[walk]</a>'),
        (r"\[[walk]]", "[[walk]]"),
        ("[[walk|<b>]]", '<a href="/library/walk/">&lt;b&gt;</a>'),
        ("[[walk", "[[walk"),
    ],
)
def test_a_name_in_brackets_becomes_the_resource(walk, answered, coach, typed, shown):
    assert html_of(say(answered, coach, typed)) == f'<p dir="auto">{shown}</p>\n'


def test_in_a_table_the_bar_is_escaped(walk, answered, coach):
    html = html_of(say(answered, coach, "| a |\n|---|\n| [[walk\\|go]] |"))
    assert '<a href="/library/walk/">go</a>' in html


def test_a_reader_types_what_she_types(walk, public, bob, coach):
    reply = public.question.reply(bob, "Like [[walk]]?")
    assert reply.html == '<p dir="auto">Like [[walk]]?</p>\n'
    assert not reply.resources.exists()


def test_many_brackets_take_no_long_time(walk):
    text.coach_html("[[" * 10_000 + "a|" * 5_000, {"a": ("A", "/a/")})
    text.mentions("[[" * 10_000 + "[[a|" * 5_000)


def test_a_new_title_shows_in_old_answers_and_stages(as_person, coach, walk, answered, work):
    answer = say(answered, coach, "[[walk]] and [[walk|so]]")
    stage = answered.stage
    stage.situation = "First [[walk]]."
    stage.save()
    change(as_person(coach), walk, title="A slow walk")
    work()
    assert "A slow walk</a>" in html_of(answer) and ">so</a>" in html_of(answer)
    assert "A slow walk</a>" in Stage.objects.get(pk=stage.pk).situation_html


def test_a_new_address_leads_there_from_every_old_answer(as_person, client, coach, walk, answered, work):
    answer = say(answered, coach, "[[walk]]")
    change(as_person(coach), walk, slug="slow-walk")
    assert as_person(None).get("/library/walk/")["Location"] == "/library/slow-walk/"
    work()
    assert "/library/slow-walk/" in html_of(answer)


def test_an_old_name_is_still_understood_in_a_new_text(coach, walk, answered):
    walk.slug = "slow-walk"
    walk.save()
    assert '<a href="/library/slow-walk/">A walk</a>' in html_of(say(answered, coach, "[[walk]]"))


def test_a_new_link_outside_changes_no_text_and_leads_there_at_once(client, coach, answered):
    away = Resource.objects.create(slug="film", title="A film", url="https://a.org/1")
    html = html_of(say(answered, coach, "[[film]]"))
    Resource.objects.filter(pk=away.pk).update(url="https://b.org/2")
    response = client.get("/library/film/")
    assert "/library/film/" in html and response.status_code == 302 and response["Location"] == "https://b.org/2"


def test_a_draft_is_named_but_not_linked_until_it_appears(coach, answered, work, walk):
    walk.published_at = timezone.now() + timedelta(hours=1)
    walk.save()
    walk.refresh_mentions_soon()
    answer = say(answered, coach, "[[walk]]")
    work()
    assert html_of(answer) == '<p dir="auto">A walk</p>\n'
    work(seconds=3700)
    assert LINK in html_of(answer)


def test_a_name_becomes_a_link_when_its_resource_appears(as_person, coach, answered, work):
    answer = say(answered, coach, "[[rest]] and [[rest-more]]")
    stage = answered.stage
    stage.situation = "First [[rest]]."
    stage.save()
    form = {"title": "Rest", "slug": "rest", "kind": "article", "body": "Rest."}
    form |= {"published_at": "2026-01-01T00:00"}
    as_person(coach).post("/admin/stages/resource/add/", form)
    work()
    link = '<a href="/library/rest/">Rest</a>'
    assert html_of(answer) == f'<p dir="auto">{link} and [[rest-more]]</p>\n'
    assert link in Stage.objects.get(pk=stage.pk).situation_html
    assert list(Resource.objects.get(slug="rest").answers.all()) == [answer]


def test_what_a_reader_typed_names_nothing_that_appears(public, bob, walk, coach):
    reply = public.question.reply(bob, "Like [[walk]]?")
    walk.refresh_mentions()
    assert html_of(reply) == '<p dir="auto">Like [[walk]]?</p>\n' and not walk.answers.exists()


@pytest.mark.parametrize(("model", "field"), [(Resource, "body"), (Page, "body"), (Identity, "about")])
def test_a_name_that_is_not_in_the_library_is_told_of_wherever_she_types(as_person, coach, walk, model, field):
    client = as_person(coach)
    client.get("/admin/stages/page/")
    row = model.objects.first()
    form = {name: value for name, value in model_to_dict(row).items() if value} | {field: "[[wlak]]"}
    form |= {"published_at": "2026-01-01T00:00"}
    form |= {"help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    response = client.post(f"/admin/stages/{model._meta.model_name}/{row.pk}/change/", form, follow=True)
    assert "Not in your library, and shown as you typed it: [[wlak]]" in response.content.decode()


def test_refreshing_leaves_what_was_changed_meanwhile(coach, walk, answered):
    answer = say(answered, coach, "[[walk]]")
    Resource.objects.update(title="New")
    Comment.objects.filter(pk=answer.pk).update(text="[[walk]]!", revision=9)
    Resource.objects.get().refresh_mentions()
    row = Comment.objects.get(pk=answer.pk)
    assert "New</a>!" in row.html and row.revision == 9


def test_an_answer_knows_what_it_names_after_each_change(coach, walk, answered):
    answer = say(answered, coach, "[[walk]] [[nothing]]")
    assert list(answer.resources.all()) == [walk]
    answer.edit("Nothing now.", answer.revision)
    assert not answer.resources.exists()


def test_the_page_of_a_resource_says_who_speaks_of_it(client, coach, walk, answered):
    answer = say(answered, coach, "[[walk]]")
    Guidance.objects.create(stage=answered.stage, line="Go.", detail="[[walk]]")
    html = client.get("/library/walk/").content.decode()
    assert answer.get_absolute_url() in html and "/stages/distance/" in html


@pytest.mark.parametrize("limit", [{"visibility": "private"}, {"is_listed": False}])
def test_the_page_of_a_resource_does_not_tell_of_what_is_not_to_be_found(client, coach, walk, answered, limit):
    answer = say(answered, coach, "[[walk]]")
    Thread.objects.update(**limit)
    assert answer.get_absolute_url() not in client.get("/library/walk/").content.decode()


def test_the_admin_shows_where_a_resource_was_recommended(as_person, coach, walk, answered):
    answer = say(answered, coach, "[[walk]]")
    answered.stage.resources.add(walk)
    html = as_person(coach).get(f"/admin/stages/resource/{walk.pk}/change/").content.decode()
    assert (
        f"/admin/threads/{answered.pk}/?comment={answer.pk}#comment-{answer.pk}" in html
        and answered.stage.title in html
    )


def test_what_was_recommended_cannot_be_deleted(as_person, coach, walk, answered):
    path = f"/admin/stages/resource/{walk.pk}/delete/"
    assert as_person(coach).get(path).status_code == 200
    say(answered, coach, "[[walk]]")
    assert as_person(coach).get(path).status_code == 403


def test_an_answer_with_an_unknown_name_is_asked_about_once(as_person, coach, public):
    client = as_person(coach)
    path = f"/admin/threads/{public.pk}/"
    form = client.get(path).context["answer_form"]
    said = {field.name: str(field.value() or "") for field in form} | {"text": "Read [[wlak]]."}
    response = client.post(path + "answer/", said)
    assert response.status_code == 422 and "wlak" in str(response.context["answer_form"].errors["text"])
    again = {field.name: str(field.value() or "") for field in response.context["answer_form"]}
    assert client.post(path + "answer/", again).status_code == 302
    assert "[[wlak]]" in Comment.objects.get(kind="answer").html


def test_the_admin_warns_of_an_unknown_name(as_person, coach, walk):
    client = as_person(coach)
    change(client, walk, body="See [[wlak]].")
    assert "wlak" in client.get("/admin/stages/resource/").content.decode()
