"""What SQLite (FTS5) and PostgreSQL (full text) say differently. All words come from `words.words_of`: letters and digits."""

from contextlib import contextmanager
from itertools import chain
from time import monotonic

from django.db import OperationalError, transaction

from search.words import is_beginning, stem

# A word in the title counts four times as much as one in the text.
FTS5 = """SELECT rowid AS id, bm25(search_passage_words, 4, 1) AS score
    FROM search_passage_words WHERE search_passage_words MATCH %s"""
# Of few rows, compared as a set: a join looks at each text that says the word (`rowid IN` alone begins the search anew for each).
FTS5_HERS = """SELECT rowid AS id, bm25(search_passage_words, 4, 1) AS score FROM search_passage_words
    WHERE search_passage_words MATCH %s AND +rowid IN (SELECT id FROM search_passage WHERE thread_id IS NULL)"""
TSEARCH = """SELECT id, -ts_rank('{{0, 0, 0.25, 1}}', words, query, 1) AS score
    FROM search_passage, (SELECT {query} AS query) asked WHERE words @@ query"""

FTS5_NEWEST = """SELECT rowid FROM search_passage_words
    WHERE search_passage_words MATCH %s ORDER BY rowid DESC LIMIT %s"""
TSEARCH_NEWEST = "SELECT id FROM search_passage WHERE words @@ ({query}) ORDER BY id DESC LIMIT %s"

# In how many texts a stem, or what begins so, stands. PostgreSQL does not count; what it knows of a table for its plans says
# which words are common.
FTS5_SAID = "SELECT COALESCE(SUM(doc), 0) FROM search_passage_terms WHERE term BETWEEN %s AND %s"
TSEARCH_SAID = """SELECT COALESCE(SUM(freq), 0) * (SELECT GREATEST(reltuples, 0) FROM pg_class WHERE oid = 'search_passage'::regclass)
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known(elem, freq)
    WHERE schemaname = 'public' AND tablename = 'search_passage' AND attname = 'words'
    AND elem COLLATE "C" BETWEEN %s AND %s"""
LIKELY = 1_500  # texts of threads, the newest, that are weighed in a search
WEIGHED = 5_000  # texts that say a word, the newest, of which the best are sought
RARE = 20_000  # texts that may say the words by which texts are compared; commoner words tell less than they cost
FEWEST_WORDS = 2

# Stems of about one length, those that most texts have first.
FTS5_TERMS = """SELECT term FROM search_passage_terms
    WHERE {alike} AND length(term) BETWEEN %s AND %s ORDER BY doc DESC LIMIT %s"""
TSEARCH_TERMS = """SELECT term FROM ts_stat(%s) AS stems(term, doc, entries)
    WHERE {alike} AND length(term) BETWEEN %s AND %s ORDER BY doc DESC LIMIT %s"""
