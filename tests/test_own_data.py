"""Taking one's data along and leaving, checked against every table that can tell of a person."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts.mail import post
from accounts.models import HeldName, MailChoices, MailedLink, OutgoingMail, PausedAddress, User
from accounts.roles import Role
from comments.models import Block, Comment, ModerationEntry, Report, Thread, Trust
from desk.models import Invitation
from leanback import personal_data, tasks
from letters.models import Subscription
from practice.models import Practice
from stages.models import SavedStage
from tests.lasting import lasting
from tests.test_second_factor import set_up_app, set_up_passkey
from tests.test_signing_in import PASSWORD, code_of, last_mail, sign_in, sign_up
from wishes.models import Wish
from writing.models import Draft, address_mark

WORDS = "zanzibar"  # in everything that she writes
NAMES = ("Ann of the Hills", "annofthehllls", "ann@example.org", "Annabel by the Brook", WORDS)
BROWSER = "Telltale/1.0"


def her_browser():
    return Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="203.0.113.77")


@lasting
def her_cookies(ann, coach, bob, stage):
    """Ann, with a row in every table that can hold one of hers. Returns what her browser keeps."""
    browser = her_browser()
    ann.set_password(PASSWORD)
    ann.save()
    sign_in(browser, "ann@example.org")
    asked = Thread.ask(stage, ann, f"He went to {WORDS} without me.")
    asked.question.approve(coach)
    asked.answer(coach, "Breathe.")
    asked.question.reply(ann, f"Thank you from {WORDS}.")
    Thread.ask(stage, ann, f"Another, nobody answered: {WORDS}.")
    hers_elsewhere = Thread.ask(stage, bob, "Bob's own question")
    hers_elsewhere.question.approve(coach)
    hers_elsewhere.question.reply(ann, f"Go to {WORDS}!")
    removed = Thread.ask(stage, ann, f"A rude one about {WORDS}.").question
    removed.remove(coach, "It names his employer.")
    secret = Thread.ask(stage, ann, f"Private {WORDS}")
    Thread.objects.filter(pk=secret.pk).update(visibility="private", signature="Annabel by the Brook")
    SavedStage.objects.create(person=ann, stage=stage)
    Subscription.objects.create(address="ann@example.org", confirmed_at=timezone.now())
    Practice.take_up(ann, stage).steps.first().take_note(f"As in {WORDS}.")
    Draft.objects.create(author=ann, stage=stage, text=f"Not sent: {WORDS}", signature="Annabel by the Brook")
    Draft.objects.create(for_email=address_mark("ann@example.org"), text=f"Written elsewhere: {WORDS}")
    MailedLink.objects.make(ann, "ann@example.org", "/ask/")
    asked.question.edit(f"He went to {WORDS} without me, again.", Comment.objects.get(pk=asked.question.pk).revision)
    hers_elsewhere.follow(ann)
    asked.mutes.create(reader=ann)
    PausedAddress.objects.pause(ann, "5.1.1 There is nobody of that name in Zanzibar")
    hers_elsewhere.question.thank(ann, f"It is so in {WORDS}.")
    hers_elsewhere.question.report(ann, "unkind", "He insults somebody.")
    Wish.make(ann, f"One for {WORDS} too").decline(coach, "It is too far.")
    theirs = Wish.make(bob, "One for men too")
    theirs.let_stand(coach)
    theirs.share(ann)
    Block.put(ann, coach, "Please be kinder.").lift(coach)
    Trust.set(ann, Trust.Level.HELD, coach)
    Invitation(email="ann@example.org").send(coach)
    MailChoices.objects.create(person=ann, answered="daily")
    set_up_app(ann), set_up_passkey(ann), RecoveryCodes.activate(ann)
    EmailAddress.objects.create(user=ann, email="annabel@example.org", verified=False)
    post(EmailMultiAlternatives("For ann@example.org", WORDS, to=["ann@example.org"]))
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=coach, content_type=kind, object_id=str(ann.pk), object_repr=str(ann), action_flag=CHANGE
    )
    return browser.cookies


@pytest.fixture
def full(her_cookies):
    """Ann's browser, who has a row in every table that can hold one of hers."""
    browser = her_browser()
    browser.cookies = her_cookies
    return browser


