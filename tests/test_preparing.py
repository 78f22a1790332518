"""A site that is started again with nothing new is there soon."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from leanback.management.commands import prepare


@pytest.fixture
def asked(db, settings, tmp_path, monkeypatch):
    """Let the database be looked at; returns the commands that were thought necessary."""
    settings.VAR, asked = tmp_path, []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: asked.append(name))

    def look():
        asked.clear()
        prepare.Command().migrate()
        return asked

    return look


def test_django_is_asked_once_whether_there_is_something_to_migrate(asked):
    assert asked() == ["migrate", "createcachetable"]
    assert asked() == []


def test_a_migration_that_was_not_done_is_done(asked):
    asked()
    app, name = max(prepare.migrations())
    MigrationRecorder(connection).record_unapplied(app, name)
    assert asked() == ["migrate", "createcachetable"]


def test_a_new_migration_is_done(asked, monkeypatch):
    asked()
    monkeypatch.setattr(prepare, "migrations", lambda: {("stages", "9999_a_new_one")})
    assert asked() == ["migrate", "createcachetable"]


def test_another_database_is_looked_at(asked, monkeypatch):
    asked()
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"database": "another"})
    assert asked() == ["migrate", "createcachetable"]
