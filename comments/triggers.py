"""Rules that look at more than one row and therefore cannot be CHECK constraints, kept by the database all the same.

A migration that makes SQLite rebuild one of these tables drops its triggers: end it with `RunPython(triggers.install)`.
`tests/test_invariants.py` fails when that is forgotten."""

COACH_WROTE_IT = """EXISTS (SELECT 1 FROM accounts_user_groups JOIN auth_group ON auth_group.id = accounts_user_groups.group_id
    WHERE accounts_user_groups.user_id = NEW.author_id AND auth_group.name = 'coach')"""
SAME_THREAD = (
    "EXISTS (SELECT 1 FROM comments_comment other WHERE other.id = {column} AND other.thread_id = NEW.thread_id)"
)
LOG = "comments_moderationentry"
ERASED = ("by_id", "person_id")  # a person may be erased; nothing else of a line of the log may ever change

# name, table, event, what must not be, sentence
RULES = [
    (
        "parent_in_thread_insert",
        "comments_comment",
        "INSERT",
        f"NEW.parent_id IS NOT NULL AND NOT {SAME_THREAD.format(column='NEW.parent_id')}",
        "a parent stands in the same thread",
    ),
    (
        "parent_in_thread_update",
        "comments_comment",
        "UPDATE OF parent_id, thread_id",
        f"NEW.parent_id IS NOT NULL AND NOT {SAME_THREAD.format(column='NEW.parent_id')}",
        "a parent stands in the same thread",
    ),
    (
        "answer_by_coach_insert",
        "comments_comment",
        "INSERT",
        f"NEW.kind = 'answer' AND NEW.author_id IS NOT NULL AND NOT {COACH_WROTE_IT}",
        "only a coach answers",
    ),
    (
        "answer_by_coach_update",
        "comments_comment",
        "UPDATE OF kind, author_id",
        "NEW.kind = 'answer' AND NEW.author_id IS NOT NULL AND (NEW.kind <> OLD.kind OR OLD.author_id IS NULL"
        f" OR NEW.author_id <> OLD.author_id) AND NOT {COACH_WROTE_IT}",
        "only a coach answers",
    ),
    (
        "log_is_only_added_to_update",
        LOG,
        "UPDATE",
        "NOT ({line_stays})",
        "the log is only added to",
    ),
    (
        "log_is_only_added_to_delete",
        LOG,
        "DELETE",
        "OLD.id IS NOT NULL",
        "the log is only added to",
    ),
]


def _sqlite(name, table, event, wrong, sentence):
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


def _postgresql(name, table, event, wrong, sentence):
    row = "OLD" if event == "DELETE" else "NEW"
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {wrong} THEN"
        f" RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _line_stays(columns):
    """Return the condition that a line of the log is the same as before, but for who was erased."""
    same = "COALESCE(CAST(NEW.{0} AS TEXT), '') = COALESCE(CAST(OLD.{0} AS TEXT), '')"
    erased = "(NEW.{0} IS NULL OR NEW.{0} = COALESCE(OLD.{0}, 0))"
    return " AND ".join((erased if name in ERASED else same).format(f'"{name}"') for name in columns)


def statements(vendor, entries):
    """Yield the SQL that puts every rule in place, again where it is already, for "sqlite" or "postgresql". `entries` is
    the model of the log as a migration knows it: one that is older than a column does not speak of it."""
    write = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    columns = [field.column for field in entries._meta.concrete_fields]
    for name, table, event, wrong, sentence in RULES:
        yield from write(name, table, event, wrong.replace("{line_stays}", _line_stays(columns)), sentence)


def install(apps, schema_editor):
    """Put every rule in place: a RunPython step of a migration."""
    for statement in statements(schema_editor.connection.vendor, apps.get_model("comments", "ModerationEntry")):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    """Take every rule away: what a migration backwards needs."""
    for name, table, *_rest in RULES:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
