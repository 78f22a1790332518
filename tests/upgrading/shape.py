"""What a database is made of, whatever way led to it: tables, columns, indexes, rules and triggers, each as a line of text."""

import re

SERVER = [  # what PostgreSQL's own catalogs say
    "SELECT table_name || ' ' || column_name || ' ' || udt_name || ' ' || is_nullable || ' '"
    " || coalesce(character_maximum_length::text, '') || ' ' || coalesce(column_default, '') || ' ' || is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'",
]


def lines_of(connection, vendor):
    """Return the set of lines that describe the database of a connection (sqlite3's or psycopg's)."""
    if vendor == "postgresql":
        return {in_order(line) for statement in SERVER for (line,) in connection.execute(statement).fetchall()}
    lines = set()
    for kind, name, statement in connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        statement = re.sub(r"\s+", " ", statement.replace('"', ""))
        if kind == "table" and not statement.startswith("CREATE VIRTUAL"):
            lines |= {f"{name}: {part}" for part in parts_of(statement[statement.index("(") + 1 : -1])}
        else:
            lines.add(in_order(statement))
    return lines


def in_order(statement):
    """Return the words of a statement in alphabetical order: a rule on all columns of a table names them as they came."""
    return " ".join(sorted(re.findall(r"[^\s()]+", statement))) if "TRIGGER" in statement.upper() else statement


def parts_of(text):
    """Return what a table is made of: its columns and rules stand between the commas that are in no bracket and no quote."""
    parts, depth, quoted = [""], 0, False
    for sign in text:
        quoted ^= sign == "'"
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return {part.strip() for part in parts}
