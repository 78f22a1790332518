from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Thread

AT_ONCE = 500


def mark_of(address):
    """Return what stands for the address behind a message that was brought in: without the site's secret nobody can tell
    which it was."""
    return salted_hmac("exchange.unclaimed", address.strip().lower(), algorithm="sha256").hexdigest()


class UnclaimedWordsQuerySet(models.QuerySet):
    def of(self, person):
        """Return what was written on the old site under any address that this person has shown to be hers."""
        addresses = person.emailaddress_set.filter(verified=True).values_list("email", flat=True)
        return self.filter(mark__in=[mark_of(address) for address in addresses])

    @transaction.atomic
    def claim(self, person):
        """Let her have what she wrote, under the names that it shows; return how many messages."""
        keys = list(self.of(person).values_list("comment_id", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            Comment.objects.filter(pk__in=some, author=None).update(author=person)
            threads = Comment.objects.filter(pk__in=some).values("thread")
            for thread in Thread.objects.select_for_update(of=("self",)).filter(pk__in=threads):
                self._take_over(thread, person)
        self.filter(comment_id__in=keys).delete()
        return len(keys)

    def _take_over(self, thread, person):
        question = thread.question
        if question.author_id == person.pk and thread.asker_id is None:
            thread.asker, thread.signature = person, question.byline[:40]
            thread.is_nameless = not question.byline
            thread.save(update_fields=["asker", "signature", "is_nameless"])
        thread.settle()


class UnclaimedWords(models.Model):
    """A message that was brought in, and the mark of the address behind it: whoever shows that the address is hers can have
    it."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="unclaimed")
    mark = models.CharField(max_length=64, db_index=True)

    objects = UnclaimedWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("unclaimed message")
        verbose_name_plural = _("unclaimed messages")
