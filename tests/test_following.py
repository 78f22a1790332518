"""Following: a question of another stands on one's own page, without a word written in it; nobody else knows."""

import pytest
from django.db import IntegrityError, transaction

from comments.models import Follow, Thread

FOLLOWED = "Nothing here yet. Open someone else"


def path_to(thread):
    return f"/questions/{thread.pk}/follow/"


def tap(client, thread, follow="yes"):
    return client.post(path_to(thread), {"follow": follow})


def mine(client):
    return client.get("/me/").context["following"]


def page(client, thread):
    return client.get(thread.get_absolute_url()).content.decode()


def test_one_tap_follows_and_another_no_longer(as_person, answered, bob):
    client = as_person(bob)
    assert 'name="follow" value="yes"' in page(client, answered)
    assert tap(client, answered)["Location"] == answered.get_absolute_url()
    assert list(mine(client)) == [answered] and 'name="follow" value="no"' in page(client, answered)
    tap(client, answered, "no")
    assert not mine(client) and not Follow.objects.exists()


def test_a_tap_sent_twice_follows_once(as_person, answered, bob):
    for _time in range(2):
        tap(as_person(bob), answered)
    assert Follow.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(thread=answered, reader=bob)


def test_who_is_not_signed_in_is_led_to_sign_in_and_back_to_the_button(client, answered, bob):
    assert path_to(answered) in page(client, answered)
    assert tap(client, answered)["Location"] == f"/accounts/login/?next={path_to(answered)}"
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert "Follow it" in client.get(path_to(answered)).content.decode() and not Follow.objects.exists()


@pytest.mark.parametrize(("who", "may"), [("ann", False), ("bob", True), ("coach", True), ("mod", True)])
def test_everybody_but_the_asker_follows(as_person, request, answered, who, may):
    client = as_person(request.getfixturevalue(who))
    assert (path_to(answered) in page(client, answered)) is may
    assert tap(client, answered).status_code == (302 if may else 404) and Follow.objects.exists() is may


def test_what_is_not_public_is_not_followed(as_person, asked, bob, coach):
    assert tap(as_person(bob), asked).status_code == tap(as_person(coach), asked).status_code == 404


def test_what_becomes_private_leaves_the_page_of_who_follows_it_and_comes_back(as_person, answered, ann, bob):
    answered.follow(bob)
    answered.show_to("private", True, ann)
    assert not mine(as_person(bob)) and "gone quiet" not in as_person(bob).get("/me/").content.decode()
    answered.show_to("public", True, ann)
    assert list(mine(as_person(bob))) == [answered]


def test_nobody_sees_who_follows(as_person, answered, ann, bob, coach):
    pages = ["/", "/stages/distance/", f"/questions/{answered.pk}/", "/me/", f"/admin/threads/{answered.pk}/"]

    def all_of_it():
        return [
            "Bob by the Sea" in as_person(who).get(path, follow=True).content.decode()
            for who in (None, ann, coach)
            for path in pages
        ]

    before = all_of_it()
    answered.follow(bob)
    assert all_of_it() == before and not any(before)


def test_following_changes_nothing_in_the_thread(answered, bob):
    before = Thread.objects.values().get(pk=answered.pk)
    answered.follow(bob)
    assert Thread.objects.values().get(pk=answered.pk) == before


def test_a_look_follows_nothing(as_person, answered, bob):
    as_person(bob).get(path_to(answered) + "?follow=yes")
    assert not Follow.objects.exists()


def test_an_empty_list_says_what_will_stand_there(as_person, bob):
    assert FOLLOWED in as_person(bob).get("/me/").content.decode()
