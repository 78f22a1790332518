"""What the index holds, and how it follows every change: triggers, the same on SQLite and PostgreSQL, so that an act, an
import, the admin, a bulk write and a shell are all followed, in the transaction of the change.

`search_passage` holds one row a text: of guides, stages and resources that are no drafts, of the glossary, and of what is shown
in public threads.
What depends on the hour or on a guide is asked when somebody searches (`Passage.objects.visible`). `manage.py migrate` takes
the triggers away before it changes tables and puts all of it back, filled, afterwards; `manage.py rebuild_search` does so
at any time."""

from dataclasses import dataclass

from django.db import transaction

PASSAGES = "search_passage"

STAGE = """INSERT INTO search_passage (stage_id, by_coach, title, body)
    SELECT stage.id, TRUE, stage.title, stage.teaser || ' ' || stage.situation || ' ' || stage.donts
    FROM stages_stage stage WHERE stage.published_at IS NOT NULL"""
GUIDANCE = """INSERT INTO search_passage (stage_id, guidance_id, by_coach, title, body)
    SELECT stage.id, guidance.id, TRUE, '', guidance.line || ' ' || guidance.detail
    FROM stages_guidance guidance JOIN stages_stage stage ON stage.id = guidance.stage_id
    WHERE stage.published_at IS NOT NULL"""
SIGN = """INSERT INTO search_passage (stage_id, sign_id, by_coach, title, body)
    SELECT stage.id, sign.id, TRUE, '', sign.line
    FROM stages_sign sign JOIN stages_stage stage ON stage.id = sign.stage_id
    WHERE stage.published_at IS NOT NULL"""
GUIDE = """INSERT INTO search_passage (guide_id, by_coach, title, body)
    SELECT guide.id, TRUE, guide.title, guide.summary || ' ' || guide.what_it_is || ' ' || guide.how_it_helps || ' ' || guide.principles
    FROM stages_guide guide WHERE guide.published_at IS NOT NULL"""
TERM = """INSERT INTO search_passage (term_id, by_coach, title, body)
    SELECT term.id, TRUE, term.word, term.meaning FROM stages_term term WHERE 1 = 1"""
RESOURCE = """INSERT INTO search_passage (resource_id, by_coach, title, body)
    SELECT resource.id, TRUE, resource.title, resource.summary || ' ' || resource.body
    FROM stages_resource resource WHERE resource.published_at IS NOT NULL"""
COMMENT = """INSERT INTO search_passage (thread_id, comment_id, by_coach, title, body)
    SELECT thread.id, comment.id, comment.kind = 'answer', CASE WHEN comment.number = 1 THEN thread.title ELSE '' END, comment.text
    FROM comments_comment comment JOIN comments_thread thread ON thread.id = comment.thread_id
    WHERE comment.status = 'approved' AND comment.is_shown AND thread.is_shown AND thread.visibility = 'public'"""
EVERYTHING = [STAGE, GUIDANCE, SIGN, GUIDE, TERM, RESOURCE, COMMENT]
FORGET = "DELETE FROM search_passage WHERE {owner} = {row}.id"


@dataclass(frozen=True)
class Followed:
    """A table that is followed: when one of `columns` changes in a row, the passages whose `owner` it is are written anew."""

    table: str
    columns: tuple[str, ...]
    owner: str
    passages: tuple[str, ...]


