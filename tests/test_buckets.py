"""Backups and pictures in a bucket, over a real connection to the least of a server that speaks S3."""

import io
from datetime import timedelta

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from exchange.backup import archive, place
from exchange.export import load
from exchange.models import BackupRun
from leanback.views import is_for_now
from stages.models import Page, Resource, StagePicture
from tests import bucket as buckets
from tests.test_backups import backup


@pytest.fixture
def bucket():
    with buckets.served() as bucket:
        yield bucket


@pytest.fixture
def backups(bucket, settings, tmp_path, monkeypatch):
    """Backups are kept below a folder of the bucket, pictures in a folder of this test."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # or a server that is away is waited for
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = settings.STORAGES | {"backups": bucket.storage(location="site", file_overwrite=True)}
    return bucket


@pytest.fixture
def pictures(bucket, settings):
    """Pictures are kept in the bucket."""
    where = {"url_protocol": "http:", "custom_domain": "pictures.example", "querystring_auth": False}
    settings.STORAGES = settings.STORAGES | {"default": bucket.storage(**where)}
    return bucket


def names(count):
    return [place.name_at(timezone.now() - timedelta(days=day)) for day in range(count)]


# Backups


@pytest.mark.parametrize("key", ["", str(pyrage.x25519.Identity.generate())], ids=["plain", "encrypted"])
def test_a_backup_comes_back_as_it_went(transactional_db, backups, identity, settings, tmp_path, key):
    settings.BACKUP_KEY = key
    name = backup()
    assert place.newest() == name and list(backups.files) == [f"site/{name}", "site/left.json"][: len(backups.files)]
    place.fetch(name, tmp_path / "fetched")
    manifest = archive.unpack(archive.decrypted(tmp_path / "fetched", tmp_path / "plain"), tmp_path / "into")
    assert manifest["tables"]["stages_identity"] == 1


def test_the_rule_deletes_there_and_nothing_else(db, backups):
    for name in names(40):
        backups.files[f"site/{name}"] = b"x"
    others = {"site/letter.txt": b"mine", f"other/{names(1)[0]}": b"not ours"}
    backups.files |= others
    place.thin_out(timezone.now())
    assert len(place.names()) in range(9, 15) and others.items() <= backups.files.items()


def test_uploads_that_were_killed_are_given_up(db, backups):
    now = timezone.now()
    backups.unfinished = {"site/old": now - timedelta(days=3), "site/new": now}
    place.thin_out(now)
    assert list(backups.unfinished) == ["site/new"]


@pytest.mark.parametrize(
    ("code", "says"), [("NoSuchBucket", "is not there"), ("InvalidAccessKeyId", "refuses these keys")]
)
def test_what_it_refuses_is_said_and_noted(transactional_db, backups, identity, code, says):
    backups.refuses = {"PUT": code}
    with pytest.raises(CommandError, match=says):
        backup()
    assert says in BackupRun.objects.get().problem


def test_keys_that_may_only_write_are_enough_for_a_backup(transactional_db, backups, identity):
    backups.files |= {f"site/{name}": b"x" for name in names(40)[1:]}
    backups.refuses = {"DELETE": "AccessDenied"}
    backup()
    assert BackupRun.objects.get().problem == "" and len(place.names()) == 40


def test_a_net_that_is_cut_in_the_middle_leaves_no_half_backup(transactional_db, backups, identity):
    backups.breaks_off = 1000
    with pytest.raises(CommandError, match="does not answer, or breaks off"):
        backup()
    assert backups.files == {} and BackupRun.objects.get().problem


def test_one_that_breaks_off_while_it_is_fetched_is_said(transactional_db, backups, identity):
    backup()
    backups.breaks_off = 1000
    with pytest.raises(CommandError, match="breaks off"):
        call_command("restore_drill")


def test_without_a_server_it_says_so(transactional_db, backups, identity, settings):
    where = backups.storage(endpoint_url="http://127.0.0.1:9")
    settings.STORAGES = settings.STORAGES | {"backups": where}
    with pytest.raises(CommandError, match="does not answer"):
        backup()


def test_the_list_of_who_has_left_is_never_gone(db, backups):
    place.write_down_who_left({"a": True})
    backups.refuses = {
        "DELETE": "AccessDenied"
    }  # a list that is deleted first is lost when the next line is not reached
    place.write_down_who_left({"b": False})
    assert place.left() == {"a": True, "b": False}


# Pictures


def test_a_backup_holds_the_pictures_of_a_bucket(transactional_db, pictures, identity, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "backups": {"BACKEND": "exchange.backup.folder.Folder", "OPTIONS": {"location": str(tmp_path)}}
    }
    default_storage.save("stages/a.jpg", ContentFile(b"picture"))
    manifest = archive.unpack(tmp_path / backup(), tmp_path / "into")
    assert manifest["files"]["media/stages/a.jpg"]["size"] == 7


def test_an_export_takes_them_along_and_brings_them_back(db, pictures, stage, tmp_path):
    StagePicture.objects.create(stage=stage, image="stages/a.jpg", alt="A lamp.")
    Resource.objects.create(slug="s", title="S", body="![A pot](/media/library/b.jpg)")
    Page.objects.update_or_create(slug="about", defaults={"title": "A", "body": "![Me](/media/library/c.jpg)"})
    before = {"stages/a.jpg": b"one", "library/b.jpg": b"two", "library/c.jpg": b"three"}
    for chosen in ("json", "markdown", "wxr"):
        pictures.files = dict(before)
        call_command("export", str(tmp_path / chosen), format=chosen, stdout=io.StringIO())
        assert {name: (tmp_path / chosen / "media" / name).read_bytes() for name in before} == before
    assert "![A pot](../media/library/b.jpg)" in (tmp_path / "markdown/library/s.md").read_text()
    pictures.files = {}
    load.load(tmp_path / "json", replaces=True)
    assert pictures.files == before


def test_an_address_of_ours_leads_to_the_bucket(client, pictures, identity):
    page = client.get("/media/library/b.jpg")
    assert (page.status_code, page["Location"]) == (302, "http://pictures.example/library/b.jpg")


def test_while_the_bucket_is_away_a_picture_can_be_tried_again(
    as_person, coach, pictures, stage, monkeypatch, settings
):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    settings.STORAGES = settings.STORAGES | {"default": pictures.storage(endpoint_url="http://127.0.0.1:9")}
    with pytest.raises(OSError, match="does not answer") as raised:
        storages["default"].save("stages/a.jpg", ContentFile(b"picture"))
    assert is_for_now(raised.value)


def test_a_file_larger_than_the_memory_it_may_take_is_read_from_the_disk(db, pictures, settings):
    content = bytes(range(256)) * 40_000
    pictures.files["library/big.jpg"] = content
    with default_storage.open("library/big.jpg") as file:
        assert file.file._rolled and file.read() == content
    with pytest.raises(FileNotFoundError):
        default_storage.open("library/none.jpg")
