"""What a database does for a statement: its plan, and how much of the big tables it reads for it."""

import re

from django.db import connection, transaction

BIG = 80_000  # rows of a table that is never to be read whole: threads and what hangs on them, not people
MOST_ROWS = 50_000  # of a big table read for one statement: a search for two rather common words
MOST_STEPS = 500_000  # of SQLite's machine, some tens of milliseconds: a row takes three to forty
WHOLE = 3 * BIG  # steps of a scan that no limit ends: a row takes three or more
COUNTED = 1_000  # steps at a time
ALIASED = re.compile(r'"(\w+)"(?: (?:AS )?"?([A-Z]+\d+)"?)?')


def big_tables():
    """Return the names of the tables with at least BIG rows."""
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if _rows(cursor, name) >= BIG}


def _rows(cursor, name):
    cursor.execute(f'SELECT COUNT(*) FROM (SELECT 1 FROM "{name}" LIMIT {BIG}) part')
    return cursor.fetchone()[0]


def of(sql, params, big):
    """Return (lines of the plan, what is wrong with it or "")."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](sql, params, big)


def _sqlite(sql, params, big):
    tables = {alias or table: table for table, alias in ALIASED.findall(sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        lines = [row[3] for row in cursor.fetchall()]
    steps = _steps(sql, params)
    scanned = [re.match(r"SCAN (\S+)$", line) for line in lines]
    whole = [found[1] for found in scanned if found and tables.get(found[1], found[1]) in big]
    wrong = f"reads a big table whole: {whole[0]}" if whole and steps > WHOLE else ""
    wrong = wrong or (f"more than {MOST_STEPS:,} steps" if steps > MOST_STEPS else "")
    return [*lines, f"{steps:,} steps"], wrong


def _steps(sql, params):
    """Return how many steps SQLite's machine takes for it: the rows that it looks at, whatever the clock says."""
    seen = []
    connection.connection.set_progress_handler(lambda: seen.append(1), COUNTED)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(seen) * COUNTED


def _postgresql(sql, params, big):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0][0]
        transaction.set_rollback(True)
    nodes = list(_nodes(plan["Plan"], 0))
    wrong = [f"{_read(node):,} rows of {node['Relation Name']}" for node, _depth in nodes if _is_too_much(node, big)]
    lines = [f"{'  ' * depth}{_said(node)}" for node, depth in nodes]
    return [*lines, f"{plan['Execution Time']:.1f} ms"], "reads " + wrong[0] if wrong else ""


def _nodes(node, depth):
    yield node, depth
    for below in node.get("Plans", ()):
        yield from _nodes(below, depth + 1)


def _read(node):
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])


def _is_too_much(node, big):
    return node.get("Relation Name") in big and _read(node) > MOST_ROWS


def _said(node):
    where = " ".join(filter(None, [node.get("Relation Name"), node.get("Index Name") and f"by {node['Index Name']}"]))
    pages = node.get("Shared Hit Blocks", 0) + node.get("Shared Read Blocks", 0)
    return f"{node['Node Type']} {where}: {_read(node):,} rows, {pages:,} pages"