FOLLOWED = [
    Followed(
        "stages_stage",
        ("title", "teaser", "situation", "donts", "published_at"),
        "stage_id",
        (f"{STAGE} AND stage.id = NEW.id", f"{GUIDANCE} AND stage.id = NEW.id", f"{SIGN} AND stage.id = NEW.id"),
    ),
    Followed("stages_sign", ("stage_id", "line"), "sign_id", (f"{SIGN} AND sign.id = NEW.id",)),
    Followed(
        "stages_guide",
        ("title", "summary", "what_it_is", "how_it_helps", "principles", "published_at"),
        "guide_id",
        (f"{GUIDE} AND guide.id = NEW.id",),
    ),
    Followed("stages_term", ("word", "meaning"), "term_id", (f"{TERM} AND term.id = NEW.id",)),
    Followed(
        "stages_guidance", ("stage_id", "line", "detail"), "guidance_id", (f"{GUIDANCE} AND guidance.id = NEW.id",)
    ),
    Followed(
        "stages_resource",
        ("title", "summary", "body", "published_at"),
        "resource_id",
        (f"{RESOURCE} AND resource.id = NEW.id",),
    ),
    Followed(
        "comments_thread", ("is_shown", "visibility", "title"), "thread_id", (f"{COMMENT} AND thread.id = NEW.id",)
    ),
    Followed(
        "comments_comment",
        ("thread_id", "kind", "status", "is_shown", "text"),
        "comment_id",
        (f"{COMMENT} AND comment.id = NEW.id",),
    ),
]


def _rules():
    """Yield (name, table, event, columns, statements) of every trigger on what is followed."""
    for each in FOLLOWED:
        write = (FORGET.format(owner=each.owner, row="NEW"), *each.passages)
        yield f"search_{each.table}_insert", each.table, "INSERT", (), write
        yield f"search_{each.table}_update", each.table, "UPDATE", each.columns, write
        yield f"search_{each.table}_delete", each.table, "DELETE", (), (FORGET.format(owner=each.owner, row="OLD"),)


# SQLite: an FTS5 table beside the passages, with stems, and a view of its vocabulary

