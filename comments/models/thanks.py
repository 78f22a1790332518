from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.moderation_log import StaleObject

LONGEST_LINE = 500  # characters


class ThanksQuerySet(models.QuerySet):
    def for_answers(self):
        """Those said to a coach."""
        return self.filter(comment__kind="answer")

    def not_returned(self):
        return self.filter(returned_at=None)

    def lately_returned(self):
        return self.exclude(returned_at=None).order_by("-returned_at")

    def to_return(self):
        """Those to which no coach has said yet that it was her pleasure."""
        return self.for_answers().not_returned()

    def say_my_pleasure(self):
        """Return all of these at once; returns how many were not yet."""
        keys = list(self.to_return().values_list("pk", flat=True))
        return self.model.objects.filter(pk__in=keys).not_returned().update(returned_at=timezone.now())

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def with_what_desks_show(self):
        return self.select_related("reader", "comment__thread")


class Thanks(models.Model):
    """One reader's thanks for one message. It is no comment, and changes nobody's state; its line is the coach's alone."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="thanks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="thanks")
    line = models.CharField(_("line"), max_length=LONGEST_LINE, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    returned_at = models.DateTimeField(null=True, editable=False)  # when a coach said “my pleasure”; only she sees it

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        indexes = [
            models.Index(fields=["-at", "-id"], name="newest_thanks"),
            models.Index(fields=["-at", "-id"], name="thanks_to_return", condition=models.Q(returned_at=None)),
            models.Index(fields=["-returned_at"], name="returned_thanks", condition=~models.Q(returned_at=None)),
        ]
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="one_thanks_a_reader")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def own_words(self):
        """Its line, as a list: empty when there is none."""
        return [self.line] if self.line else []

    def say_my_pleasure(self):
        """Return it; the reader sees it where she said thanks. Again, it changes nothing."""
        Thanks.objects.filter(pk=self.pk).say_my_pleasure()

    def take_pleasure_back(self):
        """As if the coach had not said it."""
        Thanks.objects.filter(pk=self.pk).update(returned_at=None)


class Thankable:
    """The part of a Comment that people say thanks for."""

    def thanks_of(self, reader):
        """Return this person's Thanks for it, or None."""
        return self.thanks.filter(reader=reader).first()

    def thanking_in_words(self):
        """The words on the button, for whom `is_thanked` speaks of."""
        return _("Take thanks back") if self.is_thanked else _("Thanks")

    @transaction.atomic
    def thank(self, reader, line=None):
        """Say thanks; again, it changes at most the private line (None: it stays). Raises StaleObject if this was taken away."""
        self.lock()
        if "thank" not in self.acts_open_to(reader):
            raise StaleObject(_("This has just been removed. Your words are still here."))
        new_words = {} if line is None else {"line": line, "returned_at": None}
        Thanks.objects.update_or_create(comment=self, reader=reader, defaults=new_words)
        self.count_thanks()

    @transaction.atomic
    def take_thanks_back(self, reader):
        """As if she had never said it: the line is gone too."""
        self.lock()
        self.thanks.filter(reader=reader).delete()
        self.count_thanks()

    def forget_thanks(self):
        """There is nothing left to say thanks for. Does not save."""
        self.thanks.all().delete()
        self.thanks_count = 0

    def count_thanks(self):
        """Bring their number up to date, the thread's too."""
        self.thanks_count = self.thanks.count()
        self.save(update_fields=["thanks_count"])
        self.thread.count_thanks()
