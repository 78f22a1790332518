"""What SQLite (FTS5) and PostgreSQL (full text) say differently. All words come from `words.words_of`: letters and digits."""

# A word in the title counts four times as much as one in the text.
FTS5 = """SELECT rowid AS id, bm25(leanback_passage_words, 4, 1) AS score
    FROM leanback_passage_words WHERE leanback_passage_words MATCH %s"""
TSEARCH = """SELECT id, -ts_rank('{{0, 0, 0.25, 1}}', words, query, 1) AS score
    FROM leanback_passage, (SELECT {query} AS query) asked WHERE words @@ query"""

# Stems of one beginning and of about one length, those that most texts have first.
FTS5_TERMS = """SELECT term FROM leanback_passage_terms
    WHERE term >= %s AND term < %s AND length(term) BETWEEN %s AND %s ORDER BY doc DESC LIMIT %s"""
TSEARCH_TERMS = """SELECT word FROM ts_stat(%s)
    WHERE left(word, 1) = %s AND length(word) BETWEEN %s AND %s ORDER BY ndoc DESC LIMIT %s"""
NEWEST = (
    "SELECT words FROM leanback_passage ORDER BY by_coach DESC, id DESC LIMIT 20000"  # PostgreSQL has to read them all
)
ALIKE = 5_000  # words of the same beginning that are compared


def hits(vendor, words, every):
    """Return (SQL, parameters) of the passages' ids and scores, the lowest the best, that say every one or any of `words`."""
    return {"sqlite": _fts5, "postgresql": _tsearch}[vendor](words, every)


def _fts5(words, every):
    return FTS5, [(" AND " if every else " OR ").join(f'"{word}"' for word in words)]


def _tsearch(words, every):
    one = "plainto_tsquery('public.leanback', %s)"
    return TSEARCH.format(query=(" && " if every else " || ").join([one] * len(words))), list(words)


def stems_like(connection, stem):
    """Return stems of the index's own words that begin like this one and are about as long."""
    first, around = stem[0], [len(stem) - 2, len(stem) + 2, ALIKE]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(FTS5_TERMS, [first, chr(ord(first) + 1), *around])
        else:
            cursor.execute(TSEARCH_TERMS, [NEWEST, first, *around])
        return [term for (term,) in cursor.fetchall()]
