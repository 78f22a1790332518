"""What SQLite (FTS5) and PostgreSQL (full text) say differently. All words come from `words.words_of`: letters and digits."""

from contextlib import contextmanager
from time import monotonic

from django.db import OperationalError, transaction

from leanback.searching.words import is_beginning, stem

# A word in the title counts four times as much as one in the text.
FTS5 = """SELECT rowid AS id, bm25(leanback_passage_words, 4, 1) AS score
    FROM leanback_passage_words WHERE leanback_passage_words MATCH %s"""
TSEARCH = """SELECT id, -ts_rank('{{0, 0, 0.25, 1}}', words, query, 1) AS score
    FROM leanback_passage, (SELECT {query} AS query) asked WHERE words @@ query"""

# Stems of about one length, those that most texts have first.
FTS5_TERMS = """SELECT term FROM leanback_passage_terms
    WHERE {alike} AND length(term) BETWEEN %s AND %s ORDER BY doc DESC LIMIT %s"""
TSEARCH_TERMS = """SELECT term FROM ts_stat(%s) AS stems(term, doc, entries)
    WHERE {alike} AND length(term) BETWEEN %s AND %s ORDER BY doc DESC LIMIT %s"""
SAME_START = "substr(term, 1, 1) = %s"
OTHER_START = "(substr(term, 1, 2) IN (%s, %s) OR substr(term, 2, 2) IN (%s, %s))"
NEWEST = (
    "SELECT words FROM leanback_passage ORDER BY by_coach DESC, id DESC LIMIT 20000"  # PostgreSQL has to read them all
)
ALIKE = 5_000  # words of the same beginning that are compared
STEPS = 10_000  # of SQLite's machine, some milliseconds, after which it looks at the clock


class TooLong(Exception):
    """A search was given up."""


@contextmanager
def at_most(seconds, connection):
    """Let what is asked within take so long. Raises TooLong."""
    end = monotonic() + seconds
    try:
        with {"sqlite": _sqlite_until, "postgresql": _postgresql_until}[connection.vendor](end, seconds, connection):
            yield
    except OperationalError as error:
        if monotonic() < end:
            raise
        raise TooLong from error


@contextmanager
def _sqlite_until(end, seconds, connection):
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(lambda: monotonic() > end, STEPS)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


@contextmanager
def _postgresql_until(end, seconds, connection):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(seconds * 1000)))])
        yield
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")


def hits(vendor, words, every, language):
    """Return (SQL, parameters) of the passages' ids and scores, the lowest the best, that say every one or any of `words`."""
    return {"sqlite": _fts5, "postgresql": _tsearch}[vendor](list(map(_sought(language), words)), every)


def best_hits(vendor, words, most, language):
    """Return (SQL, parameters) of the ids of the passages that say any of `words`, at most so many, the best of them."""
    found, parameters = hits(vendor, words, every=False, language=language)
    return f"SELECT id FROM ({found} ORDER BY score, id LIMIT {int(most)}) best", parameters  # noqa: S608 – a number


def _sought(language):
    """The index has English stems. Words of other languages are looked for by their beginning, which those keep."""

    def sought(word):
        start = stem(word, language)
        return (start, True) if is_beginning(start, language) else (word, False)

    return sought


def _fts5(sought, every):
    words = (f'"{word}"{"*" if is_start else ""}' for word, is_start in sought)
    return FTS5, [(" AND " if every else " OR ").join(words)]


def _tsearch(sought, every):
    ways = {True: "to_tsquery('public.leanback', %s)", False: "plainto_tsquery('public.leanback', %s)"}
    query = (" && " if every else " || ").join(ways[is_start] for _word, is_start in sought)
    return TSEARCH.format(query=query), [f"'{word}':*" if is_start else word for word, is_start in sought]


def stems_like(stem, connection):
    """Return stems of the index's own words that begin like this one and are about as long."""
    return _stems(connection, stem, SAME_START, [stem[0]])


def stems_that_begin_otherwise(stem, connection):
    """Return those that would be alike if a first letter was mistyped, swapped with the second, added or left out."""
    return _stems(connection, stem, OTHER_START, [stem[1] + stem[0], stem[1:3], stem[1:3], stem[:2]])


def _stems(connection, stem, alike, beginnings):
    around = [len(stem) - 2, len(stem) + 2, ALIKE]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(FTS5_TERMS.format(alike=alike), [*beginnings, *around])
        else:
            cursor.execute(TSEARCH_TERMS.format(alike=alike), [NEWEST, *beginnings, *around])
        return [term for (term,) in cursor.fetchall()]
