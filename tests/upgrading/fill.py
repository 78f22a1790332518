"""Fills a site with one of everything that it can keep, and packs its database: what an upgrade may not lose.

It was run in a checkout of the state that its file is named for, and knows the models as they were then:

    git worktree add ../then a126b10 && cd ../then
    VAR_DIR=$(mktemp -d) SECRET_KEY=… SITE_URL=http://localhost:8000 python …/fill.py site-2026-11-30.sqlite3.xz

SECRET_KEY is the tests' own (`tests/settings.py`), or nobody could read the sessions."""

import io
import lzma
import os
import sqlite3
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import django

if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "leanback.settings"
    django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.mail import post
from accounts.models import Limits, MailChoices, MailedLink, OutgoingMail, User
from accounts.roles import Role
from comments.models import (
    AnswerDraft,
    Block,
    Comment,
    Draft,
    HeldWord,
    Invitation,
    ModerationRules,
    Note,
    SavedReply,
    Switch,
    Thread,
    Trust,
    Wish,
)
from leanback.models import EmptySearch
from stages.models import Guide, Identity, Page, Resource, SavedStage, Stage, StagePicture

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# Nothing of ours fills these: rights come with roles, and allauth's older way to confirm an address is not used.
EMPTY = {"accounts_user_user_permissions", "auth_group_permissions", "account_emailconfirmation"}


def person(name, *roles):
    user = User.objects.create_user(f"{name.split()[0].lower()}@example.org", name, "a long password")
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    user.confirm_adult()
    for role in roles:
        user.take_role(role)
    return user


def people():
    """Make the coach, her colleague, moderators with limits and without, readers of every kind."""
    mara = User.objects.get(email="coach@example.org")
    mara.set_password("a lamp by the window")
    mara.save()
    vera, hand, eye = (
        person("Vera", Role.COACH),
        person("Hand that helps", Role.MODERATOR),
        person("Eye that rests", Role.MODERATOR),
    )
    eye.take_role(
        [Role.MODERATOR],
        Limits(kept_from=["comments.remove_comment"], most_an_hour=30, until=timezone.localdate() + WEEK),
    )
    names = ["Anémona", "Bob by the Sea", "Cloud 9", "Dew", "Echo", "Fern", "Glen"]
    readers = [person(name) for name in names]
    readers[1].rename("Bob by the Lake")
    readers[-1].is_active = False
    readers[-1].save()
    User.objects.create_user("unfinished@example.org", "Half a Bridge")
    return mara, vera, hand, eye, readers


def doors(mara, ann, bob):
    """Sign in, set up second factors, choose mails."""
    TOTP.activate(mara, generate_totp_secret())
    RecoveryCodes.activate(mara)
    for someone in (mara, ann):
        client = Client()
        client.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
        UserSession.objects.create(
            user=someone, session_key=client.session.session_key, ip="192.0.2.7", user_agent="A phone"
        )
    MailedLink.objects.make(bob, bob.email, "/me/")
    MailChoices.objects.create(person=ann, answered="daily", approved="never", no_quotes=False)
    SavedStage.objects.toggle(ann, Stage.objects.first())
    cache.set("a limit", 3, None)


def rules(mara, hand, ann, bob, echo, fern):
    """Set by hand what waits, who is trusted, who may not write."""
    ModerationRules(most_an_hour=900, most_an_hour_new=900, spam_from=90).change(mara, ["spam from: 90"])
    HeldWord(words="crypto profit", note="Advertisements.").keep(mara)
    Trust.set(ann, "trusted", mara)
    Trust.set(fern, "held", mara)
    Block.put(echo, hand, "You have sent the same words five times.", timezone.now() + 2 * WEEK)
    Block.put(fern, hand, "A mistake of ours.").lift(mara)
    Switch(name="hold").throw(mara, 3)
    Switch(name="hold").turn_off(mara)
    Switch(name="sign_up").throw(mara, 48)
    Note.objects.create(on=ann, by=mara, text="Has a sister who helps.")
    SavedReply.objects.create(title="Warm hello", text="Dear {name|dear reader}, …")
    Invitation(email="nora@example.org", role=Role.MODERATOR, most_an_hour=5, kept_from=[]).send(mara)


