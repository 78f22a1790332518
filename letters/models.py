from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import OutgoingMail, PausedAddress
from accounts.task_queue import enqueue
from comments.models import StaleObject
from letters import mail
from stages import text
from stages.fields import LineField, RenderedField, WordsField
from stages.models import coach_html

BATCH = 200  # letters that are put into the mail queue in one transaction
ASK_AGAIN = timedelta(days=1)  # before the same address is asked once more whether it wants them
CONFIRM_WITHIN = timedelta(days=7)
COUNTED_FOR = timedelta(days=20)  # after sending; rows of the mail queue are swept after thirty days


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def of(self, addresses):
        return self.filter(address__in=[address.lower() for address in addresses])

    def reachable(self):
        """Those to whose addresses mail goes."""
        return self.confirmed().exclude(address__in=PausedAddress.objects.now().values("address"))

    def never_confirmed(self):
        return self.filter(confirmed_at=None, asked_at__lt=timezone.now() - CONFIRM_WITHIN)


class Subscription(models.Model):
    """An address that asked for the coach's letters, with an account here or without. Nothing else is known of it, and it is
    gone as soon as it wants no more."""

    address = models.EmailField(unique=True)  # in small letters
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    @transaction.atomic
    def ask(cls, address):
        """Somebody typed this address: send a mail there that asks whether its owner wants the letters; once a day at most,
        and none if she gets them."""
        known, is_new = cls.objects.get_or_create(address=address.lower())
        known = cls.objects.select_for_update().get(pk=known.pk)
        is_due = is_new or known.asked_at < timezone.now() - ASK_AGAIN
        if known.confirmed_at is None and is_due:
            known.asked_at = timezone.now()
            known.save(update_fields=["asked_at"])
            mail.confirm(known)

    def confirm(self):
        """The owner of the address wants them."""
        if self.confirmed_at is None:
            self.confirmed_at = timezone.now()
            self.save(update_fields=["confirmed_at"])


class LetterQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(sent_at=None).order_by("-sent_at", "-pk")

    def to_count(self):
        """Those whose mails may still arrive or fail."""
        return self.filter(sent_at__gt=timezone.now() - COUNTED_FOR)


class Letter(models.Model):
    """A letter of the coach: a draft, or sent to everyone who asked for it, and then on the site too."""

    title = LineField(_("title"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True, null=True, editable=False)  # given when it is sent
    body = WordsField(_("text"))
    body_html = RenderedField(source="body", render=lambda letter, source: text.headings_raised(coach_html(source)))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_up_to = models.PositiveBigIntegerField(
        default=0, editable=False
    )  # the key of the last Subscription it went to
    posted = models.PositiveIntegerField(default=0, editable=False)  # mails that were written
    delivered = models.PositiveIntegerField(default=0, editable=False)  # of these, what a mail server has taken
    bounced = models.PositiveIntegerField(default=0, editable=False)  # came back: there is no such mailbox
    failed = models.PositiveIntegerField(default=0, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, slug=None) | Q(sent_at__isnull=False, slug__isnull=False),
                name="what_is_sent_has_an_address",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("letter", args=[self.slug])

    def description(self):
        """What search engines, shared links and lists tell of it."""
        return text.first_words(self.body_html)

    def is_sent(self):
        return self.sent_at is not None

    @transaction.atomic
    def send(self):
        """Send it to everyone who has asked for letters by now, some hundred at a time. Raises StaleObject if it is sent."""
        self.refresh_from_db(from_queryset=Letter.objects.select_for_update())
        if self.is_sent():
            raise StaleObject(_("This letter has been sent already."))
        self.sent_at, self.slug = timezone.now(), self._free_slug()
        self.save(update_fields=["sent_at", "slug"])
        enqueue("letters.tasks.send_batch", self.pk)

    def _free_slug(self):
        wanted = slugify(self.title)[:60].strip("-") or "letter"
        return f"{wanted}-{self.pk}" if Letter.objects.filter(slug=wanted).exists() else wanted

    @transaction.atomic
    def send_batch(self, most=BATCH):
        """Write the next mails, and enqueue what is left. How far it has come is kept in the same transaction: whatever is
        killed, or done twice, nobody is left out and nobody gets two."""
        self.refresh_from_db(from_queryset=Letter.objects.select_for_update())
        hers = Subscription.objects.reachable().filter(pk__gt=self.sent_up_to, confirmed_at__lte=self.sent_at)
        batch = list(hers.order_by("pk")[:most])
        if batch:
            mail.post_letters(self, batch)
            self.sent_up_to, self.posted = batch[-1].pk, self.posted + len(batch)
            self.save(update_fields=["sent_up_to", "posted"])
            enqueue("letters.tasks.send_batch", self.pk)

    def count(self):
        """Bring up to date how many mails were taken by a mail server, how many came back, and how many never will be
        taken; an address from which one came back is asked for no more. Nobody counts who opens one or follows a link."""
        mails = OutgoingMail.objects.filter(key__startswith=mail.key_of(self))
        bounced, others = mails.exclude(bounced_at=None), mails.filter(bounced_at=None)
        keys = bounced.values_list("key", flat=True)
        Subscription.objects.filter(pk__in=[mail.subscription_in(key) for key in keys]).delete()
        counted = others.exclude(sent_at=None).count(), len(keys), others.exclude(given_up_at=None).count()
        if counted != (self.delivered, self.bounced, self.failed):
            self.delivered, self.bounced, self.failed = counted
            self.save(update_fields=["delivered", "bounced", "failed"])

    def counted_in_words(self):
        """How far it has come, for the coach."""
        counted = [
            _("%(count)d delivered") % {"count": self.delivered},
            _("%(count)d came back") % {"count": self.bounced},
            _("%(count)d not deliverable") % {"count": self.failed},
            _("%(count)d on their way") % {"count": self.posted - self.delivered - self.bounced - self.failed},
        ]
        return _("Sent to %(posted)d: %(counted)s.") % {"posted": self.posted, "counted": ", ".join(counted)}
