"""Backups: whole, kept by a rule, proved, and brought back without those who have left."""

import io
import json
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import tasks
from exchange.backup import archive, place, state
from exchange.models import BackupRun, Departure
from leanback import personal_data

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def place_here(settings, tmp_path):
    """Backups are kept in a folder of this test, and pictures in another; return the first."""
    folder = tmp_path / "backups"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = settings.STORAGES | {
        "backups": {"BACKEND": "exchange.backup.folder.Folder", "OPTIONS": {"location": str(folder)}}
    }
    return folder


def backup():
    out = io.StringIO()
    call_command("backup", stdout=out)
    return out.getvalue().split()[0]


def members(path):
    with tarfile.open(path) as tar:
        return tar.getnames()


def names(count, step):
    return {f"b{number}": NOW - number * step for number in range(count)}


# One file


def test_a_backup_is_one_file_with_database_and_pictures(transactional_db, place_here, identity):
    default_storage.save("stages/a.jpg", ContentFile(b"picture"))
    name = backup()
    assert members(place_here / name)[1:] == ["media/stages/a.jpg", "manifest.json"]
    assert (place_here / name).stat().st_mode & 0o077 == 0


def test_its_manifest_counts_every_table(transactional_db, place_here, ann):
    name = backup()
    with tarfile.open(place_here / name) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    assert manifest["tables"]["accounts_user"] == 1 and manifest["tables"]["django_migrations"] > 50


def test_with_a_key_nothing_in_it_can_be_read(transactional_db, place_here, ann, settings, tmp_path):
    settings.BACKUP_KEY = str(pyrage.x25519.Identity.generate())
    name = backup()
    assert name.endswith(".backup.age") and b"ann@example.org" not in (place_here / name).read_bytes()
    plain = archive.decrypted(place_here / name, tmp_path / "plain")
    assert "manifest.json" in members(plain)


def test_without_its_key_or_with_another_it_says_so(transactional_db, place_here, ann, settings, tmp_path):
    settings.BACKUP_KEY = str(pyrage.x25519.Identity.generate())
    file = place_here / backup()
    settings.BACKUP_KEY = str(pyrage.x25519.Identity.generate())
    with pytest.raises(archive.Broken, match="not the key"):
        archive.decrypted(file, tmp_path / "plain")
    settings.BACKUP_KEY = ""
    with pytest.raises(archive.Broken, match="set BACKUP_KEY"):
        archive.decrypted(file, tmp_path / "plain")


@pytest.mark.parametrize("cut", [0, 10, 3000, -1])
def test_one_that_breaks_off_is_refused(transactional_db, place_here, identity, tmp_path, cut):
    file = place_here / backup()
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(archive.Broken):
        archive.unpack(file, tmp_path)


def test_one_that_would_write_elsewhere_is_refused(tmp_path):
    with tarfile.open(tmp_path / "evil", "w:gz") as tar:
        member = tarfile.TarInfo("media/../../out")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(archive.Broken, match="outside"):
        archive.unpack(tmp_path / "evil", tmp_path / "into")


def test_one_that_fails_is_noted_and_leaves_nothing(transactional_db, place_here, identity, settings):
    place_here.write_text("a file where the folder would be")
    with pytest.raises(CommandError, match="could not be"):
        backup()
    assert BackupRun.objects.get().problem and not list(Path(settings.VAR).glob("backup-work-*"))


# The rule


def test_days_weeks_and_months_are_kept():
    kept = place.kept(names(400, timedelta(days=1)), NOW)
    ages = sorted(int(name[1:]) for name in kept)
    assert ages == [0, 1, 2, 3, 4, 5, 6, 8, 15, 30, 61]  # seven days, three Sundays before, two ends of months


def test_all_of_the_last_two_days_stay():
    assert len(place.kept(names(40, timedelta(hours=1)), NOW)) == 40


