"""What pages say of themselves to search engines is in the words of schema.org, and all that Google asks for is there."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from comments.models import Thread
from stages.models import Guide, Identity, Resource, Stage
from tests.lasting import lasting

VOCABULARY = tomllib.loads((Path(__file__).parent / "schema.org.toml").read_text())
TYPES, PROPERTIES = VOCABULARY["types"], VOCABULARY["properties"]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")  # with a zone, without fractions of a second

# What Google's pages on structured data ask for, as of November 2026: all of "required", one of each in "one of", and of
# what it recommends all that we have. (We have no pages of authors, and no likes or shares.)
GOOGLE = {
    "DiscussionForumPosting": {"author", "datePublished", "text", "headline", "url", "comment", "mainEntityOfPage"},
    "Comment": {"author", "datePublished", "text", "url"},
    "Article": {"author", "dateModified", "datePublished", "headline", "image"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"item", "name", "position"},
    "WebSite": {"name", "url"},
    "Person": {"name"},
    "Organization": {"name", "url"},
}


def kinds(name):
    """A type and all that it is a kind of."""
    return {name}.union(*map(kinds, TYPES[name]))


def is_address(value):
    parts = urlsplit(value) if isinstance(value, str) else None
    return bool(parts and parts.scheme in {"http", "https"} and parts.netloc and " " not in value)


def fits(value, wanted):
    """Is this a value of the type? A thing may be named by its address."""
    if isinstance(value, dict):
        return wanted in kinds(value["@type"])
    plain = {
        "Text": isinstance(value, str) and bool(value.strip()),
        "Integer": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "DateTime": isinstance(value, str) and bool(MOMENT.fullmatch(value)),
        "Language": False,
        "Date": False,  # a day has no zone: we always know more
    }
    return plain[wanted] if wanted in plain else is_address(value)


def faults(thing, where=""):
    """Return what is wrong with a thing and all within it, in words."""
    name = thing.get("@type")
    if name not in TYPES:
        return [f"{where}: there is no type {name}"]
    where, found = f"{where}/{name}", []
    found += [f"{where}: no absolute @id" for _id in [thing.get("@id", "https://a.org/")] if not is_address(_id)]
    found += [f"{where}: {lacking} is lacking" for lacking in GOOGLE.get(name, set()) - thing.keys()]
    for key, values in thing.items():
        if key.startswith("@"):
            continue
        if key not in PROPERTIES or not kinds(name) & set(PROPERTIES[key]["domains"]):
            found.append(f"{where}: has no property {key}")
            continue
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                found += faults(value, f"{where}.{key}")
            if not any(fits(value, wanted) for wanted in PROPERTIES[key]["ranges"]):
                found.append(f"{where}.{key}: {value!r} is no {PROPERTIES[key]['ranges']}")
    return found


def things_on(client, path):
    html = client.get(path, follow=True).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    told = [json.loads(block) for block in blocks]
    assert all(each["@context"] == "https://schema.org" for each in told)
    return [thing for each in told for thing in each["@graph"]]


@lasting
def talk(answered, bob, coach):
    """A thread with all that can be in one: a reply, an edit, something taken away."""
    reply = answered.question.reply(bob, "So did mine. 💛 <b>")
    reply.approve(coach)
    answered.question.reply(bob, "Gone.").approve(coach)
    answered.comments.get(text="Gone.").remove(coach, "No.")
    answer = answered.last_answer
    answer.edit("Mended.", answer.revision)
    Resource.objects.create(slug="walk", title="A walk", body="Go.")
    men = Guide.objects.create(slug="for-men", title="For men")
    Stage.objects.create(guide=men, slug="his", title="His")
    return answered


PAGES = {
    "/": {"WebSite"},
    "/stages/distance/": {"Article", "BreadcrumbList"},
    "/stages/his/": {"Article", "BreadcrumbList"},
    "/questions/{}/": {"DiscussionForumPosting", "BreadcrumbList"},
}


@pytest.mark.parametrize(("path", "types"), PAGES.items())
@pytest.mark.parametrize("name", ["Mara", ""])
def test_every_page_speaks_schema_org_and_lacks_nothing(client, talk, path, types, name):
    Identity.objects.update(coach_name=name, tagline="Room for two.")
    things = things_on(client, path.format(talk.pk))
    assert {thing["@type"] for thing in things} == types
    assert [fault for thing in things for fault in faults(thing)] == []


@pytest.mark.parametrize(
    "path", ["/library/", "/library/walk/", "/about/", "/questions/", "/search/?q=room", "/guides/for-men/"]
)
def test_a_page_that_is_none_of_these_tells_nothing(client, talk, path):
    assert things_on(client, path) == []


def test_the_way_to_a_page_has_two_steps_or_more_in_order(client, talk):
    for path in ("/stages/distance/", "/stages/his/", talk.get_absolute_url()):
        [way] = [thing for thing in things_on(client, path) if thing["@type"] == "BreadcrumbList"]
        steps = [step["position"] for step in way["itemListElement"]]
        assert steps == list(range(1, len(steps) + 1)) and len(steps) >= 2


def test_a_thread_whose_question_is_gone_tells_only_the_way(client, talk):
    Thread.objects.get().question.withdraw()
    assert [thing["@type"] for thing in things_on(client, f"/questions/{talk.pk}/")] == ["BreadcrumbList"]


POSTING = {
    "@type": "DiscussionForumPosting",
    "author": {"@type": "Person", "name": "Ann"},
    "datePublished": "2026-01-01T10:00:00+00:00",
    "text": "Why?",
    "headline": "Why?",
    "url": "https://a.org/1",
    "mainEntityOfPage": "https://a.org/1",
    "comment": [],
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"@type": "QAPage"}, "no type"),
        ({"acceptedAnswer": "x"}, "no property acceptedAnswer"),
        ({"position": 1}, None),
        ({"item": "https://a.org/"}, "no property item"),
        ({"url": "/questions/1/"}, "url"),
        ({"datePublished": "2026-01-01T10:00:00.123+00:00"}, "datePublished"),
        ({"datePublished": "2026-01-01T10:00:00"}, "datePublished"),
        ({"commentCount": "3"}, "commentCount"),
        ({"text": ""}, "text"),
        ({"author": {"@type": "Person"}}, "name is lacking"),
        ({"author": {"@type": "Comment"}}, "author"),
        ({"comment": [{"@type": "Comment", "text": "x"}]}, "datePublished is lacking"),
    ],
)
def test_what_is_wrong_is_noticed(change, fault):
    found = faults(POSTING | change)
    assert any(fault in each for each in found) if fault else found == []
