import re
from datetime import timedelta
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mail_addresses import MailAddress
from accounts.models.paused_address import PausedAddress, is_for_good
from accounts.patience import until_the_database_is_back
from accounts.task_queue import enqueue

# Minutes between tries: about two days in all, as RFC 5321 4.5.4.1 asks (four to five days is its usual; a code is stale long before).
WAITS = (1, 2, 5, 10, 30, 60, 120, 240, 480, 720, 1200)


NO_HEADER = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")  # every sign at which some mail program ends a line


def in_a_header(text):
    """Return a text as it may stand in the head of a mail: on one line, whoever wrote it (RFC 5322, 2.2)."""
    return NO_HEADER.sub(" ", str(text)).strip()


def refused_for_good(error):
    """Return the status with which a mail server said at the door that there is no such mailbox; else an empty string."""
    if not isinstance(error, SMTPRecipientsRefused):
        return ""
    said = [answer.decode("utf-8", "replace") for _code, answer in error.recipients.values()]
    return said[0] if said and all(map(is_for_good, said)) else ""


class OutgoingMailQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None, given_up_at=None)

    def have_gone(self):
        """Has the mail server ever taken one? A site that writes its mails into a folder sends none."""
        is_sending = not settings.MAIL_DELIVERY_BACKEND.endswith("filebased.EmailBackend")
        return is_sending and self.exclude(sent_at=None).exists()

    def was_posted(self, key):
        return self.filter(key=key).exists()

    def troubled(self):
        """What could not be sent, for good or so far, newest first."""
        return self.filter(sent_at=None).exclude(last_error="").select_related("person").order_by("-created_at", "-pk")

    def to_tell_of(self):
        """What was given up and is to be told of: but for mails that tell of that themselves."""
        return self.filter(given_up_at__isnull=False).exclude(notices__kind="failed")

    def named(self, key):
        """Return the mail of which a mail service tells, or None."""
        name = str(key)
        is_number = name.isascii() and name.isdigit() and len(name) < 19  # as large as a key can be
        return self.filter(pk=name).select_related("person").first() if is_number else None

    def on_their_way_to(self, address):
        """Return the mails that this address is still to get. (No database query: SQLite cannot look into such a list.)"""
        return [mail for mail in self.unsent() if address in mail.to]

    def old(self):
        """What went a month ago, or never will: only that there was a mail is left of these."""
        return self.exclude(sent_at=None, given_up_at=None).filter(created_at__lt=timezone.now() - timedelta(days=30))

    def claim(self, pk, by):
        """Take one mail for the task of this key alone; returns whether it was free. A task whose worker was killed is done
        anew under the same key, and goes on with its claim."""
        now = timezone.now()
        is_due = models.Q(not_before=None) | models.Q(not_before__lte=now)
        free = self.unsent().filter(is_due, pk=pk, claimed_by__in=["", by])
        return free.update(claimed_by=by, tries=models.F("tries") + 1) == 1

    def overdue(self):
        """What should have been tried ten minutes ago."""
        then = timezone.now() - timedelta(minutes=10)
        is_due = models.Q(not_before=None) | models.Q(not_before__lt=then)
        return self.unsent().filter(is_due, created_at__lt=then)

    def post(self, message, key=None, not_before=None, person=None):
        """Keep a Django EmailMessage for the worker and return its row; `person` is whose it is, if she has an account. A
        second mail with the same `key` is not kept: the first one's row is returned. It does not go `not_before` that time.
        This is the one place by which mail goes out: what stands in its head is cleaned here, and each says that a machine
        sent it (RFC 3834), so that no other machine writes back."""
        fields = self._fields_of(message) | {"not_before": not_before, "person": person}
        if key is None:
            return self.create(**fields)
        return self.get_or_create(key=key, defaults=fields)[0]

    def post_all(self, messages, people):
        """Keep many mails, {key: EmailMessage}, as `post` does, and return the rows of those that were not kept before.
        `people` are those who have an account, {address: User}."""
        known = set(self.filter(key__in=messages).values_list("key", flat=True))
        rows = [
            self.model(key=key, person=people.get(message.to[0]), **self._fields_of(message))
            for key, message in messages.items()
            if key not in known
        ]
        return self.bulk_create(rows)

    def _fields_of(self, message):
        headers = {"Message-ID": make_msgid(domain=settings.MAIL_DOMAIN), "Auto-Submitted": "auto-generated"}
        if message.reply_to:
            headers["Reply-To"] = ", ".join(message.reply_to)
        html = next((body for body, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
        return {
            "sender": in_a_header(message.from_email),
            "to": [in_a_header(address) for address in message.to],
            "subject": in_a_header(message.subject),
            "text": message.body,
            "html": html,
            "headers": {name: in_a_header(value) for name, value in (headers | message.extra_headers).items()},
        }


class OutgoingMail(models.Model):
    """A mail on its way. Its content goes as soon as it is sent: codes and addresses are not kept."""

    key = models.CharField(max_length=100, null=True, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails")
    sender = models.CharField(max_length=320)
    to = models.JSONField(default=list)
    subject = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    claimed_by = models.CharField(max_length=36, blank=True)  # the key of the task that is sending it
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)  # there is no such mailbox: said at the door, or afterwards

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(fields=["created_at"], name="unsent_mail", condition=models.Q(sent_at=None, given_up_at=None))
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def what_happened(self):
        """Return in words what went wrong, the name of the error in brackets."""
        said = _("given up") if self.given_up_at else _("will be tried again")
        return f"{said} ({self.last_error})"

    def message(self):
        """Return the mail as Django's EmailMultiAlternatives."""
        message = EmailMultiAlternatives(self.subject, self.text, self.sender, self.to, headers=self.headers)
        message.metadata = {"mail": str(self.pk)}  # for a mail service, which names it when it tells of a bounce
        if settings.INBOUND_ADDRESS:  # where it comes back to if nobody takes it, which need not be who it is from
            message.from_email, message.extra_headers["From"] = str(MailAddress.bounce(self.pk)), self.sender
        if self.html:
            message.attach_alternative(self.html, "text/html")
        return message

    def send(self, by):
        """Hand the mail to the real server, for the task of this key. Returns None when it went (or had gone, or is on its
        way), else the timedelta after which to try again; after the last try it is given up, kept with its error and
        without its content.

        No transaction is open while the server is spoken to: a slow one would keep everybody from writing. What the server
        has taken is written down as sent even if the database has to be waited for: else it would go twice."""
        if not OutgoingMail.objects.claim(self.pk, by):
            return None
        self.refresh_from_db()
        try:
            get_connection(settings.MAIL_DELIVERY_BACKEND).send_messages([self.message()])
        except Exception as error:  # whatever the mail server does, the queue goes on
            return self._failed(error)
        self.sent_at, self.last_error = timezone.now(), ""
        until_the_database_is_back(self._forget_content)
        return None

    def came_back(self, why):
        """Note that its address takes no mail, and never will: whose it is gets no more there."""
        self.bounced_at = timezone.now()
        self.save(update_fields=["bounced_at"])
        if self.person and self.person.is_active:
            PausedAddress.objects.pause(self.person, why)

    def _failed(self, error):
        self.last_error = type(error).__name__  # its text may hold an address
        status = refused_for_good(error)
        if status:
            self.came_back(status)
        if status or self.tries > len(WAITS):
            self.given_up_at = timezone.now()
            self._forget_content()
            enqueue("comments.tasks.tell_failed", self.pk)
            return None
        self.claimed_by = ""
        self.save(update_fields=["claimed_by", "last_error"])
        return timedelta(minutes=WAITS[self.tries - 1])

    def _forget_content(self):
        self.subject = self.text = self.html = ""
        self.to, self.headers = [], {}
        self.save()
