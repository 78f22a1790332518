"""A link in a mail to a private question leads in: to signing in, and then to the answer. It tells nobody whether there is one."""

import pytest

from comments.models import Thread

SENTENCE = "If it's a private question of yours, sign in to read it."


@pytest.fixture
def private(stage, ann, coach):
    thread = Thread.ask(stage, ann, "He has gone quiet. Do I write first?", visibility="private")
    thread.answer(coach, "Breathe.")
    return thread


def headers_of(response):
    """All but what differs with the length of the address and from second to second."""
    return {name: value for name, value in response.headers.items() if name not in {"Content-Length", "Expires"}}


def addresses(thread, comment):
    """The addresses of a thread and of one of its comments, of which some are in mails."""
    yield from [f"/questions/{thread}/", f"/questions/{thread}/question/", f"/comments/{comment}/"]
    yield from [f"/comments/{comment}/reply/", f"/questions/{thread}/share/"]


def test_the_link_of_the_mail_leads_to_signing_in_and_then_to_the_answer(client, private, ann):
    path = private.last_answer.get_absolute_url()
    page = client.get(path)
    assert page.status_code == 404 and f'href="/accounts/login/?next={path}"' in page.content.decode()
    client.post(f"/accounts/login/?next={path}", {"login": ann.email, "password": "a long password"})
    assert "Breathe." in client.get(path, follow=True).content.decode()


def test_what_is_private_and_what_does_not_exist_say_the_same(client, private):
    there = [client.get(path) for path in addresses(private.pk, private.last_answer_id)]
    nowhere = [client.get(path) for path in addresses(987654, 987655)]
    for one, other in zip(there, nowhere, strict=True):
        said = one.content.decode()
        for known, unknown in [(private.last_answer_id, 987655), (private.pk, 987654)]:
            said = said.replace(f"comments/{known}/", f"comments/{unknown}/")
            said = said.replace(f"questions/{known}/", f"questions/{unknown}/")
        assert said == other.content.decode() and headers_of(one) == headers_of(other)
        assert SENTENCE in said and one.status_code == other.status_code == 404


@pytest.mark.parametrize("path", ["/not-here/", "/stages/not-here/", "/library/not-here/"])
def test_other_pages_that_are_not_there_are_no_doors(client, stage, path):
    assert SENTENCE not in client.get(path).content.decode()


def test_who_is_signed_in_is_not_asked_to(as_person, private, bob):
    html = as_person(bob).get(private.get_absolute_url())
    assert html.status_code == 404 and SENTENCE not in html.content.decode()