def words_of_hers(mara):
    """Change what the coach writes, so that there are versions, old addresses, a page of her own, a picture."""
    identity = Identity.objects.get()
    identity.tagline = "Where you are, and how to lean back."
    identity.by(mara).save()
    Page.objects.create(slug="about", title="Who answers here", body="I am *Mara*, and I **answer**.")
    for model, slug in ((Stage, "distance-again"), (Resource, "a-better-shelf")):
        row = model.objects.last()
        row.slug = slug
        row.by(mara, "a shorter address").save()
    men = Guide.objects.create(slug="for-men", title="For men", what_it_is="The same *space*, seen from here.")
    Stage.objects.create(guide=men, slug="not-yet", title="Not yet", situation="A draft.", published_at=None)
    image = io.BytesIO()
    Image.effect_noise((900, 600), 40).convert("RGB").save(image, "JPEG", quality=30)
    StagePicture.objects.create(
        stage=Stage.objects.first(), image=ContentFile(image.getvalue(), "lamp.jpg"), alt="A lamp.", caption="At night."
    )
    call_command("make_pictures", verbosity=0)
    LogEntry.objects.log_actions(mara.pk, [men], CHANGE, "Changed title.", single_object=True)
    EmptySearch.objects.note("breadcrumbing")


def ask(reader, title, **chosen):
    return Thread.ask(Stage.objects.all()[len(title) % 10], reader, title, **chosen)


def approved(reader, by, title, **chosen):
    thread = ask(reader, title, **chosen)
    if thread.question.is_pending:
        thread.question.approve(by)
    thread.refresh_from_db()
    return thread


def threads(mara, vera, hand, readers):
    """Bring threads into every state, and comments into every status."""
    ann, bob, cloud, dew, _echo, fern, _glen = readers
    ask(dew, "Waits for approval: is it me?")
    ask(fern, "My boyfriend hits me when he drinks, and I am afraid of him.")
    ask(dew, "Buy crypto profit now at https://example.com").question.mark_spam(hand)
    ask(cloud, "Names everybody in town").question.remove(mara, "It tells who others are.")
    approved(bob, hand, "Taken back in a moment").question.withdraw()
    talk = approved(ann, hand, "Zugzwang: must I move first? My sister Rosalind says so.")
    answers(talk, mara, bob, hand)
    asked_back = approved(bob, hand, "He went quiet for a week", signature="Waiting in Ohio", is_listed=False)
    asked_back.answer(mara, "How long have you known him?", then=Thread.State.WAITING_FOR_READER)
    promised = approved(cloud, hand, "We try a month apart")
    promised.answer(vera, "Step 1. Breathe.\n\nStep 2. Tell me in two weeks.", weeks=2)
    due = approved(dew, hand, "I said nothing for ten days")
    due.answer(mara, "Good. And now rest.", weeks=1)
    Thread.objects.filter(pk=due.pk).update(touch_base_on=timezone.localdate() - DAY)
    due.fall_due()
    approved(bob, hand, "This closes").close(mara)
    approved(cloud, hand, "Somewhere else, please").move_to(Stage.objects.first(), hand)
    approved(fern, hand, "No name, please").sign("nobody")
    helped = approved(dew, hand, "It got lighter")
    helped.answer(mara, "I am glad.")
    helped.helped()
    missing = approved(cloud, hand, "Its parent never arrived")
    lost = missing.question.reply(ann, "This is lost.")
    lost.reply(cloud, "And this hangs on it.")
    lost.refresh_from_db()
    lost.go_missing()
    private(mara, ann, bob, dew)
    placed(mara, hand, ann, bob)
    return talk


def answers(talk, mara, bob, hand):
    """One long talk: answer, reply, thanks, report, softening, edit, a choice for its stage, followers, drafts."""
    resource = Resource.objects.published().first()
    answer = talk.answer(mara, f"Dear A,\n\n1. Wait.\n2. Read [[{resource.slug}|this]].\n\n> So he said.", feature=True)
    answer.thank(bob, "It helped me too.")
    answer.thank(talk.asker)
    answer.thanks.get(reader=bob).say_my_pleasure()
    reply = talk.question.reply(bob, "My brother Ethelbert works at the mill, and says the same.")
    if reply.is_pending:
        reply.approve(hand)
    reply.soften(hand, "Ethelbert", "his name")
    reply.report(talk.asker, "tells", "He is known here.")
    answer.report(bob, "other", "Is this so?").comment.leave_as_it_is(mara)
    answer.refresh_from_db()
    answer.edit(answer.text + "\n\nAnd sleep.", answer.revision)
    talk.follow(bob)
    AnswerDraft.keep(talk, mara, "Begun, and not sent.", 0)


