"""The people of the tests, and the parts of the site that they meet. They last: every test knows the same coach."""

import gc
import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import chain

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template import Template
from django.test import TransactionTestCase
from django.test.utils import instrumented_test_render
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts.models import KINDS, MailChoices, OutgoingMail, User
from accounts.roles import Role
from comments.models import ModerationRules, Thread
from stages.models import Guidance, Guide, Identity, Stage
from tests import database, details, safety
from tests.browser.conftest import CHROMIUM
from tests.choosing import mark_those_for_postgresql, pytest_runtest_protocol, pytest_sessionfinish  # noqa: F401
from tests.lasting import lasting, put_in_order, pytest_fixture_setup  # noqa: F401 – a hook of pytest
from tests.scheduling import longest_first, pytest_xdist_auto_num_workers, pytest_xdist_make_scheduler  # noqa: F401
from tests.settings import SCRATCH


def pytest_collection_modifyitems(items):
    put_in_order(items)
    longest_first(items)
    for item in items:
        if {"db", "transactional_db"} & {*item.fixturenames} or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
    mark_those_for_postgresql(items)


@pytest.fixture(autouse=True, scope="session")
def pages_alone_are_told_of(django_test_environment):
    """A response knows the context of its page, and not of the hundred templates inside: to copy theirs takes a twentieth
    of the time."""
    inside = threading.local()

    def render(template, context):
        if getattr(inside, "is_on", False):
            return template.nodelist.render(context)
        inside.is_on = True
        try:
            return instrumented_test_render(template, context)
        finally:
            inside.is_on = False

    Template._render = render


def pytest_collection_finish():
    """All that was imported stays: to look through it for garbage again and again is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(terminalreporter):
    if terminalreporter.config.option.durations is not None:
        tell_of_files(terminalreporter)
    if CHROMIUM is None:
        terminalreporter.write_line("Browser tests were left out: no Chromium here (Debian: apt-get install chromium).")
    ran = {report.nodeid.split("::")[0] for report in terminalreporter.stats.get("passed", ())}
    for name, counted in [("tests/test_safety.py", safety), ("tests/test_details.py", details)]:
        for sentence in counted.figures() if name in ran else ():
            terminalreporter.write_line(sentence)


def tell_of_files(terminalreporter):
    """Write how many seconds each file took, the longest first: with --durations."""
    took = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            took[report.nodeid.split("::")[0]] += report.duration
    terminalreporter.section("seconds a file")
    for file, seconds in took.most_common():
        terminalreporter.write_line(f"{seconds:7.1f}  {file}")


def person(email, pen_name, role=None):
    user = User.objects.create_user(email, pen_name, "a long password", adult_at=timezone.now())
    user.emailaddress_set.create(email=email, primary=True, verified=True)
    if role:
        user.take_role(role)
    return user


@lasting
def identity(db):
    return Identity.objects.create(pk=1, title="Leanback", coach_name="Mara")


@lasting
def guide(identity):
    return Guide.objects.create(slug="leaning-back", title="Leaning back", what_it_is="Room for two.", is_primary=True)


@lasting
def stage(guide):
    stage = Stage.objects.create(
        guide=guide, position=1, slug="distance", title="Distance", situation="One of you needs room."
    )
    Guidance.objects.create(stage=stage, line="Going back to what you love.")
    return stage


@lasting
def coach(identity):
    mara = person("mara@example.org", "Mara", Role.COACH)
    # Or they would come among other mails; `tests/test_told_the_coach.py` is about them.
    to_coaches = [kind for kind in MailChoices.NAMES if KINDS[kind].is_for_coach]
    MailChoices.objects.create(person=mara, **dict.fromkeys(to_coaches, "never"))
    return mara


@lasting
def ann(identity):
    return person("ann@example.org", "Ann of the Hills")


@lasting
def asked(stage, ann):
    """Ann's first question: it waits for approval."""
    return Thread.ask(stage, ann, "He has gone quiet. Do I write first?")


@lasting
def public(asked, coach):
    """Ann's question, approved."""
    asked.question.approve(coach)
    asked.refresh_from_db()
    DBTaskResult.objects.filter(task_path="comments.tasks.tell_approved").delete()  # she was told long ago
    return asked


@lasting
def answered(public, coach):
    """Ann's question with the coach's answer."""
    public.answer(coach, "Step 1. Breathe.\n\nStep 2. Let him be.")
    return public


@lasting
def bob(identity):
    return person("bob@example.org", "Bob by the Sea")


@lasting
def mod(identity):
    return person("mod@example.org", "Quiet Hand", Role.MODERATOR)


@lasting
def many_messages(identity):
    """People here write more in an hour than the rules let them."""
    return ModerationRules.objects.create(pk=1, most_an_hour=999, most_an_hour_new=999)


@pytest.fixture
def as_person(client):
    """Return a test client signed in as a person, or as nobody."""

    def sign_in(person):
        client.logout()
        if person:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def surely(as_person):
    """Return a test client signed in as a person who has just shown that it is she."""

    def sign_in(person):
        client = as_person(person)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk) if person else ""
        session.save()
        return client

    return sign_in


@pytest.fixture
def later(time_machine):
    """Return a function that lets time pass: so many seconds, or `days=…`."""
    return lambda seconds=0, **time: time_machine.move_to(timezone.now() + timedelta(seconds=seconds, **time))


@pytest.fixture
def clock_stands(time_machine):
    """Time passes only where a test lets it, however slow the machine."""
    time_machine.move_to(timezone.now(), tick=False)


@pytest.fixture
def work(time_machine, monkeypatch):
    """Let the worker do all there is to do, some seconds from now; returns the mails that are on their way."""

    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # it is the test's own connection

    def run(seconds=11):
        time_machine.move_to(timezone.now() + timedelta(seconds=seconds))
        call_command("worker", batch=True, startup_delay=False, verbosity=0)
        return list(OutgoingMail.objects.order_by("pk"))

    return run


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the migrated database, in a file of its own that threads share, or on the server of DATABASE_URL."""
    settings.EMAIL_BACKEND = "accounts.mail.QueueBackend"  # as on the site; Django's test runner puts mail aside
    with django_db_blocker.unblock():
        connection.settings_dict["NAME"] = database.copy("migrated", SCRATCH)
    yield
    with django_db_blocker.unblock():
        connection.close()
        database.drop(connection.settings_dict["NAME"])


@pytest.fixture(autouse=True, scope="session")
def what_tests_have_committed_goes():
    """A test that commits leaves its database behind; the next gets another copy. (Django would delete every row, which
    the log's trigger rightly refuses, and make again some of those that migrations had made.)"""

    def another_copy(_test):
        connection.close()
        database.drop(connection.settings_dict["NAME"])
        connection.settings_dict["NAME"] = database.copy("migrated", SCRATCH)

    TransactionTestCase._fixture_teardown = another_copy
