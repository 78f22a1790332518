"""Measures the desk on one database and writes what it found as JSON: `python -m bench.measuring --threads 100 --to FILE`.
`bench.desk` starts it, once a size."""

import argparse
import json
import os
import time
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from bench import generator, places, plans
from bench.screens import ACTS, COACH, MODERATOR, SCREENS, Act
from comments.models import Thread
from desk.log_export import AT_A_TIME

RUNS, LONGEST = 7, 6  # times, and seconds after which a slow one is not asked again
FIRST_PARTS = 3  # of what is streamed
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Heard:
    """Listens to what is asked of the database: (SQL, parameters, seconds)."""

    def __init__(self):
        self.asked = []

    def __call__(self, execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.asked.append((sql, params, time.perf_counter() - begun))


def once(client, screen, where):
    """Open a screen, or do an act and roll it back. Return (milliseconds, what was asked, status)."""
    path = places.put(screen.path, where)
    with transaction.atomic(), connection.execute_wrapper(heard := Heard()):
        begun = time.perf_counter()
        response = client.post(path, places.put(screen.form, where)) if isinstance(screen, Act) else client.get(path)
        if response.streaming:
            list(islice(response.streaming_content, FIRST_PARTS))
            response.close()
        took = (time.perf_counter() - begun) * 1000
        transaction.set_rollback(isinstance(screen, Act))
    seen = [(_as_far_as_read(sql) if response.streaming else sql, *rest) for sql, *rest in heard.asked]
    return took, seen, response.status_code


def _as_far_as_read(sql):
    """Of what is streamed, a database is asked for the first rows."""
    return sql if " LIMIT " in sql or not sql.startswith("SELECT") else f"{sql} LIMIT {AT_A_TIME}"


def measured(client, screen, where):
    """Return what was found out of one screen, and its statements as {SQL: parameters}."""
    once(client, screen, where)
    begun, runs = time.monotonic(), []
    while len(runs) < 2 or (len(runs) < RUNS and time.monotonic() - begun < LONGEST):
        runs.append(once(client, screen, where))
    times = [took for took, _asked, _status in runs]
    in_database = [sum(seconds for _sql, _params, seconds in asked) * 1000 for _took, asked, _status in runs]
    _took, asked, status = runs[-1]
    slowest = max((seconds * 1000, sql) for sql, _params, seconds in asked)
    found = {"queries": len(asked), "status": status, "median": median(times), "p95": quantiles(times, n=20)[-1]}
    found["database"] = median(in_database)
    found |= {"slowest": slowest[0], "slowest_sql": slowest[1]}
    return found, {sql: params for sql, params, _seconds in asked if sql.startswith(("SELECT", "WITH"))}


def everything(only=""):
    """Return {"screens": {name and person: what was found}, "plans": {SQL: plan}}."""
    people = {role: User.objects.filter(groups__name=role).order_by("pk").first() for role in (COACH, MODERATOR)}
    big, found, known = plans.big_tables(), {}, {}
    for role, person in people.items():
        where, client = places.of(person), Client()
        client.force_login(person, backend=BACKEND)
        for screen in [each for each in (*SCREENS, *ACTS) if role in each.by and only in each.name]:
            seen, statements = measured(client, screen, where)
            found[f"{screen.name} · {role}"] = seen
            known |= {sql: _plan(sql, params, big) for sql, params in statements.items() if sql not in known}
            seen["wrong"] = sorted({known[sql][1] for sql in statements if known[sql][1]})
            seen["statements"] = list(statements)
    return {"screens": found, "plans": known, "big": sorted(big)}


def _plan(sql, params, big):
    try:
        return plans.of(sql, params, big)
    except Exception as error:  # a statement that cannot be asked again is told of, and stops nothing
        return [f"no plan: {error}"], ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--only", default="", help="screens with this in their name")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Thread.objects.exists():
        generator.fill(options.threads)
    found = everything(options.only)
    options.to.write_text(json.dumps({"vendor": connection.vendor, **found}))


if __name__ == "__main__":
    main()