def copy_of(person):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(personal_data.copy(person))))
    assert archive.testzip() is None and archive.namelist() == ["data.json", "index.html"]
    return json.loads(archive.read("data.json")), archive.read("index.html").decode()


def confirmed(browser, path, said=()):
    """Post a form as somebody who has shown by her password that it is she."""
    answer = browser.post(path, dict(said))
    if answer.status_code == 302 and "/reauthenticate/" in answer["Location"]:
        answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": path})
    return answer


# Every table is known


def fields_that_point_to_people():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields(include_hidden=True):
            if isinstance(field, models.ForeignKey) and field.remote_field.model is User:
                yield f"{model._meta.label_lower}.{field.name}"


def test_every_field_that_points_to_a_person_is_in_her_copy_or_has_a_reason_why_not():
    in_copy = {field for section in personal_data.SECTIONS for field in section.fields}
    not_hers = {field for part in personal_data.PARTS for field in part.NOT_HERS}
    pointing = set(fields_that_point_to_people())
    assert pointing == (in_copy | not_hers) & pointing, "tell of these in some personal_data.py"
    assert in_copy | not_hers <= pointing, "these are not there any more"


# Columns of text in which an address, a name or a place on the net would stand, and whose they are.
TELLING = re.compile(r"mail|^ip$|agent|address|pen_name|^user|byline|signature|signed")
KNOWN_TO_TELL = {
    "account.emailaddress.email",
    "accounts.mailedlink.email",
    "accounts.pausedaddress.address",
    "accounts.user.email",
    "accounts.user.pen_name",
    "accounts.user.pen_name_key",
    "comments.comment.byline",
    "comments.draft.for_email",
    "comments.draft.signature",
    "comments.invitation.email",
    "comments.thread.signature",
    "letters.subscription.address",
    "usersessions.usersession.ip",
    "usersessions.usersession.user_agent",
}


def test_no_other_column_looks_as_if_it_told_of_somebody():
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.GenericIPAddressField | models.EmailField)
        and TELLING.search(field.name)
    }
    assert columns == KNOWN_TO_TELL, "does leaving forget it, and does the worker sweep what is an address of the net?"


# Taking it along


def test_the_copy_has_something_in_every_section(full, ann):
    data, page = copy_of(ann)
    sections = [section.name for section in personal_data.SECTIONS]
    assert [name for name in data if name != "made_at"] == sections and all(data[name] for name in sections)
    assert page.count("<h2>") == len(sections)


def test_her_words_are_in_it_with_the_answers_and_the_reason_that_she_was_told(full, ann):
    data, page = copy_of(ann)
    said = [message for question in data["questions"] for message in question["messages"]]
    assert len([message for message in said if message.get("mine")]) == 6
    assert "Breathe." in [message["text"] for message in said] and "Bob's own question" in [m["text"] for m in said]
    assert "It names his employer." in page and "It names his employer." in json.dumps(data)


def test_what_she_said_before_an_edit_is_in_it(full, ann):
    data, page = copy_of(ann)
    before = [
        version["text"] for each in data["questions"] for said in each["messages"] for version in said.get("before", ())
    ]
    assert before == [f"He went to {WORDS} without me."] and before[0] in page


def test_the_page_can_be_read_without_a_network(full, ann):
    _data, page = copy_of(ann)
    assert not re.search(r"""(src|href)=|url\(|@import|<script""", page)


def test_all_that_it_says_has_a_name_that_a_person_understands(full, ann):
    data, page = copy_of(ann)
    assert "Pen name" in page and "pen_name" not in page and "asked_by_me" not in page and "True" not in page


def test_what_others_keep_to_themselves_is_not_in_it(full, ann, bob, coach):
    theirs = Thread.objects.get(asker=bob)
    theirs.question.reply(bob, "A secret of Bob")
    Thread.objects.filter(pk=theirs.pk).update(visibility="private")
    everything = str(copy_of(ann))
    assert (
        "secret of Bob" not in everything and "Bob's own question" not in everything and f"Go to {WORDS}!" in everything
    )
    assert "bob@example.org" not in everything and "mara@example.org" not in everything


def test_what_waits_or_was_removed_of_others_is_not_in_it(full, ann, bob, coach):
    asked = Thread.objects.filter(asker=ann).earliest("pk")
    removed = asked.question.reply(bob, "Rude words of Bob")
    removed.remove(coach, "Private reason for Bob")
    asked.question.reply(User.objects.create_user("new@example.org", "Newcomer"), "Waiting words")
    everything = str(copy_of(ann))
    assert "Rude words" not in everything and "Private reason" not in everything and "Waiting words" not in everything


