"""Somebody comes in: pages about one's own questions are left at once, and tell nothing in a list of tabs."""

import re

import pytest

from stages.models import Identity

LEAVE = "data-leave"
WEATHER = "https://www.bbc.com/weather"


def pages_of(thread):
    own, pk = thread.get_absolute_url(), thread.question.pk
    yield from ["/stages/distance/ask/", own, f"/comments/{pk}/edit/", f"/comments/{pk}/delete/", "/me/"]
    yield from [f"/questions/{thread.pk}/sign/", f"/questions/{thread.pk}/visibility/", "/accounts/email/"]


def title(html):
    return re.search(r"<title>(.*?)</title>", html)[1]


def test_pages_about_ones_own_questions_can_be_left_at_once(as_person, public, ann):
    client = as_person(ann)
    for path in pages_of(public):
        html = client.get(path, follow=True).content.decode()
        link = re.search(rf"<a [^>]*{LEAVE}[^>]*>", html)[0]
        assert 'href="/leave/"' in link and f'data-leave="{WEATHER}"' in link and "noreferrer" in link, path


def test_the_way_out_comes_first_for_the_keyboard(as_person, public, ann):
    html = as_person(ann).get(public.get_absolute_url()).content.decode()
    links = re.findall(r"<a [^>]*>", html)
    assert "skip" in links[0] and LEAVE in links[1]


def test_their_titles_tell_nothing(as_person, public, ann):
    client = as_person(ann)
    assert {title(client.get(path, follow=True).content.decode()) for path in pages_of(public)} == {"Leanback"}


def test_nothing_keeps_them(as_person, public, ann):
    client = as_person(ann)
    for path in [*pages_of(public), "/accounts/login/"]:
        assert "no-store" in client.get(path, follow=True)["Cache-Control"], path


@pytest.mark.parametrize("path", ["/stages/distance/ask/", "/accounts/login/", "/accounts/signup/"])
def test_a_visitor_who_writes_or_signs_in_can_leave_as_well(client, stage, path):
    html = client.get(path).content.decode()
    assert LEAVE in html and title(html) == "Leanback"
    assert "no-store" in client.get(path)["Cache-Control"]


def test_the_same_thread_is_an_ordinary_page_to_others(as_person, public, bob):
    for person in (bob, None):
        html = as_person(person).get(public.get_absolute_url()).content.decode()
        assert LEAVE not in html and title(html) != "Leanback"


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/questions/", "/library/", "/about/", "/search/"])
def test_pages_for_reading_need_no_way_out(client, stage, path):
    assert LEAVE not in client.get(path).content.decode()


def test_the_coach_says_where_it_leads(client, stage):
    Identity.objects.update(leave_to="https://news.example.org/")
    assert client.get("/leave/")["Location"] == "https://news.example.org/"
    assert 'data-leave="https://news.example.org/"' in client.get("/stages/distance/ask/").content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://news.example.org/"])
def test_it_leads_to_no_script(as_person, coach, address):
    form = {"title": "Leanback", "time_zone": "UTC", "language": "en", "leave_to": address}
    form |= {"help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    as_person(coach).post("/admin/stages/identity/1/change/", form)
    assert Identity.objects.get().leave_to == (address if address.startswith("https") else WEATHER)


# By Back

SAYS = "You left this page"


@pytest.fixture
def left(as_person, public, ann):
    """Ann's browser after she has left; how her pages and links were requested does not matter to what Back gets."""
    client = as_person(ann)
    assert client.get("/leave/")["Location"] == WEATHER
    return client


def test_no_page_of_hers_is_shown_by_back(left, public):
    for path in [*pages_of(public), "/", "/stages/distance/", "/questions/"]:
        html = left.get(path, follow=True).content.decode()
        assert SAYS in html and "My questions" not in html and "Sign out" not in html, path
        assert "gone quiet" not in html and "no-store" in left.get(path, follow=True)["Cache-Control"], path


@pytest.mark.parametrize("path", ["/stages/distance/ask/", "/drafts/", "/accounts/signup/", "/me/"])
def test_a_visitors_pages_are_not_shown_either(client, stage, path):
    client.get("/leave/")
    assert SAYS in client.get(path).content.decode()
    assert SAYS not in client.get("/stages/distance/").content.decode()


def test_she_opens_it_again_by_one_button(left, public):
    path = public.get_absolute_url()
    assert f'name="next" value="{path}"' in left.get(path).content.decode()
    assert left.post("/leave/", {"next": path})["Location"] == path
    assert "gone quiet" in left.get(path).content.decode()


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "", "javascript:alert(1)"])
def test_the_button_leads_to_no_other_site(left, to):
    assert left.post("/leave/", {"next": to})["Location"] == "/"


def test_what_she_sends_from_another_tab_still_arrives(left, public):
    left.post(f"/comments/{public.question.pk}/reply/", {"text": "And then?"})
    assert public.comments.filter(text="And then?").exists()


def test_leaving_tells_the_other_site_nothing(left):
    response = left.get("/leave/")
    assert response["Referrer-Policy"] == "same-origin" and "no-store" in response["Cache-Control"]
