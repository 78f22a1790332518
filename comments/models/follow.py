from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Follow(models.Model):
    """A reader wants to hear what becomes of another's question. The asker hears of her own without one."""

    thread = models.ForeignKey("comments.Thread", models.CASCADE, related_name="follows")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("followed question")
        verbose_name_plural = _("followed questions")
        constraints = [models.UniqueConstraint(fields=["thread", "reader"], name="followed_once")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class MuteQuerySet(models.QuerySet):
    def with_what_lists_show(self):
        return self.select_related("thread__stage__guide", "thread__asker").order_by("-at", "-pk")


class Mute(models.Model):
    """Somebody wants no mail about a question any more, whosever it is."""

    thread = models.ForeignKey("comments.Thread", models.CASCADE, related_name="mutes")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("muted question")
        verbose_name_plural = _("muted questions")
        constraints = [models.UniqueConstraint(fields=["thread", "reader"], name="muted_once")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def can_be_read(self):
        return self.thread.may_be_read_by(self.reader)


class Followable:
    """The part of a Thread that readers follow without writing in it."""

    def is_followed_by(self, reader):
        return reader.is_authenticated and self.follows.filter(reader=reader).exists()

    def is_muted_by(self, reader):
        return self.mutes.filter(reader=reader).exists()

    def following_in_words(self):
        """The words on the button, for whom `is_followed` speaks of."""
        return _("Stop following") if self.is_followed else _("Follow")

    def follow(self, reader):
        """Hear of it by mail; who had muted it hears of it again."""
        self.unmute(reader)
        self.follows.get_or_create(reader=reader)

    def unfollow(self, reader):
        self.follows.filter(reader=reader).delete()

    def mute(self, reader):
        """Let somebody hear no more of it by mail; what waits to be mailed to her is not."""
        self.mutes.get_or_create(reader=reader)
        self.notices.filter(person=reader).take_back()

    def unmute(self, reader):
        self.mutes.filter(reader=reader).delete()