@given(st.lists(st.integers(0, 3000), max_size=60))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_the_newest_always_stays_and_never_too_many(hours):
    times = {f"b{number}": NOW - timedelta(hours=hour) for number, hour in enumerate(hours)}
    kept = place.kept(times, NOW)
    old = {name for name in kept if NOW - times[name] > place.ALL_FOR}
    assert not times or max(times.values()) in {times[name] for name in kept}
    assert len(old) <= 7 + 4 + 3


def test_only_backups_are_thinned_out(db, place_here):
    place_here.mkdir()
    (place_here / "letter.txt").write_text("mine")
    for day in range(30):
        (place_here / place.name_at(NOW - timedelta(days=day))).touch()
    place.thin_out(NOW)
    assert (place_here / "letter.txt").exists() and len(list(place_here.iterdir())) < 16


# When


def test_one_is_due_each_night_where_she_lives(db, identity):
    zone = identity.zone
    assert BackupRun.objects.is_backup_due(NOW, zone)
    BackupRun.objects.create(kind="backup", at=NOW)
    assert not BackupRun.objects.is_backup_due(NOW + timedelta(hours=10), zone)
    assert BackupRun.objects.is_backup_due(NOW + timedelta(hours=16), zone)


def test_after_one_that_failed_it_is_tried_again_in_an_hour(db, identity):
    BackupRun.objects.create(kind="backup", at=NOW, problem="The disk is full.")
    assert not BackupRun.objects.is_backup_due(NOW + timedelta(minutes=50), identity.zone)
    assert BackupRun.objects.is_backup_due(NOW + timedelta(minutes=70), identity.zone)


def test_the_worker_asks_for_one_at_a_time(db, identity, settings):
    settings.BACKUPS = True
    tasks.keep_safe()
    tasks.keep_safe()
    assert tasks.DBTaskResult.objects.filter(task_path="exchange.tasks.back_up").count() == 1


def test_a_drill_is_held_each_week(db):
    assert not BackupRun.objects.is_drill_due(NOW)
    BackupRun.objects.create(kind="backup", at=NOW)
    assert BackupRun.objects.is_drill_due(NOW)
    BackupRun.objects.create(kind="drill", at=NOW)
    assert not BackupRun.objects.is_drill_due(NOW + timedelta(days=6))
    assert BackupRun.objects.is_drill_due(NOW + timedelta(days=8))


# What the desk says


def test_the_desk_says_when_the_last_good_ones_were(as_person, coach):
    BackupRun.objects.create(kind="backup", at=NOW, size=5_000_000)
    BackupRun.objects.create(kind="backup", at=NOW + timedelta(days=1), problem="The disk is full.")
    page = as_person(coach).get(reverse("moving")).content.decode()
    assert "30 November 2026" in page and "The disk is full." in page


@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_else_reads_that(as_person, request, identity, who):
    client = as_person(who and request.getfixturevalue(who))
    assert client.get(reverse("moving")).status_code in {302, 403}


def test_the_first_page_speaks_up_when_there_was_none_for_two_days(as_person, coach, settings):
    settings.BACKUPS = True
    BackupRun.objects.create(kind="backup", at=timezone.now() - timedelta(days=3))
    assert "no good backup for two days" in as_person(coach).get("/admin/").content.decode()
    BackupRun.objects.create(kind="backup")
    assert state.worry() == ""


def test_it_speaks_up_when_a_backup_could_not_be_proved(db, settings):
    settings.BACKUPS = True
    BackupRun.objects.create(kind="backup")
    BackupRun.objects.create(kind="drill", problem="This backup is damaged.")
    assert "could not be proved" in state.worry()


# Who has left


def test_who_leaves_is_written_down_without_a_name(place_here, ann):
    personal_data.leave(ann, keeps_words=False)
    tasks.write_down_who_left.call()
    departure = Departure.objects.get()
    assert place.left() == {departure.mark: False} and "ann" not in departure.mark


def test_the_list_only_grows(db, place_here):
    place.write_down_who_left({"a": True})
    place.write_down_who_left({"b": False})
    assert place.left() == {"a": True, "b": False} and storages["backups"].exists("left.json")
