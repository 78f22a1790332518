import re

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from comments.models.comment import LONGEST
from stages.fields import LineField, WordsField

# {name}, or {name|dear reader} with the words for somebody who signs with no name
NAME = re.compile(r"\{name(?:\|([^{}|\n]{1,60}))?\}")


class SavedReplyQuerySet(models.QuerySet):
    @transaction.atomic
    def put_in_order(self, reply_ids):
        """Give the saved replies the order of `reply_ids`."""
        for position, pk in enumerate(reply_ids, start=1):
            self.filter(pk=pk).update(position=position)


class SavedReply(models.Model):
    """Words that the coach writes again and again."""

    title = LineField(_("title"), max_length=80, unique=True)
    text = WordsField(
        _("text"),
        validators=[MaxLengthValidator(LONGEST)],
        help_text=_(
            "{name} becomes the name with which the reader signs. Some sign with none: then it says “you”,"
            " or what you choose, as in {name|dear reader}."
        ),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The smaller, the higher in the list.")
    )

    objects = SavedReplyQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the tables of existing sites have it
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        ordering = ["position", "title"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="a_saved_reply_says_something")]

    def __str__(self):
        return self.title

    def to(self, name):
        """Return the words to a reader who signs so; "" is nobody's name."""
        return NAME.sub(lambda found: name or found[1] or str(_("you")), self.text)
