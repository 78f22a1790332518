"""The list of a coach's first day: each line true from what the site holds, until all is done or it is put away."""

import pytest
from django.utils import timezone

from accounts.models import OutgoingMail
from desk import first_day
from stages.models import Identity, Page, Stage


def is_done(user, place):
    return first_day.of(user)[place].is_done


def html_of(client):
    return client.get("/admin/").content.decode()


def test_a_new_coach_finds_it_on_top_of_her_desk_with_a_way_to_each_line(as_person, coach, identity):
    html = html_of(as_person(coach))
    assert html.index("Your first day") < html.index("Waiting for your answer")
    for address in ("/admin/stages/identity/1/change/", "/accounts/email/", "/accounts/second-factor/", "/admin/mail/"):
        assert f'href="{address}"' in html


def test_a_moderator_is_not_asked_to_do_it(as_person, mod, identity):
    assert "Your first day" not in html_of(as_person(mod))


def test_put_away_it_stays_away(as_person, coach, identity):
    client = as_person(coach)
    versions = identity.history.count()
    client.post("/admin/first-day/put-away/")
    assert "Your first day" not in html_of(client) and identity.history.count() == versions


@pytest.mark.parametrize(
    ("name", "picture", "done"), [("Mara", "", False), ("", "a.png", False), ("Mara", "a.png", True)]
)
def test_her_name_needs_a_picture(name, picture, done):
    assert first_day.her_name(Identity(coach_name=name, picture=picture)).is_done is done


@pytest.mark.parametrize(("address", "done"), [("coach@example.org", False), ("mara@lamp.example", True)])
def test_the_address_that_a_new_site_is_made_with_is_not_hers(coach, identity, address, done):
    coach.email = address
    assert is_done(coach, 1) is done


def test_a_mail_that_has_gone_is_one_that_may_arrive(coach, identity, settings):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    mail = OutgoingMail.objects.create(sender="a@b.example")
    assert not is_done(coach, 3)
    mail.sent_at = timezone.now()
    mail.save()
    assert is_done(coach, 3)
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert not is_done(coach, 3)


def test_a_stage_is_hers_when_she_has_changed_one_or_brought_it_along(coach, stage):
    assert not is_done(coach, 4)
    stage.by(coach).save()
    assert is_done(coach, 4)
    Stage.history.all().delete()
    Stage.objects.update(origin="https://old.example/#stage-1")
    assert is_done(coach, 4)


def test_the_rules_are_hers_when_she_has_saved_them(as_person, coach, identity):
    client = as_person(coach)
    client.get("/admin/stages/page/")
    assert not is_done(coach, 5)
    page = Page.objects.get(slug="rules")
    client.post(f"/admin/stages/page/{page.pk}/change/", {"title": page.title, "body": page.body})
    assert is_done(coach, 5)


def test_when_all_is_done_nothing_is_shown(coach, identity, monkeypatch):
    done = first_day.Line("Anything", "Because", True, "/")
    for name in ("her_name", "her_address", "her_factor", "a_mail", "a_stage", "the_rules", "the_demo"):
        monkeypatch.setattr(first_day, name, lambda *_about: done)
    assert first_day.of(coach) == []
