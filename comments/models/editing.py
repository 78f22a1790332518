"""The words of a message: new ones, those before them, and what becomes of them when its author takes them back."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.task_queue import enqueue
from comments.models.moderation_log import Act
from comments.models.titles import own_title

OF_THE_WORDS = ["text", "original", "html", "fingerprint", "held_because", "spam_score", "judged"]
OF_THE_WORDS += ["concerns", "attended_at", "thanks_count"]  # the fields that an edit, or taking back, may change


class CommentVersion(models.Model):
    """The words of a comment before an edit, for the desk alone. What is taken back takes them along."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="versions")
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier words")
        verbose_name_plural = _("earlier words")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Editable:
    """The part of a Comment whose words may change."""

    @transaction.atomic
    def edit(self, source, revision, title=None):
        """Change the words, and the title of the question that they are (None: it stays); the desk can still read the
        words before. Raises StaleObject if the comment is no longer the one that
        was read. New words that would have held it from the start hold it now: else whoever was approved once could write
        anything in its place."""
        self.lock(revision)
        now, judged = self.thread.moment(), self.judged
        self.versions.create(text=self.source, at=now)
        brought_in = self.judge_edit(source, title)
        self.learn("")
        self.edited_at = now
        self.take_words(source)
        self.take_title(title)
        self.listen()
        self.learn(judged)
        self.revision += 1
        self.save(update_fields=[*OF_THE_WORDS, "edited_at", "revision"])
        self.notices.all().write_anew()
        self.keep_mentions()
        self.thread.settle()
        if self.is_answer:
            enqueue("practice.tasks.keep_up_with", self.pk)
        if brought_in and self.is_approved:
            self.carry_out(Act.HOLD, by=None)

    def take_title(self, title):
        """Name the question otherwise, unless `title` is None. Does not save: settling the thread does."""
        if title is not None and self.is_question:
            self.thread.own_title = own_title(title, self.text)

    @transaction.atomic
    def withdraw(self):
        """Take one's own words back: the text is gone for good; a neutral line keeps the place of what was answered."""
        self.lock()
        self._forget_words()
        self.carry_out(Act.WITHDRAW, by=self.author, changed=OF_THE_WORDS)
        self.keep_mentions()

    def go_missing(self):
        """Become one of which only the place is left."""
        self._forget_words()
        self.status, self.byline, self.author = self.Status.MISSING, "", None
        self.revision += 1
        self.save_shown_or_hidden()
        self.notices.all().take_back()
        self.keep_mentions()

    def _forget_words(self):
        """Nothing of what was written stays, nor what was said to it. Does not save."""
        self.learn("")
        self.softenings.all().delete()
        self.text, self.original, self.fingerprint, self.held_because, self.spam_score = "", "", "", [], None
        self.forget_versions()
        self.forget_thanks()
        self.forget_concerns()

    def has_said(self, source):
        """Are these its words, or those of an earlier version of it?"""
        return source == self.source or self.versions.filter(text=source).exists()

    def has_begun_with(self, source):
        """Did a version of it begin so? A page may tell late what it had before its last words."""
        said = [self.source, *self.versions.values_list("text", flat=True)]
        return any(words.startswith(source) for words in said)

    def forget_versions(self):
        """What it said before is gone for good."""
        self.versions.all().delete()
