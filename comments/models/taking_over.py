"""An answer becomes an article of the library: a draft in which nobody is named, and a link both ways once it can be read."""

import re

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from checks import personal_details
from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import Act, ModerationEntry, StaleObject
from stages.models import Identity, Resource, Stage

LONGEST_TITLE = 80


class TakenOver(models.Model):
    """The part of a Comment that knows which article it has become."""

    article = models.ForeignKey(
        "stages.Resource", models.SET_NULL, null=True, blank=True, editable=False, related_name="made_from"
    )

    class Meta:
        abstract = True

    def can_be_taken_over(self):
        return self.is_answer and self.is_approved and self.article_id is None

    @property
    def articles_to_read(self):
        """The article that it has become, as a list: of none while readers cannot open it."""
        return [self.article] if self.article_id and self.article.is_published() else []

    @transaction.atomic
    def take_over(self, by, revision=None):
        """Make a draft of the library from this answer. Names and what else could tell of somebody are softened; the coach
        reads it over before she publishes it. Raises StaleObject if it is one already."""
        self.lock(revision)
        if not self.can_be_taken_over():
            raise StaleObject(_("This answer can't become an article now. Nothing has been done."))
        stage = self.thread.stage
        title = f"{stage.title}: {_('from an answer')}"[:LONGEST_TITLE]
        slug = f"{slugify(stage.title)[:50] or 'answer'}-{self.pk}"
        self.article = Resource.objects.create(slug=slug, title=title, body=self.nameless_words(), published_at=None)
        self.save(update_fields=["article"])
        ModerationEntry.record(self, by, Act.ARTICLE)

    def nameless_words(self):
        """Return its text without what could tell who was answered."""
        names = {self.thread.signed, getattr(self.thread.asker, "pen_name", "")} - {""}
        words = self.text
        for name in sorted(names, key=len, reverse=True):
            words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"[{_('a reader')}]", words, flags=re.IGNORECASE)
        identity = Identity.objects.current()
        known = " ".join([identity.title, identity.coach_name, *Stage.objects.values_list("title", flat=True)])
        return personal_details.soften(words, personal_details.find(words, identity.language[:2], known))


TAKING_OVER = DeskAct(
    name="take_over",
    label=_("Make a draft of it"),
    needs=ANSWERS,
    verb=TakenOver.take_over,
    told=_("A draft is in your library, with names softened. Read it over before you publish it."),
    is_open=TakenOver.can_be_taken_over,
    refuses_itself=True,
    says=_("The answer stays where it is. Once the article is published, each links to the other."),
    folded=_("Make it an article …"),
    place="more",
)
