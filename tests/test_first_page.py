"""The first page of the desk and what one link leads to from it: her account, the demo, what readers are told."""

import re
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from comments.models import ModerationEntry, Thread
from exchange import starter as demo
from stages import starter

DANGER = "He said he will kill me if I leave."
DESK = ["", "account/", "weekly/", "people/", "people/invite/", "comments/many/", "wishes/", "demo/remove/"]
DESK += ["stages/identity/1/change/", "stages/stage/add/", "stages/guide/add/", "stages/resource/add/"]
DESK += ["comments/heldword/add/", "comments/moderationentry/", "comments/thread/"]
ACCOUNT = ["/accounts/second-factor/", "/accounts/2fa/", "/accounts/password/change/"]
ACCOUNT += ["/accounts/email/", "/me/notifications/", "/me/name/", "/accounts/sessions/"]


class Page(HTMLParser):
    """What of a page can go wrong unseen: ids that stand twice, labels of nothing, a None among the words."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.labels, self.said, self.skip = Counter(), set(), [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.skip = tag in {"script", "style"}
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
        if tag == "label" and "for" in attributes:
            self.labels.add(attributes["for"])

    def handle_endtag(self, tag):
        self.skip = False

    def handle_data(self, data):
        if not self.skip:
            self.said.append(data)

    def faults(self):
        twice = [name for name, count in self.ids.items() if count > 1]
        return twice + sorted(self.labels - set(self.ids)) + re.findall(r"\bNone\b", " ".join(self.said))


def faults_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.content.decode()).faults()


def html_of(client, path="/admin/"):
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", [*(f"/admin/{path}" for path in DESK), *ACCOUNT])
def test_each_label_has_its_own_field_and_nobody_reads_none(surely, coach, stage, path):
    assert faults_of(surely(coach), path) == []


def test_so_it_is_where_a_second_factor_or_a_password_is_chosen(as_person, coach):
    coach.set_unusable_password()
    coach.save()
    client = as_person(coach)
    for path in ("/accounts/2fa/webauthn/add/", "/accounts/password/set/"):
        assert faults_of(client, path) == []


def test_so_it_is_where_a_question_is_answered(surely, answered, coach):
    Thread.objects.update(state="touch_base_due", touch_base_on=timezone.localdate())
    client = surely(coach)
    for path in (f"/admin/threads/{answered.pk}/", f"/admin/people/{answered.asker_id}/"):
        assert faults_of(client, path) == []


# One row for one question


def test_a_question_of_danger_is_one_row_until_somebody_has_seen_to_it(as_person, coach, stage, ann):
    thread = Thread.ask(stage, ann, DANGER)
    client = as_person(coach)
    assert html_of(client).count('<li class="desk-row" data-row') == 1 == html_of(client).count(DANGER)
    thread.question.see_to(coach)
    html = html_of(client)
    assert f'data-key="comment-{thread.question.pk}"' in html and DANGER in html


# Her account


def test_her_account_is_one_link_from_every_page_of_the_desk(as_person, coach, stage):
    client = as_person(coach)
    for path in ("/admin/", "/admin/weekly/", "/admin/stages/identity/1/change/"):
        assert 'href="/admin/account/">Your account</a>' in html_of(client, path)


def test_it_leads_to_all_of_it(as_person, coach):
    html = html_of(as_person(coach), "/admin/account/")
    for path in ("/me/name/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/me/notifications/"):
        assert f'href="{path}"' in html
    assert "Name on your answers" in html and coach.email in html


def test_a_moderator_has_one_too(as_person, mod):
    assert "Your pen name" in html_of(as_person(mod), "/admin/account/")


def test_the_name_of_the_site_s_coach_says_where_the_name_on_answers_is(as_person, coach):
    html = html_of(as_person(coach), "/admin/stages/identity/1/change/")
    assert "Your answers are signed with your pen name." in html and 'href="/me/name/"' in html


# What readers are told


@pytest.mark.parametrize(("days", "is_said"), [(0, True), (5, True), (-1, False)])
def test_the_desk_says_that_readers_are_told_she_is_away(as_person, coach, identity, days, is_said):
    identity.away_until = timezone.localdate() + timedelta(days=days)
    identity.save()
    assert ("you're away until" in html_of(as_person(coach))) is is_said


# The demo


@pytest.fixture
def with_demo(coach):
    starter.load()
    demo.load(coach)


def test_the_demo_goes_by_a_button_that_asks_first(as_person, coach, with_demo):
    client = as_person(coach)
    assert 'href="/admin/demo/remove/"' in html_of(client)
    assert "They will be deleted for good." in html_of(client, "/admin/demo/remove/") and Thread.objects.demo().exists()
    assert "demo questions are gone" in client.post("/admin/demo/remove/", follow=True).content.decode()
    assert not Thread.objects.exists() and 'href="/admin/demo/remove/"' not in html_of(client)


def test_the_log_says_who_took_it_away(as_person, coach, with_demo):
    client, count = as_person(coach), Thread.objects.count()
    client.post("/admin/demo/remove/")
    client.post("/admin/demo/remove/")
    entry = ModerationEntry.objects.get(act="no_demo")
    assert (entry.by, entry.before) == (coach, str(count))


def test_a_moderator_does_not_take_it_away(as_person, mod, with_demo):
    client = as_person(mod)
    assert "demo/remove" not in html_of(client) and client.post("/admin/demo/remove/").status_code == 403
    assert Thread.objects.demo().exists()


# Whoever signs up without a question


def test_who_is_invited_is_not_asked_where_the_answer_goes(client, identity, stage):
    html = html_of(client, "/accounts/signup/?next=/accounts/invitation/abc/")
    assert "answer" not in re.search("<h1>.*?</form>", html, re.DOTALL)[0]
    sign_up = client.post("/stages/distance/ask/", {"text": "Do I wait?"})["Location"]
    assert "Where should we send the answer?" in html_of(client, sign_up)
