"""Restoring a real site: whole or not at all, whoever is killed, and never with those who have left."""

import subprocess
import sys
import time

import pytest

from tests import database
from tests.running.sites import ROOT

PERSON = "User.objects.create_user('{0}@example.org', '{0} of the Hills', 'a long password')"
USERS = "SELECT COUNT(*) FROM accounts_user"

pytestmark = pytest.mark.database


def run(site, *command):
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=site.environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def people(site, *names):
    made = "; ".join(PERSON.format(name) for name in names)
    site.shell(f"from accounts.models import User; {made}")


def emails(site):
    with site.connect() as connection:
        return {row[0] for row in connection.execute("SELECT email FROM accounts_user").fetchall()}


def test_what_was_backed_up_comes_back_but_for_who_has_left(site):
    people(site, "ann", "bob")
    assert run(site, "backup")[0] == 0
    leave = "personal_data.leave(User.objects.get(email='bob@example.org'), keeps_words=False)"
    site.shell(f"from accounts.models import User; from leanback import personal_data; {leave}")
    people(site, "carol")
    kept = sorted((site.folder / "backups").glob("*.backup"))[0]
    code, said = run(site, "restore", str(kept))
    assert code == 0 and "1 who have left since that backup were taken out" in said, said
    assert {"ann@example.org", "bob@example.org", "carol@example.org"} & emails(site) == {"ann@example.org"}


def test_who_has_left_stays_gone_even_when_the_site_itself_is_lost(site):
    people(site, "bob")
    run(site, "backup")
    leave = "personal_data.leave(User.objects.get(email='bob@example.org'), keeps_words=False)"
    told = "from exchange.tasks import write_down_who_left; write_down_who_left.call()"
    site.shell(f"from accounts.models import User; from leanback import personal_data; {leave}; {told}")
    with site.connect() as connection:
        connection.execute("DELETE FROM exchange_departure")
    assert run(site, "restore", "newest")[0] == 0 and "bob@example.org" not in emails(site)


def test_the_drill_proves_a_good_backup_and_fails_for_a_bad_one(site):
    assert run(site, "restore_drill")[0] == 1
    run(site, "backup")
    code, said = run(site, "restore_drill")
    assert code == 0 and "whole" in said, said
    [kept] = (site.folder / "backups").glob("*.backup")
    kept.write_bytes(kept.read_bytes()[:-500])
    code, said = run(site, "restore_drill")
    assert code == 1 and "would not bring the site back" in said
    assert site.number("SELECT COUNT(*) FROM exchange_backuprun WHERE problem <> ''") == 2


def test_a_bad_backup_changes_nothing(site):
    people(site, "ann")
    (site.folder / "bad.backup").write_bytes(b"x" * 5000)
    before = emails(site)
    code, said = run(site, "restore", str(site.folder / "bad.backup"))
    assert code == 1 and "no backup of ours" in said and emails(site) == before


@pytest.mark.parametrize("seconds", [1, 3])
def test_a_restore_that_is_killed_has_changed_all_or_nothing(site, seconds):
    people(site, "ann")
    run(site, "backup")
    people(site, *(f"r{number}" for number in range(20)))
    before = site.number(USERS)
    restoring = site.start("restore", "newest")
    time.sleep(seconds)  # wherever it is by then
    restoring.kill()
    restoring.wait()
    assert site.number(USERS) in {before, before - 20}
    first = sorted((site.folder / "backups").glob("*.backup"))[0]
    assert run(site, "restore", str(first))[0] == 0 and site.number(USERS) == before - 20
    assert not list(site.folder.glob("backup-work-*"))


def test_a_backup_that_is_killed_leaves_no_half_one(site):
    for seconds in (0.7, 1.2):
        making = site.start("backup")
        time.sleep(seconds)
        making.kill()
        making.wait()
    assert run(site, "backup")[0] == 0
    for kept in (site.folder / "backups").glob("*.backup"):
        assert run(site, "restore_drill", kept.name)[0] == 0
    assert not list(site.folder.glob("backup-work-*"))


def test_pages_are_served_all_the_while_and_show_what_was_restored(site):
    if database.KEPT.vendor == "postgresql":
        pytest.skip("what a kept connection of SQLite sees is asked here")
    run(site, "backup")
    site.start("web")
    until = time.monotonic() + 60
    while site.answers() is None and time.monotonic() < until:
        time.sleep(0.1)
    site.shell("from stages.models import Identity; Identity.objects.update(title='Changed since')")
    assert "Changed since" in site.answers("/")
    first = sorted((site.folder / "backups").glob("*.backup"))[0]
    assert run(site, "restore", str(first))[0] == 0
    assert "Changed since" not in site.answers("/")