def test_a_coach_s_copy_has_no_private_question_of_others(coach, ann, stage):
    thread = Thread.ask(stage, ann, "Only for you")
    Thread.objects.filter(pk=thread.pk).update(visibility="private")
    thread.refresh_from_db()
    thread.answer(coach, "My answer")
    everything = str(copy_of(coach))
    assert "My answer" in everything and "Only for you" not in everything


def test_secrets_are_not_in_it(full, ann):
    everything = str(copy_of(ann))
    secrets = [
        str(row.data.get("secret") or row.data.get("seed") or "key-of-ann") for row in ann.authenticator_set.all()
    ]
    assert not [secret for secret in [*secrets, ann.password] if secret in everything]


def test_it_speaks_her_language(full, ann):
    browser = full
    answer = browser.post("/me/export/", headers={"Accept-Language": "es"})
    page = zipfile.ZipFile(io.BytesIO(b"".join(answer))).read("index.html").decode()
    assert '<html lang="es">' in page


def test_its_times_are_those_of_the_site_and_say_so(full, ann, identity):
    identity.time_zone = "Asia/Kolkata"
    identity.save()
    ann.joined_at = datetime(2026, 11, 30, 12, tzinfo=UTC)
    ann.save()
    ann.comments.update(created_at=datetime(2026, 11, 30, 20, tzinfo=UTC))
    page = zipfile.ZipFile(io.BytesIO(b"".join(full.post("/me/export/")))).read("index.html").decode()
    assert "Times: Kolkata time." in page and "30 November 2026, 5:30 pm (Kolkata time)" in page
    assert "1 December 2026, 1:30 am" in page


def test_she_gets_it_as_a_file_and_only_she(full, ann):
    answer = full.post("/me/export/")
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert json.loads(zipfile.ZipFile(io.BytesIO(b"".join(answer))).read("data.json"))["account"][0]["pen_name"]


def test_whoever_holds_her_phone_gets_nothing(as_person, full, ann):
    client = as_person(ann)
    for path in ("/me/export/", "/me/delete/"):
        assert client.post(path, {"words": "erase"})["Location"].endswith(
            f"reauthenticate/?next={quote(path, safe='')}"
        )
    assert User.objects.filter(pk=ann.pk).exists()


def test_after_her_password_the_file_comes_by_itself(as_person, full, ann):
    Authenticator.objects.filter(user=ann).delete()
    client = as_person(ann)
    assert confirmed(client, "/me/export/")["Content-Type"] == "application/zip"


def test_nobody_has_no_data(client, identity):
    for path in ("/me/data/", "/me/delete/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")
        assert client.post(path).status_code in {302, 405}
    assert client.get("/me/export/").status_code in {302, 405}