# SQLite reads only the part of its list that lies between; what lies between is another matter in each collation of PostgreSQL.
SAME_START = {"sqlite": "term >= %s AND term < %s", "postgresql": "substr(term, 1, 1) IN (%s, %s)"}
OTHER_START = "(substr(term, 1, 2) IN (%s, %s) OR substr(term, 2, 2) IN (%s, %s))"
# As that, for SQLite: each beginning by itself, so that only the parts of its list that lie between are read.
FTS5_OF_START = (
    "SELECT term, doc FROM search_passage_terms WHERE term >= %s AND term < %s AND length(term) BETWEEN %s AND %s"
)
FIRST_LETTERS = "abcdefghijklmnopqrstuvwxyzáéíñóú"
NEWEST = (
    "SELECT words FROM search_passage ORDER BY by_coach DESC, id DESC LIMIT 20000"  # PostgreSQL has to read them all
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


def likely_hits(vendor, words, every, language):
    """As `hits`, of all that is the coach's own to read, and of the newest LIKELY texts of threads: of a word that half of all
    texts say, weighing every one is what takes long."""
    found, parameters = hits(vendor, words, every, language)
    if vendor == "sqlite":
        newest = f"{found} ORDER BY rowid DESC LIMIT {LIKELY}"
        hers = FTS5_HERS
    else:
        newest, hers = f"{found} ORDER BY id DESC LIMIT {LIKELY}", f"{found} AND thread_id IS NULL"
    return f"SELECT id, score FROM ({newest}) newest UNION {hers}", [*parameters, *parameters]  # noqa: S608 – a number


def best_hits(vendor, words, most, language):
    """Return (SQL, parameters) of the ids of the passages that say any of `words`, at most so many, the best of the newest
    WEIGHED of them."""
    found, parameters = hits(vendor, words, every=False, language=language)
    found = f"{found} ORDER BY {'rowid' if vendor == 'sqlite' else 'id'} DESC LIMIT {WEIGHED}"
    return f"SELECT id FROM (SELECT id FROM ({found}) newest ORDER BY score, id LIMIT {int(most)}) best", parameters  # noqa: S608 – a number


def rarer(words, language, connection):
    """Return those of `words` by which few texts are found, the rarest first: RARE texts at most, two words at least."""
    said = dict(zip(words, _times_said(words, language, connection), strict=True))
    chosen, texts = [], 0
    for word in sorted(words, key=said.get):
        texts += said[word]
        if texts > RARE and len(chosen) >= FEWEST_WORDS:
            break
        chosen.append(word)
    return chosen


def _times_said(words, language, connection):
    """Return in how many texts each of these words stands, as far as the database knows it."""
    count = {"sqlite": FTS5_SAID, "postgresql": TSEARCH_SAID}[connection.vendor]
    bounds = []
    for start, is_start in map(_sought(language), words):
        bounds += [start, f"{start}\U0010ffff"] if is_start else [stem(start)] * 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([f"({count})"] * len(words)), bounds)
        return cursor.fetchone()


def newest_hits(vendor, words, most, language):
    """Return (SQL, parameters) of the ids of the passages that say every one of `words`, at most so many, the newest. They
    are not weighed, so that of a word that half of all texts say no more than these are looked at."""
    sought = list(map(_sought(language), words))
    if vendor == "sqlite":
        return FTS5_NEWEST, [_fts5(sought, every=True)[1][0], most]
    query, parameters = _query(sought, every=True)
    return TSEARCH_NEWEST.format(query=query), [*parameters, most]


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
    query, parameters = _query(sought, every)
    return TSEARCH.format(query=query), parameters


def _query(sought, every):
    ways = {True: "to_tsquery('public.leanback', %s)", False: "plainto_tsquery('public.leanback', %s)"}
    query = (" && " if every else " || ").join(ways[is_start] for _word, is_start in sought)
    return query, [f"'{word}':*" if is_start else word for word, is_start in sought]


def stems_like(stem, connection):
    """Return stems of the index's own words that begin like this one and are about as long."""
    vendor, first = connection.vendor, stem[0]
    end = {"sqlite": chr(ord(first) + 1), "postgresql": first}
    return _stems(connection, stem, SAME_START[vendor], [first, end[vendor]])


def stems_that_begin_otherwise(stem, connection):
    """Return those that would be alike if a first letter was mistyped, swapped with the second, added or left out."""
    if connection.vendor == "postgresql":
        return _stems(connection, stem, OTHER_START, [stem[1] + stem[0], stem[1:3], stem[1:3], stem[:2]])
    other = (letter + rest for letter in FIRST_LETTERS for rest in (stem[1:3], stem[:2]))
    starts = sorted({stem[1] + stem[0], stem[1:3], *other})
    parts = " UNION ".join([FTS5_OF_START] * len(starts))
    between = [(start, f"{start}\U0010ffff", len(stem) - 2, len(stem) + 2) for start in starts]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT term FROM ({parts}) ORDER BY doc DESC LIMIT {ALIKE}", [*chain.from_iterable(between)])  # noqa: S608 – our own
        return [term for (term,) in cursor.fetchall()]


def _stems(connection, stem, alike, beginnings):
    around = [len(stem) - 2, len(stem) + 2, ALIKE]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(FTS5_TERMS.format(alike=alike), [*beginnings, *around])
        else:
            cursor.execute(TSEARCH_TERMS.format(alike=alike), [NEWEST, *beginnings, *around])
        return [term for (term,) in cursor.fetchall()]