def private(mara, ann, bob, dew):
    ask(ann, "For you alone, please", visibility="private").answer(mara, "It stays between us.")
    asked = ask(bob, "Private, and asked for", visibility="private")
    asked.question.approve(mara)
    asked.refresh_from_db()
    asked.ask_to_publish(mara)
    told_no = ask(dew, "Private, and it stays so", visibility="private")
    told_no.question.approve(mara)
    told_no.refresh_from_db()
    told_no.ask_to_publish(mara)
    told_no.keep_private(dew)
    waits = ask(ann, "Answered tomorrow", visibility="private")
    AnswerDraft.schedule(
        waits,
        mara,
        "Good morning.",
        timezone.now() + DAY,
        to=waits.question,
        revision=waits.question.revision,
        draft=0,
        then=Thread.State.ANSWERED,
        weeks=3,
        feature=False,
    )


def placed(mara, hand, ann, bob):
    """Split one off, make two one."""
    whole = approved(ann, hand, "One long story")
    aside = whole.question.reply(bob, "And mine is quite another one.")
    if aside.is_pending:
        aside.approve(hand)
    whole.split_off(Comment.objects.get(pk=aside.pk), hand)
    first, again = approved(bob, hand, "The first half"), approved(bob, hand, "The second half")
    again.merge_into(first, mara)


def what_is_not_sent(ann, bob, talk):
    tab, nobody = uuid.uuid4(), AnonymousUser()
    stage = Stage.objects.first()
    keep = Draft.objects.keep
    keep(uuid.uuid4(), ann, uuid.uuid4(), tab=tab, turn=2, text="Not sent yet", stage=stage, visibility="private")
    keep(uuid.uuid4(), bob, uuid.uuid4(), text="A reply that is not sent", parent=talk.question)
    keep(uuid.uuid4(), nobody, uuid.uuid4(), text="Of nobody yet", stage=stage).wait_for("someone@example.org")
    keep(uuid.uuid4(), nobody, uuid.uuid4(), text="Of this browser", signature="Nobody in Ohio")


def wishes(mara, hand, ann, bob, cloud):
    Wish.make(ann, "Something about mothers-in-law")
    wish = Wish.make(bob, "We need this for men too")
    wish.let_stand(hand)
    wish.share(ann)
    part = Wish.make(cloud, "For men, please")
    part.merge_into(wish, hand)
    Wish.make(cloud, "A dating service").decline(hand, "That is not what this is.")
    wish = Wish.make(ann, "A list of films")
    wish.fulfil(mara, Resource.objects.published().first())


def mails():
    """Some were sent, one failed, some wait."""
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    post(EmailMessage("Hello", "Waits for the morning.", to=["ann@example.org"]), "hello-1", timezone.now() + DAY)
    failed = post(EmailMessage("Hello", "Never goes.", to=["nobody@example.org"]))
    OutgoingMail.objects.filter(pk=failed.pk).update(tries=2, last_error="ConnectionRefusedError")


def empty_tables():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table for table in tables if not cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()} - EMPTY


def pack(path):
    """Write the database, as small as it gets, beside its write-ahead log's end."""
    small = Path(settings.VAR) / "small.sqlite3"
    small.unlink(missing_ok=True)
    connection.close()
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as database:
        database.execute("VACUUM INTO ?", [str(small)])
    Path(path).write_bytes(lzma.compress(small.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


def fill():
    call_command("prepare")
    mara, vera, hand, eye, readers = people()
    ann, bob, cloud, dew, echo, fern, _glen = readers
    rules(mara, hand, ann, bob, echo, fern)
    words_of_hers(mara)
    talk = threads(mara, vera, hand, readers)
    doors(mara, ann, bob)
    what_is_not_sent(ann, bob, talk)
    wishes(mara, hand, ann, bob, cloud)
    mails()


if __name__ == "__main__":
    fill()
    if empty := empty_tables():
        raise SystemExit(f"Nothing is kept in {', '.join(sorted(empty))}: an upgrade could lose it unseen.")
    pack(sys.argv[1])