FTS5 = [
    "DROP TABLE IF EXISTS search_passage_terms",
    "DROP TABLE IF EXISTS search_passage_words",
    """CREATE VIRTUAL TABLE search_passage_words USING fts5(title, body, content='search_passage', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE search_passage_terms USING fts5vocab(search_passage_words, 'row')",
    """CREATE TRIGGER search_words_insert AFTER INSERT ON search_passage BEGIN
        INSERT INTO search_passage_words (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END""",
    """CREATE TRIGGER search_words_delete AFTER DELETE ON search_passage BEGIN
        INSERT INTO search_passage_words (search_passage_words, rowid, title, body)
            VALUES ('delete', OLD.id, OLD.title, OLD.body); END""",
]


def _sqlite_trigger(name, table, event, columns, statements):
    of = f" OF {', '.join(columns)}" if columns else ""
    changed = f" WHEN {' OR '.join(f'NEW.{column} IS NOT OLD.{column}' for column in columns)}" if columns else ""
    yield f"CREATE TRIGGER {name} AFTER {event}{of} ON {table}{changed} BEGIN {'; '.join(statements)}; END"


# PostgreSQL: a column that the database derives, with the same stems and no stop words, so that both find the same

FOLD = r"regexp_replace(normalize({column}, NFKD), '[\u0300-\u036f]+', '', 'g')"  # é is e
APART = r"regexp_replace({text}, '[!-/:-@[-`{{-~\u00a1-\u00bf\u2010-\u206f]+', ' ', 'g')"  # else he/she is a path
VECTOR = "setweight(to_tsvector('public.leanback', {text}), '{weight}')"


def _vector(column, weight):
    return VECTOR.format(text=APART.format(text=FOLD.format(column=column)), weight=weight)


TSEARCH = [
    "ALTER TABLE search_passage DROP COLUMN IF EXISTS words",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS public.leanback",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS public.leanback_stem",
    "CREATE TEXT SEARCH DICTIONARY public.leanback_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    'CREATE TEXT SEARCH CONFIGURATION public.leanback (PARSER = "default")',
    "ALTER TEXT SEARCH CONFIGURATION public.leanback ADD MAPPING FOR asciiword, word, numword, int, uint"
    " WITH public.leanback_stem",
    "ALTER TABLE search_passage ADD COLUMN words tsvector"
    f" GENERATED ALWAYS AS ({_vector('title', 'A')} || {_vector('body', 'B')}) STORED",
    "CREATE INDEX search_passage_words ON search_passage USING gin (words)",
]


def _postgresql_trigger(name, table, event, columns, statements):
    of = f" OF {', '.join(columns)}" if columns else ""
    changes = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    changed = f" WHEN ({changes})" if columns else ""
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {'; '.join(statements)}; RETURN NULL; END $$"
    )
    yield (f"CREATE TRIGGER {name} AFTER {event}{of} ON {table} FOR EACH ROW{changed} EXECUTE FUNCTION {name}()")


# What questions and answers mean goes with their passages, at once; the worker is told, in the transaction of the change, that
# there is something to write or to forget. A row of its queue, as `django_tasks_db` writes one that may run at once.

VECTORS = "search_vector"
TASKS = "django_tasks_database_dbtaskresult"
WAITS = """INSERT INTO {tasks} (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name, backend_name,
        run_after, exception_class_path, traceback)
    SELECT {id}, 'READY', {now}, {arguments}, -50, 'search.tasks.keep_vectors', {none}, 'default', 'default', {at_once}, '', ''
    WHERE {condition} AND NOT EXISTS (SELECT 1 FROM {tasks}
        WHERE status = 'READY' AND task_path = 'search.tasks.keep_vectors')"""
SPOKEN = {
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "at_once": "'9999-01-01 00:00:00'",
        "now": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "arguments": """'{"args": [], "kwargs": {}}'""",
        "none": "'[]'",
    },
    "postgresql": {
        "id": "gen_random_uuid()",
        "at_once": "'9999-01-01 00:00:00+00'::timestamptz",
        "now": "now()",
        "arguments": """'{"args": [], "kwargs": {}}'::jsonb""",
        "none": "'[]'::jsonb",
    },
}
FORGET_VECTORS = "DELETE FROM search_vector WHERE comment_id = OLD.comment_id"
FORGET_STRAY_VECTORS = """DELETE FROM search_vector WHERE comment_id NOT IN
    (SELECT comment_id FROM search_passage WHERE comment_id IS NOT NULL)"""


def _vector_rules(vendor):
    yield "search_vectors_insert", PASSAGES, "INSERT", (), (_waits(vendor, "NEW.comment_id IS NOT NULL"),)
    left = (FORGET_VECTORS, _waits(vendor, "OLD.comment_id IS NOT NULL"))
    yield "search_vectors_delete", PASSAGES, "DELETE", (), left


def _waits(vendor, condition):
    """The statement that puts the worker's task into the queue, unless it waits there already."""
    return WAITS.format(tasks=TASKS, condition=condition, **SPOKEN[vendor])


# What is done with it


def set_aside(connection):
    """Take the triggers away, since tables cannot be changed below them. Nothing is lost: `put_back` fills the index."""
    with connection.cursor() as cursor:
        for name, table, *_rest in [*_rules(), *_vector_rules(connection.vendor)]:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS search_words_insert")
            cursor.execute("DROP TRIGGER IF EXISTS search_words_delete")


def put_back(connection):
    """Make the index anew and fill it; readers and writers go on with the old one until it is done."""
    if not {PASSAGES, VECTORS, TASKS, *(each.table for each in FOLLOWED)} <= set(
        connection.introspection.table_names()
    ):
        return  # a database that is only half migrated has nothing to find yet
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        set_aside(connection)
        for statement in _all_of_it(connection.vendor):
            cursor.execute(statement)


def forget_for_good(connection):
    """Rewrite the index without what was taken out of it. SQLite's keeps words that were deleted until it is put in order
    of itself, which may be never; PostgreSQL's goes with its row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_passage_words (search_passage_words) VALUES ('optimize')")


def _all_of_it(vendor):
    write, words = {"sqlite": (_sqlite_trigger, FTS5), "postgresql": (_postgresql_trigger, TSEARCH)}[vendor]
    for rule in _rules():
        yield from write(*rule)  # first of all: what is written from here on is followed
    yield "DELETE FROM search_passage"
    yield from words
    yield from EVERYTHING
    for rule in _vector_rules(vendor):
        yield from write(*rule)  # last: what meant something before means it still
    yield FORGET_STRAY_VECTORS
    yield _waits(vendor, f"EXISTS (SELECT 1 FROM {PASSAGES} WHERE comment_id IS NOT NULL)")  # noqa: S608 – a name of ours
