"""What somebody is to hear of by mail. Each is a row before any mail is written, so that nobody hears of one thing twice,
that several can come in one mail of the day, and that what was taken away in the meantime is never mailed."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mail import post_to_person
from accounts.mail_addresses import MailAddress
from accounts.models import OF_THE_DAY, MailChoices, OutgoingMail, PausedAddress, When
from accounts.task_queue import enqueue
from comments.mail import LETTERS, what_came
from comments.mail.words import how_to_reply, link_of

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = (
    10  # mails of one kind: what more there is waits, so that a wave of spam at the desk is none in her inbox
)
FEW = 3  # mails at one time: what more there is comes in one
KEPT_FOR = timedelta(days=60)  # longer than any task that would tell of it again
REPLIED_TO = ("answered", "asked_back", "replied", "following", "touch_base", "question", "danger", "came_back")
OF_A_MESSAGE = ("answered", "replied", "following")  # each hears of it as what she is to its thread
OF_OTHERS = ("replied", "following")  # told only of what everybody may read


class NoticeQuerySet(models.QuerySet):
    @transaction.atomic
    def tell(self, person, kind, event, *, thread=None, comment=None, link=""):
        """Let somebody hear of an event, as she chose. An `event` is a key of its own for each person and thing: told again,
        nothing happens. A comment brings its thread along; what is in neither has a `link`."""
        thread = comment.thread if comment else thread
        choices = MailChoices.objects.of(person)
        when = choices.when(kind)
        if when == When.NEVER or not person.is_active or self._is_unwanted(person, kind, thread):
            return
        is_now = when == When.AT_ONCE and (kind == "danger" or not self._are_many(person, kind))
        due_at = choices.next_digest() if when == When.DAILY else timezone.now() + (timedelta() if is_now else AN_HOUR)
        said = {"person": person, "kind": kind, "thread": thread, "comment": comment, "link": link, "due_at": due_at}
        notice, is_new = self.get_or_create(event=event, defaults=said)
        if is_new and is_now:
            notice.write(choices)
        elif is_new:
            enqueue("comments.tasks.tell_what_came", person.pk, at=due_at)

    def _is_unwanted(self, person, kind, thread):
        """Has she muted the question, or does no mail reach her? Danger in it is no part of what a coach mutes."""
        is_muted = thread is not None and kind != "danger" and thread.is_muted_by(person)
        return is_muted or PausedAddress.objects.is_paused(person)

    def _are_many(self, person, kind):
        lately = timezone.now() - AN_HOUR
        return self.filter(person=person, kind=kind, mailed_at__gt=lately).count() >= MOST_AN_HOUR

    def pending(self):
        return self.filter(mailed_at=None)

    def due(self):
        return self.pending().filter(due_at__lte=timezone.now())

    def people_to_tell(self):
        """Return the keys of those for whom something is due."""
        return self.due().order_by().values_list("person", flat=True).distinct()

    def old(self):
        return self.filter(mailed_at__lt=timezone.now() - KEPT_FOR)

    def to_others_than(self, person_id):
        return self.exclude(person=person_id)

    def with_what_mails_say(self):
        return self.select_related("thread__stage__guide", "thread__asker", "comment")

    @transaction.atomic
    def write_due(self, person):
        """Write what is due to somebody: what she hears of right away in a mail each, all else in one for the day."""
        if not self.due().filter(person=person).exists():
            return
        choices = MailChoices.objects.of(person)
        rows = self.pending().filter(person=person).with_what_mails_say().order_by("pk")
        notices = [notice for notice in rows.select_for_update(of=("self",)) if notice.is_to_be_told(choices)]
        at_once = [notice for notice in notices if choices.when(notice.kind) == When.AT_ONCE]
        of_the_day = [notice for notice in notices if choices.when(notice.kind) == When.DAILY]
        if len(at_once) > FEW:
            self._write_in_one(person, at_once, choices, f"many-{at_once[0].event}")
        else:
            for notice in at_once:
                notice.write(choices)
        if of_the_day:
            self._write_mail_of_the_day(person, of_the_day, choices)

    def _write_mail_of_the_day(self, person, notices, choices):
        key = f"day-{timezone.localdate(timezone=choices.zone).isoformat()}-{person.pk}"
        if OutgoingMail.objects.was_posted(key):  # the clock was set back, or she moved: one a day, all the same
            return self._put_off(person, notices, choices)
        if len(notices) == 1:
            return notices[0].write(choices, key)
        return self._write_in_one(person, notices, choices, key)

    def _write_in_one(self, person, notices, choices, key):
        letter, parts = what_came([notice.letter(choices) for notice in notices])
        mail = post_to_person(person, letter, key, OF_THE_DAY, parts=parts)
        return self.filter(pk__in=[notice.pk for notice in notices]).update(mail=mail, mailed_at=timezone.now())

    def _put_off(self, person, notices, choices):
        due_at = choices.next_digest()
        self.filter(pk__in=[notice.pk for notice in notices]).update(due_at=due_at)
        enqueue("comments.tasks.tell_what_came", person.pk, at=due_at)

    @transaction.atomic
    def choose_anew(self, choices):
        """Let what waits follow what somebody chose just now. Call on her own notices."""
        for kind in set(self.pending().values_list("kind", flat=True)):
            waiting, when = self.pending().filter(kind=kind), choices.when(kind)
            if when == When.NEVER:
                waiting.delete()
            else:
                waiting.update(due_at=timezone.now() if when == When.AT_ONCE else choices.next_digest())
        for due_at in set(self.pending().values_list("due_at", flat=True)):
            enqueue("comments.tasks.tell_what_came", choices.person_id, at=due_at)

    def take_back(self):
        """What these say is so no more: whatever has not gone yet is not mailed."""
        if self.exists():
            with transaction.atomic():
                self._unwrite()
                self.pending().delete()

    @transaction.atomic
    def write_anew(self):
        """The words that these speak of have changed: what has not gone yet is written anew."""
        for person in self._unwrite() if self.exists() else ():
            enqueue("comments.tasks.tell_what_came", person)

    @transaction.atomic
    def follow_to(self, thread):
        """Messages were moved into this thread: what has not gone yet of them names it, and is dropped where it is no
        longer true of who would hear it."""
        moved = self.filter(comment__thread=thread).exclude(thread=thread)
        keys = list(moved.values_list("pk", flat=True))
        if not keys:
            return
        moved.update(thread=thread)
        here = self.filter(pk__in=keys)
        people = here._unwrite()
        for notice in here.pending().filter(kind__in=OF_A_MESSAGE).select_related("comment__parent__author", "person"):
            notice.comment.thread = thread
            notice.be_of_whoever_hears()
        for person in people:
            enqueue("comments.tasks.tell_what_came", person)

    def _unwrite(self):
        """Throw away the mails about these that have not gone; with all that was in them, they are to be written again.
        Returns whose they were."""
        mails = list(OutgoingMail.objects.unsent().filter(notices__in=self).distinct())
        written = Notice.objects.filter(mail__in=mails)
        people = set(written.values_list("person", flat=True))
        written.update(mail=None, mailed_at=None)
        for mail in mails:
            mail.delete()
        return people


class Notice(models.Model):
    """Somebody is to hear of something."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)  # a name in accounts.models.KINDS
    event = models.CharField(max_length=100, unique=True)
    thread = models.ForeignKey("comments.Thread", models.CASCADE, null=True, related_name="notices")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, null=True, related_name="notices")
    link = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    mail = models.ForeignKey("accounts.OutgoingMail", models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["due_at"], name="notices_to_tell", condition=Q(mailed_at=None))]

    def __str__(self):
        return self.event

    def letter(self, choices):
        letter = LETTERS[self.kind](self, choices)
        if self.reply_to():
            letter.after = [*letter.after, how_to_reply(self.person.is_coach())]
        return letter

    def be_of_whoever_hears(self):
        """Become what its reader hears of the message where that stands now; if it is none of hers there, be gone."""
        kinds = {person.pk: kind for person, kind, _event in self.comment.hearers()}
        if self.person_id in kinds:
            self.kind = kinds[self.person_id]
            self.save(update_fields=["kind"])
        else:
            self.delete()

    def is_to_be_told(self, choices):
        """Does it still hold, and may she still know?"""
        return self.kind not in OF_OTHERS or self.thread.may_be_read_by(choices.person)

    def write(self, choices, key=None):
        """Write the mail about this one alone, and note that it was written."""
        self.mail = post_to_person(
            self.person,
            self.letter(choices),
            key or self.event,
            self.kind,
            about=link_of(self),
            headers=self.together(),
            reply_to=self.reply_to(),
        )
        self.mailed_at = timezone.now()
        self.save(update_fields=["mail", "mailed_at"])

    def reply_to(self):
        """Return the address, as a list, by which she replies to what the mail is about: a comment, or the last answer in a
        thread; none where mail cannot come in."""
        answered = self.comment_id or (self.thread and self.thread.last_answer_id)
        if not settings.INBOUND_ADDRESS or not answered or self.kind not in REPLIED_TO:
            return []
        return [str(MailAddress.reply(self.person_id, answered))]

    def together(self):
        """Return the headers by which all mails about one thread hang together in her mail program (RFC 5322, 3.6.4)."""
        if not self.thread_id:
            return {}
        first = f"<thread-{self.thread_id}@{settings.MAIL_DOMAIN}>"
        return {"In-Reply-To": first, "References": first}
