"""Feeds are what RFC 4287 says of Atom: whatever reads feeds can read these."""

import re
from xml.etree import ElementTree

import pytest
from django.utils.dateparse import parse_datetime

from stages.models import Identity, Stage
from tests.lasting import lasting

SITE = "http://localhost:8000"
ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
FEEDS = ["/feeds/stages.atom", "/feeds/answers.atom", "/stages/distance/answers.atom"]
IN_FEED = {"id", "title", "updated", "link", "author", "subtitle", "entry"}
IN_ENTRY = {"id", "title", "updated", "published", "link", "author", "content"}
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(?:-\d\d){0,2}:[\w/.-]+")  # RFC 4151
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")  # RFC 3339
# What the W3C's validator takes for harmless in the text of an entry; all else it warns of.
HARMLESS = {"href", "src", "alt", "dir", "start", "value"}


def all_of(part, name):
    return [each for each in part if each.tag == ATOM + name]


def text_of(part, name):
    return "".join(each.text or "" for each in all_of(part, name))


def is_absolute(address):
    return re.fullmatch(r"https?://[^\s/]+/\S*", address or "") is not None


def faults(xml, address):
    """Return what is wrong with a feed that was read at this address, in words."""
    feed = ElementTree.fromstring(xml)
    if feed.tag != f"{ATOM}feed":
        return ["no feed"]
    entries = all_of(feed, "entry")
    found = [] if re.fullmatch("[a-z]{2,3}(-[a-zA-Z]+)?", feed.get(f"{XML}lang", "")) else ["no language"]
    found += faults_of(feed, IN_FEED) + [fault for entry in entries for fault in faults_of(entry, IN_ENTRY)]
    names = [text_of(part, "id") for part in (feed, *entries)]
    found += ["two of one name"] if len(set(names)) < len(names) else []
    found += [] if [link.get("href") for link in links(feed, "self")] == [address] else ["not its own address"]
    found += [] if all_of(feed, "author") or all(all_of(entry, "author") for entry in entries) else ["nobody wrote it"]
    newest = max((text_of(entry, "updated") for entry in entries), default=text_of(feed, "updated"), key=parse_datetime)
    return found + ([] if text_of(feed, "updated") == newest else ["not as new as its newest entry"])


def links(part, rel):
    return [link for link in all_of(part, "link") if link.get("rel", "alternate") == rel]


def faults_of(part, known):
    found = [f"unknown: {each.tag}" for each in part if each.tag.removeprefix(ATOM) not in known]
    found += [f"not one {name}" for name in ("id", "title", "updated") if len(all_of(part, name)) != 1]
    found += [] if TAG.fullmatch(text_of(part, "id")) else ["no lasting name"]
    found += [] if text_of(part, "title").strip() else ["no title"]
    moments = [text_of(part, name) for name in ("published", "updated") if all_of(part, name)]
    found += ["no moment"] if not all(map(MOMENT.fullmatch, moments)) else []
    found += ["changed before it was there"] if sorted(moments, key=parse_datetime) != moments else []
    found += [] if len(links(part, "alternate")) == 1 else ["not one page of its own"]
    found += ["an address that is not whole" for link in all_of(part, "link") if not is_absolute(link.get("href"))]
    for author in all_of(part, "author"):
        found += [] if [each.text for each in all_of(author, "name") if each.text] else ["an author without a name"]
        found += ["an author's page"] if not all(is_absolute(each.text) for each in all_of(author, "uri")) else []
    return found + [fault for content in all_of(part, "content") for fault in faults_in(content)]


def faults_in(content):
    tags = re.findall(r"<\w[^>]*>", content.text or "")
    attributes = [found for tag in tags for found in re.findall(r'\s([\w-]+)="([^"]*)"', tag)]
    found = [] if content.get("type") == "html" else ["a text of no kind"]
    found += [f"an attribute {name}" for name, _value in attributes if name not in HARMLESS]
    leads = [value for name, value in attributes if name in {"href", "src"}]
    return found + ["a link that leads nowhere" for value in leads if not is_absolute(value) and value[:7] != "mailto:"]


@lasting
def full(answered, stage, coach):
    """Answers and stages with all that a text can have."""
    stage.situation = (
        "# One\n\n1. a\n3. b\n\n> q\n\n![a path](/media/a.png) <https://a.org/?a=1&b=2> [w](mailto:a@b.org)"
    )
    stage.save()
    answered.answer(coach, "| a | b |\n|---|---|\n| [x](/library/) | *y* |\n\n<b> & ]]> \ufffe 💛 עברית")
    answer = answered.last_answer
    answer.edit(f"{answer.text}\n\nMended.", answer.revision)
    return answered


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_with_all_kinds_of_text_is_valid(client, full, path):
    assert faults(client.get(path).content, SITE + path) == []


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_without_an_entry_is_valid_and_has_not_changed(client, stage, path):
    if path == FEEDS[0]:
        Stage.objects.update(published_at=None)
    before = client.get(path).content
    assert faults(before, SITE + path) == [] and client.get(path).content == before


@pytest.mark.parametrize("path", FEEDS)
def test_names_with_odd_signs_leave_a_feed_readable(client, full, path):
    Identity.objects.update(title="A & <b> \uffff", coach_name="")
    Stage.objects.update(title="“Far” & \ufffe <away>")
    assert faults(client.get(path).content, SITE + path) == []


def test_names_stay_when_titles_and_addresses_change(client, full, stage):
    def names():
        feeds = [ElementTree.fromstring(client.get(path).content) for path in FEEDS[:2]]
        return [text_of(part, "id") for feed in feeds for part in (feed, *all_of(feed, "entry"))]

    before = names()
    stage.title = "Room"
    stage.move_to_address("room")
    assert names() == before and len(set(before)) == len(before)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (' xml:lang="en"', "", "no language"),
        ("tag:localhost", "localhost", "no lasting name"),
        ('href="http://localhost:8000/feeds', 'href="http://other.org/feeds', "not its own address"),
        ('href="http://localhost:8000/comments', 'href="/comments', "an address that is not whole"),
        ("<name>Mara</name>", "<name></name>", "an author without a name"),
        ("</updated>", " o'clock</updated>", "no moment"),
        ('type="html"', 'type="markdown"', "a text of no kind"),
        ("<entry><title>", "<entry><x/><title>", "unknown: {http://www.w3.org/2005/Atom}x"),
        ("&lt;p dir=", "&lt;p onclick=", "an attribute onclick"),
        ('href="http://localhost:8000/library/', 'href="/library/', "a link that leads nowhere"),
    ],
)
def test_what_is_wrong_is_noticed(client, full, old, new, fault):
    xml = client.get(FEEDS[1]).content.decode()
    assert old in xml
    try:
        assert fault in faults(xml.replace(old, new), SITE + FEEDS[1])
    except TypeError:  # a moment that cannot be read at all
        assert fault == "no moment"
