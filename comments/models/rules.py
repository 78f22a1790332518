"""What waits for approval, as the coach sets it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.moderation_log import Act, ModerationEntry
from stages.fields import LineField
from stages.prepared import prepared
from stages.text.words import bare_words


class RulesManager(models.Manager):
    def current(self):
        """Return the site's one row, or an unsaved one with the defaults."""
        return the_rules.first() or ModerationRules()


@prepared
def the_rules():
    return ModerationRules.objects.filter(pk=1)


@prepared
def held_words():
    return HeldWord.objects.order_by("words")


@prepared
def level_of(person):
    return Trust.objects.filter(person=person).values_list("level", flat=True)


class ModerationRules(models.Model):
    """The rules by which messages wait. One row, which the coach edits."""

    class Hold(models.TextChoices):
        FIRST_TIMERS = "first_timers", _("new readers")
        EVERYONE = "everyone", _("everyone")
        NOBODY = "nobody", _("nobody")

    hold = models.CharField(
        _("who waits for approval"),
        max_length=20,
        choices=Hold,
        default=Hold.FIRST_TIMERS,
        help_text=_("Readers you've marked as trusted are never held for this."),
    )
    trusted_after = models.PositiveSmallIntegerField(
        _("trust a reader after … approved messages"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("From then on their messages appear at once."),
    )
    most_links = models.PositiveSmallIntegerField(
        _("links a new reader may post"), default=2, help_text=_("A message with more links is held.")
    )
    spam_from = models.PositiveSmallIntegerField(
        _("hold as spam from a score of"),
        default=80,
        validators=[MinValueValidator(50), MaxValueValidator(101)],
        help_text=_("From 0 to 100. With 101, nothing is held for its score."),
    )
    most_an_hour = models.PositiveSmallIntegerField(
        _("most messages an hour"), default=30, validators=[MinValueValidator(1)], help_text=_("From one reader.")
    )
    most_an_hour_new = models.PositiveSmallIntegerField(
        _("most messages an hour from a new reader"), default=8, validators=[MinValueValidator(1)]
    )

    objects = RulesManager()

    class Meta:
        verbose_name = _("rules of moderation")
        verbose_name_plural = _("rules of moderation")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_rules"),
            models.CheckConstraint(
                condition=Q(trusted_after__gte=1, most_an_hour__gte=1, most_an_hour_new__gte=1),
                name="rules_let_somebody_write",
            ),
        ]

    def __str__(self):
        return str(_("Rules of moderation"))

    @transaction.atomic
    def change(self, by, changes):
        """Save, and write down what was changed: `changes` says it in words."""
        self.pk = 1
        self.save()
        if changes:
            ModerationEntry.note(by, Act.RULES, reason="; ".join(changes))


class HeldWordQuerySet(models.QuerySet):
    def within(self, source):
        """Return those that stand in a text, as whole words."""
        words = f" {bare_words(source)} "
        return [held for held in held_words() if f" {held.bare} " in words]


def validate_has_a_word(words):
    """Raise ValidationError for what could stand nowhere as a whole word."""
    if not bare_words(words):
        raise ValidationError(_("Please write a word, with letters or digits."))


class HeldWord(models.Model):
    """A word or phrase: a message that has it waits for approval. It never takes anything away."""

    words = LineField(
        _("word or phrase"), max_length=100, validators=[validate_has_a_word], help_text=_("Matched as whole words.")
    )
    bare = models.CharField(max_length=200, unique=True, editable=False)  # as it is compared
    note = LineField(_("why"), max_length=200, blank=True, help_text=_("For you and your moderators alone."))

    objects = HeldWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("held word")
        verbose_name_plural = _("held words")
        ordering = ["words"]
        constraints = [models.CheckConstraint(condition=~Q(bare=""), name="a_held_word_is_a_word")]

    def __str__(self):
        return self.words

    def clean(self):
        self.bare = bare_words(self.words)
        if HeldWord.objects.filter(bare=self.bare).exclude(pk=self.pk).exists():
            raise ValidationError({"words": _("This is held already.")})

    @transaction.atomic
    def keep(self, by):
        """Save it and write that down."""
        self.bare = bare_words(self.words)
        self.save()
        ModerationEntry.note(by, Act.RULES, reason=f"+ {self.words}")

    @transaction.atomic
    def let_go(self, by):
        """Hold it no longer, and write that down."""
        ModerationEntry.note(by, Act.RULES, reason=f"− {self.words}")
        self.delete()


class TrustQuerySet(models.QuerySet):
    def level_of(self, person):
        """Return how a person was set by hand, or an empty string: then the rule decides."""
        return level_of.first(person) or ""


class Trust(models.Model):
    """How somebody is trusted whatever the rule says: set by hand."""

    class Level(models.TextChoices):
        TRUSTED = "trusted", _("trusted: only held words wait for approval")
        HELD = "held", _("always waits for approval")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trust")
    level = models.CharField(_("trust"), max_length=10, choices=Level)

    objects = TrustQuerySet.as_manager()

    class Meta:
        verbose_name = _("trust")
        verbose_name_plural = _("trust")

    def __str__(self):
        return self.get_level_display()

    @classmethod
    @transaction.atomic
    def set(cls, person, level, by):
        """Trust somebody by hand, let her always wait, or with "" leave her to the rule again."""
        before = cls.objects.level_of(person)
        if level == before:
            return
        if level:
            cls.objects.update_or_create(person=person, defaults={"level": level})
        else:
            cls.objects.filter(person=person).delete()
        ModerationEntry.note(by, Act.TRUST, person=person, before=before, after=level)
