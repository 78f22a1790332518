"""The head of SQLite's index of its write-ahead log, seen without a statement (https://sqlite.org/walformat.html).

It stands twice at the beginning of the file that ends in `-shm`. Whoever commits writes both, and only then returns; and it is
what SQLite itself compares to learn whether what it keeps in memory still holds. So whoever finds it as it was knows that
nothing was committed since."""

import ctypes
import mmap
import os
import struct
from contextlib import suppress
from pathlib import Path

HEAD = 48  # bytes, twice
VERSION = struct.pack("=I", 3_007_000)  # with which a head begins that is written as we know it
IS_WRITTEN = 12  # the byte that says that there is one

# By (device, inode), as long as the process lives. Closing any descriptor of such a file would take from SQLite the locks that
# it holds there (fcntl(2)), and two might write at once: so none is ever closed, not even when Python ends.
_seen = {}


def index_at(path):
    """Return the index at a Path as memory that shows it at any moment; None unless SQLite uses just this one here."""
    found = which(path)
    if found is None or not is_used(found):
        return None
    if found not in _seen:
        _seen[found] = seen = _shown(os.open(path, os.O_RDONLY), found)
        keep_for_good(seen)
    return _seen[found]


def _shown(descriptor, found):
    stat = os.fstat(descriptor)
    if (stat.st_dev, stat.st_ino) == found and stat.st_size >= 2 * HEAD:
        with suppress(OSError):
            return mmap.mmap(descriptor, 2 * HEAD, mmap.MAP_SHARED, mmap.PROT_READ)
    return None


def is_used(found):
    """Return whether this process has the file in memory to write there, as SQLite has. Where no /proc tells: no."""
    _device, inode = found
    with suppress(OSError):
        lines = map(str.split, Path("/proc/self/maps").read_text().splitlines())
        return any(line[1] == "rw-s" and line[4] == str(inode) for line in lines)
    return False


def keep_for_good(thing):
    """Let something outlive Python itself."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


def head_of(index):
    """Return the head of an index, or None where its two copies differ (somebody is writing it) or it is not as we know it."""
    both = index[:]
    head = both[:HEAD]
    return head if both[HEAD:] == head and head.startswith(VERSION) and head[IS_WRITTEN] else None


def which(path):
    """Return (device, inode) of the file at a Path, None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
