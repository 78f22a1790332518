"""One reader, two questions, signed otherwise: whatever the site gives out of the one and of the other has nothing in common
but the words of the site itself.

Every address that the site has is asked three times: when the one question is public, when the other is, and when one of a
second reader is. What comes with both of hers and not with his would tie them."""

import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from comments.models import Comment, Report, Thread
from stages.models import Resource
from tests.lasting import lasting

# Hers alone, the desk's, and what has no words of readers in it.
NOT_PUBLIC = ("admin/", "accounts/", "drafts/", "mail/", "media/", "me/", "preview/", "metrics", "readyz/")
NOT_PUBLIC += ("letters/confirm/", "letters/stop/")
MADE_UP = re.compile(
    r'name="(?:pen_name|offered)" value="[^"]*"|go by <b>[^<]*</b>'
)  # another pen name for each who looks
WORDS = {"one": "Amber basalt cedar", "other": "Indigo juniper kelp", "his": "Onyx pewter quartz"}
SIGNED = {"one": "Waiting in Ohio", "other": "", "his": "Tall Ship"}


@lasting
def readers(ann, bob):
    """She and he, with numbers that nothing else on the site has."""
    hers = User.objects.create_user("dora@example.org", "Dora Under Oaks", pk=7_654_321)
    his = User.objects.create_user("emil@example.org", "Emil on the Moor", pk=8_765_432)
    return {"one": hers, "other": hers, "his": his}


@pytest.fixture
def threads(readers, stage, coach, bob, time_machine):
    """Three questions of one instant, with all that can become of one; what only she does, she does in both of hers."""
    time_machine.move_to(datetime(2040, 5, 6, 3, 14, 15, tzinfo=UTC), tick=False)
    Resource.objects.create(slug="walk", title="A walk", body="Go.")
    made = {name: conversation(stage, reader, coach, bob, name) for name, reader in readers.items()}
    for name in ("one", "other"):
        thread, reader = Thread.objects.get(pk=made[name].pk), readers[name]
        thread.show_to("private", True, reader)
        thread.ask_to_publish(coach)
        thread.agree_to_publish(reader)
        thread.helped()
        made["his"].follow(reader)
        made["his"].question.thank(reader, "A line of hers.")
        Report.objects.get_or_create(comment=made["his"].question, reader=reader, reason="unkind")
    return made


def conversation(stage, reader, coach, bob, name):
    """A question with an answer, a follow-up, a reply of somebody else and one to that; edited and thanked for."""
    words = WORDS[name].split()
    thread = Thread.ask(stage, reader, words[0])
    thread.question.approve(coach)
    thread.answer(coach, f"{words[1]}, as in [[walk]].").thank(reader, "Another line.")
    follow_up = thread.comments.get(number=2).reply(reader, f"{words[2]} {words[0]}")
    reply = follow_up.reply(bob, f"{words[2]} {words[1]}")
    Comment.objects.get(pk=reply.pk).approve(coach)
    reply.reply(reader, f"{words[1]} {words[2]}")
    follow_up.edit(f"{words[2]}, {words[0]}", Comment.objects.get(pk=follow_up.pk).revision)
    Thread.objects.get(pk=thread.pk).sign("signature" if SIGNED[name] else "nobody", SIGNED[name])
    return Thread.objects.get(pk=thread.pk)


def own_patterns(resolver):
    """The addresses of the site and of what its map includes at the root, as each app's own map says them."""
    for pattern in resolver.url_patterns:
        is_map_of_app = isinstance(pattern, URLResolver) and not str(pattern.pattern)
        yield from own_patterns(pattern) if is_map_of_app else [pattern]


def addresses(thread, stage):
    """Every address of the site, filled in for this thread."""
    comments = thread.comments.values_list("pk", flat=True)
    for pattern in own_patterns(get_resolver()):
        route = str(pattern.pattern)
        if route.startswith(NOT_PUBLIC):
            continue
        assert isinstance(pattern, URLPattern), f"say here what stands below {route}"
        numbers = comments if route.startswith("comments/") else [thread.pk]
        slugs = {
            "stages/": stage.slug,
            "guides/": stage.guide.slug,
            "library/": "walk",
            "sitemap-": "questions",
            "letters/": "in-spring",
        }
        slug = next((slug for start, slug in slugs.items() if route.startswith(start)), thread.address)
        for number in numbers if "<key:pk>" in route else [0]:
            path = re.sub(r"<str:slug>|<slug:\w+>", slug, route.replace("<key:pk>", str(number)))
            assert "<" not in path, f"say here what {route} is filled in with"
            yield f"/{path}"
    yield from (f"/search/?q={word}" for word in WORDS["his"].split() + ["walk", "reader"])
    yield from ("/questions/?order=thanked", "/questions/?show=answered", "/library/walk/")


def given_out(thread, threads, stage, reader):
    """All words, names, numbers and addresses in bodies and headers while this thread alone is public."""
    Thread.objects.filter(pk__in=[each.pk for each in threads.values()]).update(visibility="private")
    Thread.objects.filter(pk=thread.pk).update(visibility="public")
    tokens = set()
    for path in addresses(Thread.objects.get(pk=thread.pk), stage):
        client = Client()  # a new one each time: what a browser is given to keep ties only what that browser asked for
        if reader:
            client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.get("Content-Type", "").startswith("image/"):
            body = sha256(body).hexdigest().encode()
        headers = "\n".join(f"{name}: {value}" for name, value in response.items() if name != "Content-Length")
        said = f"{headers}\n{MADE_UP.sub('', body.decode())}"
        tokens |= {*re.findall(r"[\w.@-]+", said), *re.findall(r"\d{6,}", said)}  # numbers inside of names too
    return tokens


@pytest.mark.parametrize("who", ["nobody", "bob"])
def test_nothing_that_is_given_out_ties_two_questions_of_one_reader(threads, stage, request, who):
    reader = None if who == "nobody" else request.getfixturevalue(who)
    one, other, his = (given_out(threads[name], threads, stage, reader) for name in ("one", "other", "his"))
    assert {"Amber", "Ohio"} <= one and "Indigo" in other and {"Onyx", "Ship"} <= his  # it did look
    assert (one & other) - his == set()


@pytest.mark.parametrize("name", ["one", "other"])
def test_her_pen_name_her_address_and_her_number_are_nowhere(threads, stage, readers, name):
    tokens = given_out(threads[name], threads, stage, None)
    assert not tokens & {"Dora", "Oaks", "dora", "dora@example.org", str(readers[name].pk)}
