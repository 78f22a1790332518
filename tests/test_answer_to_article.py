"""An answer becomes an article of the library: a draft, names softened, linked both ways once readers can open it."""

import pytest
from django.utils import timezone

from comments.models import Comment, Thread
from stages.models import Resource


@pytest.fixture
def answer(public, coach):
    return public.answer(coach, "Dear Ann of the Hills, let Michael be. Breathe.")


def take_over(client, answer):
    return client.post(f"/admin/comments/{answer.pk}/take-over/", {"revision": answer.revision})


def html_of(client, path):
    return client.get(path, follow=True).content.decode()


def test_one_act_makes_a_draft_in_which_nobody_is_named(as_person, answer, coach):
    take_over(as_person(coach), answer)
    draft = Resource.objects.get()
    assert not draft.is_published() and "Breathe." in draft.body
    assert "Ann" not in draft.body and "Michael" not in draft.body
    assert answer.thread.entries.first().act == "article"


def test_nothing_that_the_reader_wrote_is_in_it(as_person, answer, coach):
    take_over(as_person(coach), answer)
    draft = Resource.objects.get()
    assert "quiet" not in f"{draft.title} {draft.slug} {draft.body}"


def test_twice_is_once(as_person, answer, coach):
    client = as_person(coach)
    take_over(client, answer)
    take_over(client, Comment.objects.get(pk=answer.pk))
    assert Resource.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("mod", 403), ("ann", 302), ("nobody", 302)])
def test_only_the_coach_does_it(as_person, request, answer, who, status):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert take_over(client, answer).status_code == status and not Resource.objects.exists()


def test_each_links_to_the_other_once_it_is_published(as_person, answer, coach, client):
    take_over(as_person(coach), answer)
    draft, nobody = Resource.objects.get(), as_person(None)
    assert "an article now" not in html_of(nobody, answer.thread.get_absolute_url())
    draft.published_at = timezone.now()
    draft.save()
    assert draft.get_absolute_url() in html_of(nobody, answer.thread.get_absolute_url())
    assert answer.get_absolute_url() in html_of(nobody, draft.get_absolute_url())


def test_an_article_never_leads_to_what_is_private(as_person, answer, coach):
    take_over(as_person(coach), answer)
    Resource.objects.update(published_at=timezone.now())
    Thread.objects.update(visibility="private")
    assert "began as an answer" not in html_of(as_person(None), Resource.objects.get().get_absolute_url())


def test_a_draft_that_was_thrown_away_can_be_made_again(as_person, answer, coach):
    client = as_person(coach)
    take_over(client, answer)
    Resource.objects.get().delete()
    take_over(client, Comment.objects.get(pk=answer.pk))
    assert Resource.objects.count() == 1
