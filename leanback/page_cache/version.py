"""One number that moves whenever something changes that strangers may see, in the transaction of the change.

Triggers move it, so that an act, an import, the admin, a bulk write and a shell all do, and a change that is rolled back does
not. They stand on every table but those of `NEVER_SHOWN`: a table or column that is new counts without being named.

On PostgreSQL each connection has a row of its own, and the number is their sum: two writers never wait for each other, so
none can wait in a circle. Of what is committed later snapshots see more, so the sum only grows. On SQLite, where one writes
at a time, there is one row. While tables are being changed there is none, and nothing is kept."""

import hashlib
import time
from functools import cache

from django.apps import apps
from django.db import connection as default_connection
from django.db import transaction

TABLE = "leanback_publicversion"
READ = f"SELECT CAST(SUM(number) AS BIGINT) FROM {TABLE}"  # noqa: S608 – a name of ours
NAME = "public_version_"

# What no stranger's page shows, by table: drafts, mail, the desk's own, sessions, versions, limits. Everything else counts.
NEVER_SHOWN = {
    TABLE,
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_heldname",
    "accounts_limits",
    "accounts_mailchoices",
    "accounts_mailedlink",
    "accounts_outgoingmail",
    "comments_answerdraft",
    "comments_commentversion",
    "comments_draft",
    "comments_follow",
    "comments_heldword",
    "comments_invitation",
    "comments_moderationentry",
    "comments_mute",
    "comments_note",
    "comments_notice",
    "comments_report",
    "comments_savedreply",
    "comments_snooze",
    "comments_softening",
    "comments_spamcount",
    "comments_trust",
    "django_admin_log",
    "django_content_type",
    "django_session",
    "django_tasks_database_dbtaskresult",
    "exchange_backuprun",
    "exchange_departure",
    "letters_subscription",
    "mfa_authenticator",
    "practice_practice",
    "practice_step",
    "search_emptysearch",
    "search_passage",
    "stages_savedstage",
    "usersessions_usersession",
}
UNSEEN = {"accounts_user": ["last_login"]}  # columns that change without anything to be seen


@cache
def followed():
    """Return {table: columns} of all that strangers may see."""
    models = [model for model in apps.get_models(include_auto_created=True) if not hasattr(model, "history_object")]
    tables = {model._meta.db_table: [field.column for field in model._meta.concrete_fields] for model in models}
    return {table: columns for table, columns in sorted(tables.items()) if table not in NEVER_SHOWN}


def now(connection=default_connection):
    """Return the number, or None while there is none. Read outside a transaction, it is that of this moment."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return cursor.fetchone()[0]


def renew(connection=default_connection):
    """Begin anew with a number that was never used: after a start, a migration or a restored backup."""
    milliseconds = time.time_ns() // 1_000_000
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
        cursor.execute(f"INSERT INTO {TABLE} (backend, number) VALUES (0, %s)", [milliseconds])  # noqa: S608


def gather(connection=default_connection):
    """Add up the rows of connections that have ended: the sum stays what it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH ended AS (DELETE FROM {TABLE} WHERE backend <> 0"  # noqa: S608
                " AND backend NOT IN (SELECT pid FROM pg_stat_activity) RETURNING number)"
                f" UPDATE {TABLE} SET number = number + (SELECT COALESCE(SUM(number), 0) FROM ended) WHERE backend = 0"
            )


# The triggers

MOVES = f"""CREATE OR REPLACE FUNCTION {NAME}moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO {TABLE} AS mine (backend, number) VALUES (pg_backend_pid(), 1)
    ON CONFLICT (backend) DO UPDATE SET number = mine.number + 1; RETURN NULL; END $$"""  # noqa: S608


def sqlite(table, columns):
    """Yield (event, the statement that makes its trigger, but for the name) for a table."""
    seen = [column for column in columns if column not in UNSEEN.get(table, ())]
    differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in seen)
    for event, when in (("INSERT", ""), ("DELETE", ""), ("UPDATE", f" WHEN {differs}")):
        yield event, f'AFTER {event} ON "{table}"{when} BEGIN UPDATE {TABLE} SET number = number + 1; END'  # noqa: S608


def postgresql(table, columns):
    """Yield the same for PostgreSQL: once for a statement where no column is left out."""
    run = f"EXECUTE FUNCTION {NAME}moves()"
    if table not in UNSEEN:
        yield "ALL", f'AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH STATEMENT {run}'
        return
    old, new = (f"to_jsonb({row}){''.join(f' - {column!r}' for column in UNSEEN[table])}" for row in ("OLD", "NEW"))
    yield "ROWS", f'AFTER INSERT OR DELETE ON "{table}" FOR EACH STATEMENT {run}'
    yield "UPDATE", f'AFTER UPDATE ON "{table}" FOR EACH ROW WHEN ({old} IS DISTINCT FROM {new}) {run}'


def triggers(vendor):
    """Return {name: (table, statement)} of all there have to be; another statement has another name."""
    write, made = {"sqlite": sqlite, "postgresql": postgresql}[vendor], {}
    for table, columns in followed().items():
        for event, rest in write(table, columns):
            mark = hashlib.sha256(rest.encode()).hexdigest()[:8]
            name = f"{NAME}{table}"[:44] + f"_{event}_{mark}".lower()
            made[name] = (table, f"CREATE TRIGGER {name} {rest}")
    return made


FIND = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE %s",
}


def installed(connection):
    """Return {name: table} of the triggers that there are."""
    with connection.cursor() as cursor:
        cursor.execute(FIND[connection.vendor], [f"{NAME}%"])
        return dict(cursor.fetchall())


def set_aside(connection):
    """Take all triggers away before tables are changed, and the number: nothing is kept meanwhile."""
    there = installed(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, table in there.items():
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
        if TABLE in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def put_back(connection):
    """See to it that there are all triggers and a number. Changes nothing where there are."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if TABLE not in tables:
        return
    wanted = {name: made for name, made in triggers(connection.vendor).items() if made[0] in tables}
    if installed(connection).keys() == wanted.keys() and now(connection) is not None:
        return
    set_aside(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(MOVES)
        for _table, statement in wanted.values():
            cursor.execute(statement)
        renew(connection)
