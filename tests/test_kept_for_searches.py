"""What every search is compared with is read once for each change of what readers see, and is never old."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leanback.page_cache import version
from search import kept
from search.stage_finder import published_stages
from stages.models import Resource, Sign, Stage


@pytest.fixture(autouse=True)
def a_number(transactional_db, monkeypatch):
    monkeypatch.setattr(kept, "shelf", kept.Keeper().shelf)
    monkeypatch.setattr("search.stage_finder.shelf", kept.shelf)
    version.renew()


def test_it_is_read_once(stage):
    published_stages()
    with CaptureQueriesContext(connection) as captured:
        [known] = published_stages()
        said = [list(known.signs.all()), list(known.guidance.all()), list(known.examples.all())]
    assert said == [[], [stage.guidance.get()], []]
    assert len(captured) == 1


def test_what_is_said_of_a_stage_is_there_at_once(stage):
    published_stages()
    Sign.objects.create(stage=stage, line="He texts less.")
    assert [sign.line for known in published_stages() for sign in known.signs.all()] == ["He texts less."]


def test_a_stage_that_is_hidden_is_gone_at_once(stage):
    assert published_stages() == [stage]
    Stage.objects.update(published_at=None)
    assert published_stages() == []


def test_what_is_scheduled_appears_without_a_change(stage, monkeypatch):
    later = timezone.now() + timedelta(hours=1)
    Stage.objects.update(published_at=later)
    Resource.objects.create(slug="walk", title="A walk", body="Go.", published_at=later)
    assert published_stages() == [] and kept.shelf().resources() == []
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert published_stages() == [stage] and len(kept.shelf().resources()) == 1


def test_what_is_rolled_back_is_not_kept(stage):
    with transaction.atomic():
        Stage.objects.update(title="Never said")
        published_stages()
        transaction.set_rollback(True)
    assert [known.title for known in published_stages()] == [stage.title]


def test_without_a_number_nothing_is_kept(stage, monkeypatch):
    monkeypatch.setattr(kept.number, "now", lambda: None)
    published_stages()
    with CaptureQueriesContext(connection) as captured:
        published_stages()
    assert len(captured) == 4
