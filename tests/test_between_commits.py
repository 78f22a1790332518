"""The number under which pages are kept is read again only if something was committed, and is never older than a question."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leanback.page_cache import door
from leanback.sqlite3 import between_commits, wal_index
from leanback.sqlite3.between_commits import BetweenCommits

READ = "SELECT number FROM counted"
MOVE = "UPDATE counted SET number = number + 1"


def written(file, number, journal="WAL"):
    """Make a database that holds one number, and close it."""
    connection = sqlite3.connect(file)
    connection.executescript(
        f"PRAGMA journal_mode={journal}; CREATE TABLE counted (number); INSERT INTO counted VALUES ({number})"
    )
    connection.close()


def elsewhere(file, *statements):
    """Do something in another process, whose connection is the only one there and is closed at the end."""
    code = "import sqlite3, sys; site = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    code += "for statement in sys.argv[2:]: site.execute(statement).fetchall()\nsite.close()"
    subprocess.run([sys.executable, "-c", code, file, *statements], check=True)


class Counted(BetweenCommits):
    """Tells in `reads` how often the database was asked."""

    reads = 0

    def read(self):
        self.reads += 1
        return super().read()


@pytest.fixture
def file(tmp_path):
    written(tmp_path / "site.sqlite3", 1)
    return tmp_path / "site.sqlite3"


@pytest.fixture
def number(file):
    number = Counted(file, READ)
    yield number
    number.forget()


def again(number):
    """Return the number, and whether the database was asked for it."""
    before = number.reads
    return number.value(), number.reads > before


def test_it_is_read_once_as_long_as_nothing_is_committed(number):
    assert [again(number) for _time in range(3)] == [(1, True), (1, False), (1, False)]


def test_what_another_process_commits_is_there_at_once(number, file):
    number.value()
    elsewhere(file, MOVE)
    assert [again(number), again(number)] == [(2, True), (2, False)]


def test_what_this_process_commits_is_there_at_once(number, file):
    number.value()
    site = sqlite3.connect(file, isolation_level=None)
    for moved in range(2, 9):
        site.execute(MOVE)
        assert number.value() == moved
    site.close()
    assert again(number) == (8, False)


def test_what_is_not_committed_is_not_there(number, file):
    number.value()
    site = sqlite3.connect(file, isolation_level=None)
    site.execute("BEGIN")
    site.execute(MOVE)
    assert number.value() == 1
    site.execute("ROLLBACK")
    assert number.value() == 1
    site.close()


@pytest.mark.parametrize("how", ["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
def test_a_log_that_begins_anew_changes_nothing_and_hides_nothing(number, file, how):
    number.value()
    for moved in (2, 3, 4):
        elsewhere(file, f"PRAGMA wal_checkpoint({how})")
        assert number.value() == moved - 1
        elsewhere(file, MOVE, f"PRAGMA wal_checkpoint({how})")
        assert number.value() == moved


def test_while_it_is_kept_no_other_process_takes_the_index_away(number, file):
    number.value()
    elsewhere(file, MOVE)
    with pytest.raises(subprocess.CalledProcessError):
        elsewhere(file, "PRAGMA journal_mode=DELETE")
    assert Path(f"{file}-shm").exists() and number.value() == 2


@pytest.mark.parametrize("others", ["closed", "open"])
def test_a_file_that_takes_its_place_is_read_at_once(number, file, tmp_path, others):
    number.value()
    site = sqlite3.connect(file) if others == "open" else None
    for old in tmp_path.glob("site.sqlite3*"):
        old.rename(old.with_name(f"old-{old.name}"))
    written(tmp_path / "backup", 70)
    (tmp_path / "backup").rename(file)
    assert number.value() == 70
    elsewhere(file, MOVE)
    assert number.value() == 71
    if site:
        site.close()


def test_a_file_that_is_copied_over_is_asked_again(number, file, tmp_path):
    number.value()
    written(tmp_path / "backup", 70)
    shutil.copyfile(tmp_path / "backup", file)
    assert again(number)[1]


def test_a_backup_that_sqlite_writes_over_it_is_read_at_once(number, file, tmp_path):
    number.value()
    written(tmp_path / "backup", 70)
    with sqlite3.connect(tmp_path / "backup") as backup, sqlite3.connect(file) as site:
        backup.backup(site)
    assert number.value() == 70
    backup.close()
    site.close()


def test_without_wal_it_is_read_each_time(tmp_path):
    written(tmp_path / "plain", 1, journal="DELETE")
    number = Counted(tmp_path / "plain", READ)
    assert number.value() == 1
    elsewhere(tmp_path / "plain", MOVE)
    assert [again(number), again(number)] == [(2, True), (2, True)]


def test_a_file_that_becomes_wal_is_kept_from_then_on(tmp_path):
    written(tmp_path / "plain", 1, journal="DELETE")
    number = Counted(tmp_path / "plain", READ)
    number.value()
    site = sqlite3.connect(tmp_path / "plain", isolation_level=None)
    site.execute("PRAGMA journal_mode=WAL")
    site.execute(MOVE)
    assert [again(number), again(number)] == [(2, True), (2, False)]
    site.close()


def test_an_index_that_was_removed_by_hand_is_not_trusted(file):
    site = sqlite3.connect(file, isolation_level=None)
    site.execute(READ).fetchone()
    Path(f"{file}-shm").unlink()
    elsewhere(file, READ)  # makes another, which this process does not use
    number = Counted(file, READ)
    number.value()
    assert again(number)[1]
    site.close()


def test_a_file_that_is_not_there_is_said_so_and_found_when_it_is(tmp_path):
    number = BetweenCommits(tmp_path / "late", READ)
    with pytest.raises((sqlite3.Error, OSError)):
        number.value()
    written(tmp_path / "late", 5)
    assert number.value() == 5


def test_a_head_whose_copies_differ_is_none():
    head = wal_index.VERSION + bytes(8) + b"\1" + bytes(35)
    assert wal_index.head_of(head + head) == head
    assert wal_index.head_of(head + head[:-1] + b"\1") is None
    assert wal_index.head_of(2 * (wal_index.VERSION + bytes(44))) is None
    assert wal_index.head_of(2 * (bytes(4) + head[4:])) is None


def test_what_is_committed_while_it_is_read_is_read_the_next_time(number, file, monkeypatch):
    number.value()
    site = sqlite3.connect(file, isolation_level=None)
    site.execute(MOVE)
    look, looks = BetweenCommits.last_commit, []

    def looked(self, index):
        looks.append(index)
        if len(looks) == 3:  # it has been read, and is not kept yet
            site.execute(MOVE)
        return look(self, index)

    monkeypatch.setattr(BetweenCommits, "last_commit", looked)
    assert number.value() == 2 and len(looks) == 3
    monkeypatch.undo()
    assert number.value() == 3
    site.close()


def locks_of(file):
    """Return the locks that this process holds on a file."""
    inode, mine = str(Path(file).stat().st_ino), str(os.getpid())
    lines = map(str.split, Path("/proc/locks").read_text().splitlines())
    return [line for line in lines if line[4] == mine and line[5].endswith(f":{inode}")]


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds which lock")
def test_looking_at_the_index_takes_no_lock_away_from_sqlite(number, file):
    number.value()
    held = locks_of(f"{file}-shm")
    number.forget()
    other = sqlite3.connect(file)
    other.execute(READ).fetchone()
    for _time in range(3):
        BetweenCommits(file, READ).value()
    assert held and locks_of(f"{file}-shm")
    other.close()


def test_a_child_asks_by_a_connection_of_its_own(number, file):
    number.value()
    child = os.fork()
    if child == 0:
        fine = number.known is None and number.value() == 1 and number.connection is not None
        os._exit(0 if fine else 1)
    assert os.waitpid(child, 0)[1] == 0
    elsewhere(file, MOVE)
    assert number.value() == 2


def test_threads_that_read_while_others_write_read_nothing_old(number, file):
    done, old = [1], []

    def read():
        while done[-1] < 60:
            before = done[-1]
            if number.value() < before:
                old.append(before)

    readers = [threading.Thread(target=read) for _reader in range(3)]
    for reader in readers:
        reader.start()
    site = sqlite3.connect(file, isolation_level=None)
    while done[-1] < 60:
        site.execute(MOVE)
        if done[-1] % 20 == 0:
            site.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        done.append(done[-1] + 1)
    for reader in readers:
        reader.join()
    site.close()
    assert old == []


ACTS = ["write", "roll back", "truncate", "restart", "close", "vacuum", "replace", "restore"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_is_done_it_says_what_a_question_says(acts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    file = folder / "site"
    written(file, 1)
    number, site = BetweenCommits(file, READ), sqlite3.connect(file, isolation_level=None)
    for step, act in enumerate(acts):
        site = do(act, site, file, step)
        asked = sqlite3.connect(file)
        assert number.value() == asked.execute(READ).fetchone()[0] == number.value()
        asked.close()
    site.close()
    number.forget()


def do(act, site, file, step):
    """Do an act by a connection; return the connection for the next."""
    if act == "write":
        site.execute(MOVE)
    elif act == "roll back":
        for statement in ("BEGIN", MOVE, "ROLLBACK"):
            site.execute(statement)
    elif act in {"truncate", "restart"}:
        site.execute(f"PRAGMA wal_checkpoint({act})")
    elif act == "vacuum":
        site.execute("VACUUM")
    elif act == "close":
        site.close()
        return sqlite3.connect(file, isolation_level=None)
    else:
        new = file.with_name(f"new{step}")
        written(new, 1000 * step)
        if act == "restore":
            with sqlite3.connect(new) as backup:
                backup.backup(site)
            backup.close()
            return site
        site.close()
        for old in file.parent.glob("site*"):
            old.rename(old.with_name(f"old{step}{old.name[4:]}"))
        new.rename(file)
        return sqlite3.connect(file, isolation_level=None)
    return site


@pytest.mark.django_db(transaction=True)
def test_where_the_file_cannot_be_read_so_a_question_is_asked_in_djangos_way(monkeypatch):
    monkeypatch.setattr(between_commits.BetweenCommits, "value", lambda self: (_ for _ in ()).throw(OSError))
    assert door.number_now() == door.version.now()