def test_a_file_is_not_made_without_end(full):
    answers = [full.post("/me/export/").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_long_history_is_streamed_row_by_row(ann, stage, django_assert_max_num_queries):
    for n in range(5):
        Thread.ask(stage, ann, f"Question {n} " + "word " * 2000)
    pieces = list(personal_data.copy(ann))
    assert len(pieces) > 5 and max(map(len, pieces)) < 20_000


# Leaving


def everything_stored():
    """Yield (table, text of a row) of the whole database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(str(bytes(value) if isinstance(value, memoryview) else value) for value in row)


def traces(names=NAMES):
    return [(table, name) for table, row in everything_stored() for name in names if name.lower() in row.lower()]


def test_erased_nothing_in_the_whole_database_tells_of_her(full, ann):
    assert {name for _table, name in traces()} == set(NAMES), "the search itself finds what is there"
    personal_data.leave(ann, keeps_words=False)
    assert traces((*NAMES, BROWSER, "203.0.113.77", "annabel@example.org", "key-of-ann")) == []


def test_kept_without_a_name_only_what_everybody_could_read_is_left(full, ann):
    personal_data.leave(ann, keeps_words=True)
    assert traces(NAMES[:-1]) == []
    left = Comment.objects.filter(text__contains=WORDS)
    assert left.count() == 4 - 1 + 1 and not left.exclude(author=None).exists() and not left.exclude(byline="").exists()
    assert not Comment.objects.filter(text__contains="Private").exists()
    assert not Comment.objects.filter(text__contains="rude one").exists()


def test_what_is_left_is_shown_as_a_reader_s(full, ann, client):
    asked = Thread.objects.filter(asker=ann).earliest("pk")
    personal_data.leave(ann, keeps_words=True)
    page = client.get(f"/questions/{asked.pk}/", follow=True).content.decode()
    assert "A reader" in page and "Ann of the Hills" not in page and f"He went to {WORDS}" in page


def test_erased_a_neutral_line_keeps_the_place_of_what_was_answered(full, ann, client):
    asked = Thread.objects.filter(asker=ann).earliest("pk")
    personal_data.leave(ann, keeps_words=False)
    page = client.get(f"/questions/{asked.pk}/", follow=True).content.decode()
    assert "Its author has deleted this message." in page and "Breathe." in page and WORDS not in page


def test_nobody_waits_any_more(full, ann, coach):
    Thread.ask(Thread.objects.first().stage, ann, f"Approved and waiting {WORDS}").question.approve(coach)
    personal_data.leave(ann, keeps_words=True)
    assert [thread.asker.pen_name for thread in Thread.objects.waiting()] == ["Bob by the Sea"]


def test_the_log_keeps_its_lines_without_her(full, ann):
    before = ModerationEntry.objects.count()
    personal_data.leave(ann, keeps_words=True)
    assert ModerationEntry.objects.count() >= before and not ModerationEntry.objects.filter(by=ann.pk).exists()


def test_she_is_signed_out_everywhere_and_gets_no_mail(full, ann, work):
    there = Client()
    there.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    personal_data.leave(ann, keeps_words=False)
    assert there.get("/me/").status_code == full.get("/me/").status_code == 302
    assert not OutgoingMail.objects.exists() and not UserSession.objects.exists()
    assert [mail for mail in work() if "ann" in str(mail.to)] == []


def test_no_session_outlives_her_account_even_one_without_her_address(ann, bob):
    for someone in (ann, ann, bob):  # by passkeys, say
        (browser := Client()).force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
        UserSession.objects.create(user=someone, session_key=browser.session.session_key, ip="192.0.2.7")
    personal_data.leave(ann, keeps_words=True)
    assert [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()] == [str(bob.pk)]


def test_a_sign_in_that_was_begun_with_her_address_is_forgotten(ann, bob):
    begun, other = Client(), Client()
    begun.post("/accounts/login/code/", {"email": "ann@example.org"})
    other.post("/accounts/login/code/", {"email": "bob@example.org"})
    personal_data.leave(ann, keeps_words=False)
    assert Session.objects.count() == 1 and "bob@example.org" in str(Session.objects.get().get_decoded())


def test_her_thanks_are_counted_no_more_and_her_report_is_nobody_s(full, ann, bob):
    personal_data.leave(ann, keeps_words=True)
    thread = Thread.objects.get(asker=bob)
    assert (thread.thanks_count, thread.question.thanks_count) == (0, 0)
    assert Report.objects.get().reader is None and Report.objects.open().exists()


def test_her_wishes_go_unless_others_share_them_and_what_she_shared_is_counted_without_her(full, ann, bob, coach):
    shared, own = Wish.make(ann, "One for old love"), Wish.make(ann, "One for the sea")
    for wish in (shared, own):
        wish.let_stand(coach)
    shared.share(bob)
    personal_data.leave(ann, keeps_words=False)
    left = {wish.words: (wish.by, wish.shared_count) for wish in Wish.objects.all()}
    assert left == {"One for men too": (bob, 0), "One for old love": (None, 1)}


def test_kept_her_wishes_that_everybody_reads_stay_without_her(full, ann, coach):
    Wish.make(ann, "One for old love").let_stand(coach)
    Wish.make(ann, f"One that nobody has read, of {WORDS}")
    personal_data.leave(ann, keeps_words=True)
    assert [(wish.words, wish.by) for wish in Wish.objects.filter(by=None)] == [("One for old love", None)]
    assert Wish.objects.count() == 2


def test_others_keep_all_that_is_theirs(full, ann, bob):
    personal_data.leave(ann, keeps_words=False)
    assert Thread.objects.get(asker=bob).question.text == "Bob's own question"
    assert Comment.objects.filter(kind="answer", text="Breathe.").exists()


def test_she_leaves_by_the_page(full, ann):
    Authenticator.objects.filter(user=ann).delete()
    page = full.post("/me/delete/", {"words": "erase"})
    assert page.status_code == 200 and b"Your account is deleted" in page.content and page["Clear-Site-Data"]
    assert not User.objects.filter(email="ann@example.org").exists() and full.get("/me/").status_code == 302


def test_without_a_choice_nothing_happens_and_the_page_asks(full, ann):
    page = full.post("/me/delete/", {"words": ""})
    assert page.status_code == 200 and page.context["form"].errors["words"]
    assert User.objects.filter(pk=ann.pk).exists()


def test_looking_at_the_pages_deletes_nothing(full, ann):
    assert [full.get(path).status_code for path in ("/me/data/", "/me/delete/", "/me/export/")] == [200, 200, 405]
    assert User.objects.filter(pk=ann.pk).exists()


def test_the_only_coach_cannot_leave_and_is_told(client, coach):
    sign_in(client, "mara@example.org", "a long password")
    page = client.post("/me/delete/", {"words": "keep"})
    assert b"the only coach, so nobody would be left" in page.content and User.objects.filter(pk=coach.pk).exists()


def test_one_of_two_coaches_can_and_her_answers_stay(client, coach, answered, bob):
    bob.take_role(Role.COACH)
    sign_in(client, "mara@example.org", "a long password")
    client.post("/me/delete/", {"words": "erase"})
    answer = Comment.objects.get(kind="answer")
    assert not User.objects.filter(pk=coach.pk).exists() and answer.text.startswith("Step 1.") and answer.author is None


def test_her_name_is_nobody_else_s_for_a_year_and_stands_nowhere(ann, stage, time_machine):
    personal_data.leave(ann, keeps_words=False)
    taken = sign_up(Client(), "new@example.org", "ANN of the hi11s")
    assert taken.status_code == 200 and not User.objects.exists()
    assert re.fullmatch("[0-9a-f]{64}", HeldName.objects.get().mark)
    time_machine.move_to(timezone.now() + timedelta(days=366))
    tasks.tend.call()
    assert not HeldName.objects.exists()
    assert sign_up(Client(), "new@example.org", "ANN of the hi11s").status_code == 302


def test_she_can_come_back_with_the_same_address(ann, stage):
    personal_data.leave(ann, keeps_words=False)
    sign_up(browser := Client(), "ann@example.org", "Somebody Else")
    browser.post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert browser.get("/me/").status_code == 200 and not Thread.objects.exists()


def test_all_of_it_happens_or_nothing(full, ann):
    def power_cut(execute, sql, *rest):
        assert not sql.startswith('DELETE FROM "accounts_user" ')
        return execute(sql, *rest)

    with pytest.raises(AssertionError), connection.execute_wrapper(power_cut):
        personal_data.leave(ann, keeps_words=False)
    assert User.objects.filter(pk=ann.pk).exists() and Comment.objects.filter(text__contains=WORDS).count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's files are its own: vacuum clears them")
def test_not_even_the_file_of_the_database_tells_of_her(full, ann, bob, coach, stage):
    for n in range(20):  # so much that the search index does not put itself in order by chance
        Thread.ask(stage, bob, " ".join(f"w{n}x{word}" for word in range(200))).question.approve(coach)
    personal_data.leave(ann, keeps_words=False)
    tasks.tend.call()
    path = Path(settings.DATABASES["default"]["NAME"])
    stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert b"Breathe." in stored
    assert [name for name in (*NAMES, BROWSER) if name.encode().lower() in stored.lower()] == []


# Traces


def test_addresses_of_the_net_and_names_of_browsers_are_gone_after_thirty_days(full, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=29))
    tasks.tend.call()
    assert UserSession.objects.get().ip == "203.0.113.77"
    time_machine.move_to(timezone.now() + timedelta(days=2))
    tasks.tend.call()
    assert not UserSession.objects.filter(ip="203.0.113.77").exists() and traces(("203.0.113.77", BROWSER)) == []


def test_every_column_that_can_hold_an_address_of_the_net_is_swept():
    columns = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.GenericIPAddressField) or re.search(r"^ip$|user_agent|remote", field.name)
    ]
    assert columns == ["usersessions.usersession.ip", "usersessions.usersession.user_agent"]
