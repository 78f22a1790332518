"""Parts of pages that are drawn once: what changes shows at once, and nobody's language or eyes get into what is kept."""

import pytest
from django.utils import timezone

from comments.models import Comment, Thread
from stages.models import Identity
from stages.templatetags.kept_parts import drawn


@pytest.fixture(autouse=True)
def none_kept():
    drawn.cache_clear()


def page(client, path="/stages/distance/", **headers):
    return client.get(path, headers=headers).content.decode()


def test_a_part_is_drawn_once(client, public):
    page(client)
    misses = drawn.cache_info().misses
    page(client)
    assert drawn.cache_info().misses == misses and drawn.cache_info().hits


def test_an_edit_shows_at_once(client, public):
    assert "He has gone quiet" in page(client)
    public.question.edit("He wrote again.", public.question.revision)
    assert "He wrote again." in page(client) and "gone quiet" not in page(client)


def test_another_name_shows_at_once(client, public, ann):
    before = page(client)
    ann.pen_name = "Rosalind"
    ann.save()
    assert "Rosalind" not in before and "Rosalind" in page(client)


def test_what_is_removed_leaves_no_word(client, public, coach, bob):
    public.question.reply(bob, "Me too.")
    page(client)
    public.question.remove(coach, "It tells who somebody is.")
    public.refresh_from_db()
    assert "gone quiet" not in page(client)


def test_thanks_are_counted_at_once(client, public, bob):
    page(client)
    public.question.thank(bob)
    assert "1 said thanks" in page(client)


def test_each_language_has_its_own(client, public):
    assert "waiting for an answer" in page(client)
    assert "waiting for an answer" not in page(client, **{"accept-language": "es"})
    assert "waiting for an answer" in page(client)


def test_another_time_zone_shows_at_once(client, public):
    before = page(client)
    Thread.objects.filter(pk=public.pk).update(asked_at=timezone.now())
    Identity.objects.update_or_create(pk=1, defaults={"time_zone": "Pacific/Kiritimati"})
    assert "+14:00" in page(client) and "+14:00" not in before


def test_what_its_author_alone_may_see_is_not_kept_for_others(client, stage, ann, asked):
    client.force_login(ann)
    page(client)
    client.logout()
    assert "gone quiet" not in page(client)


def test_words_are_no_html(client, public):
    Comment.objects.filter(pk=public.question.pk).update(byline="<b>Ann</b>", author=None)
    assert "&lt;b&gt;Ann" in page(client)


def test_lists_hold_no_words_of_what_is_not_listed(public):
    public.is_listed = False
    assert public.in_list().title == "" and not public.in_list().first_comments


def test_links_of_a_stranger_are_none_of_a_reader(client, public, bob):
    address = public.get_absolute_url()
    strangers = page(client, address)
    client.force_login(bob)
    readers = page(client, address)
    client.logout()
    assert "csrfmiddlewaretoken" in readers and "csrfmiddlewaretoken" not in strangers
    assert page(client, address) == strangers
