"""The coach's own pages: about, privacy and rules. They are there from the first day, and hers to write."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.models.comment import LONGEST
from exchange.backup import place
from leanback import tasks
from stages import starter
from stages.models import Page
from writing import models as draft

PATHS = ["/about/", "/privacy/", "/rules/"]


def html_of(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_are_there_from_the_first_day(client, identity, path):
    html = html_of(client, path)
    assert starter.PAGES[path.strip("/")]["title"] in html and re.findall(r"<h(\d)", html)[:2] == ["1", "2"]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_leads_to_them(client, stage, path):
    for page in ("/", "/stages/distance/", "/accounts/login/", "/no-such-page/"):
        assert f'href="{path}"' in html_of(client, page)


def test_reading_them_makes_no_rows(client, identity):
    for path in PATHS:
        client.get(path)
    assert not Page.objects.exists()


def test_there_is_no_fourth_page(client, identity):
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(slug="fourth", title="X", body="X")


def test_the_about_page_has_the_coachs_word_about_herself(client, identity):
    identity.about = "I am *Mara*."
    identity.save()
    assert "I am <em>Mara</em>." in html_of(client, "/about/")
    assert "I am <em>Mara</em>." not in html_of(client, "/rules/")


def test_the_coach_writes_her_own(as_person, coach):
    client = as_person(coach)
    assert client.get("/admin/stages/page/").status_code == 200
    page = Page.objects.get(slug="rules")
    client.post(f"/admin/stages/page/{page.pk}/change/", {"title": "Our rules", "body": "Be **kind**. <script>"})
    html = html_of(as_person(None), "/rules/")
    assert "Our rules" in html and "Be <strong>kind</strong>. &lt;script&gt;" in html and "Last changed" in html


def test_what_she_wrote_stays_hers(as_person, coach):
    Page.objects.create(slug="about", title="Me", body="Mine.")
    as_person(coach).get("/admin/stages/page/")
    starter.load()
    call_command("load_starter", no_demo=True, verbosity=0)
    assert (Page.objects.get(slug="about").body, Page.objects.count()) == ("Mine.", 3)


def test_a_page_can_neither_be_added_nor_deleted(as_person, coach):
    client = as_person(coach)
    client.get("/admin/stages/page/")
    page = Page.objects.get(slug="about")
    assert client.get("/admin/stages/page/add/").status_code == 403
    assert client.post(f"/admin/stages/page/{page.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_only_the_coach_writes_them(as_person, request, identity, who):
    starter.load_pages()
    client = as_person(who and request.getfixturevalue(who))
    path = f"/admin/stages/page/{Page.objects.get(slug='about').pk}/change/"
    assert client.post(path, {"title": "X", "body": "X"}).status_code in {302, 403}
    assert not Page.objects.filter(title="X").exists()


@pytest.mark.parametrize("path", PATHS)
def test_reading_them_takes_no_posts_and_leaves_no_cookie(client, identity, path):
    assert client.post(path).status_code == 405
    client.get(path)
    assert not client.cookies


# The starter texts are true


def words(slug):
    return " ".join(starter.PAGES[slug]["body"].split())


def test_the_times_that_the_privacy_page_names_are_those_of_the_software():
    month = timedelta(days=30)
    assert draft.KEPT == tasks.TRACES_KEPT == timedelta(seconds=settings.SESSION_COOKIE_AGE) == month
    assert "a draft for 30 days" in words("privacy") and "Both are erased after 30 days" in words("privacy")
    assert "signed in for up to 30 days" in words("privacy")
    assert timedelta(seconds=settings.LANGUAGE_COOKIE_AGE).days == 365 and "remembers it for a year" in words("privacy")


def test_the_longest_text_that_the_rules_name_is_that_of_the_software():
    assert f"{LONGEST:,} characters" in words("rules")


def test_copies_are_kept_no_longer_than_the_privacy_page_says():
    for day in range(366):
        now = timezone.now() + timedelta(days=day)
        copies = {str(age): now - timedelta(days=age) for age in range(200)}
        assert max(now - copies[name] for name in place.kept(copies, now)) < timedelta(days=89)
    assert "three months at most" in words("privacy")


def test_what_is_taken_back_is_gone_with_its_title(client, public):
    public.question.withdraw()
    public.refresh_from_db()
    assert "gone quiet" not in public.title + public.slug + public.question.text + public.question.html


def test_no_address_of_the_net_stands_in_the_cache(client, identity):
    client.post("/accounts/login/", {"login": "ann@example.org"}, REMOTE_ADDR="203.0.113.77")
    made = cache.make_key("allauth:rl:203.0.113.77")
    assert "203.0.113.77" not in made and re.fullmatch("[0-9a-f]{64}", made)


def test_every_link_of_the_starter_pages_leads_somewhere(client, identity):
    for page in starter.PAGES.values():
        for path in re.findall(r"\]\((/[^)]*)\)", page["body"]):
            assert client.get(path, follow=True).status_code == 200, path


def test_the_pages_say_when_they_were_changed_only_once_they_were(client, identity):
    assert "Last changed" not in html_of(client, "/privacy/")
    starter.load_pages()
    assert timezone.now().strftime("%Y") in html_of(client, "/privacy/").split("Last changed")[1]
