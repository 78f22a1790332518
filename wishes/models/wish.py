"""Wishes: what readers miss here. Others wish it too, and all who did are told when the coach has made it."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import holding
from comments.models.concern import Marked
from comments.models.moderation_log import TIME_TO_UNDO, StaleObject
from wishes.models.fulfilment import Fulfilled, is_there, opens_again
from wishes.models.moderation import Decided
from wishes.models.share import Share, Shareable

LONGEST_WISH = 200  # characters: a line that others can say yes to
A_PAGE = 30  # wishes


class WishQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=Wish.State.PENDING)

    def open(self):
        return self.filter(state=Wish.State.OPEN)

    def standing(self):
        """What everybody may read: open ones, and those that were fulfilled."""
        return self.filter(state__in=[Wish.State.OPEN, Wish.State.FULFILLED])

    def with_what_pages_show(self):
        """Each says whether it `has_come`: what it became is not told of before it can be read."""
        came = Case(When(Q(state=Wish.State.FULFILLED) & is_there(), then=Value(True)), default=Value(False))
        return self.annotate(has_come=came).select_related("stage__guide", "guide", "resource", "merged_into")

    def with_what_desks_show(self):
        return self.with_what_pages_show().select_related("by")

    def for_everybody(self):
        """The list: open ones, most shared first; then those that came true, the newest first. It is sorted by what is
        only known now. That is cheap: staff have read every one of them, so there will never be very many."""
        newest = Case(When(has_come=True, then=F("fulfilled_at"))).desc(nulls_last=True)
        return self.standing().with_what_pages_show().order_by("has_come", newest, "-shared_count", "-pk")

    def to_share(self):
        """What one may say yes to. What has become part of another is shared there."""
        return self.filter(state__in=[Wish.State.OPEN, Wish.State.FULFILLED, Wish.State.MERGED])

    def page_with(self, wish):
        """Return the number of the page of the list on which it stands, from 1."""
        keys = list(self.for_everybody().values_list("pk", flat=True))
        return keys.index(wish.pk) // A_PAGE + 1 if wish.pk in keys else 1

    def most_shared_first(self):
        return self.order_by("-shared_count", "-pk")

    def of_danger(self):
        return self.exclude(concerns="")

    def of_no_danger(self):
        return self.filter(concerns="")

    def longest_waiting_first(self):
        return self.order_by("at", "pk")

    def most_pressing_first(self):
        """What speaks of danger, then the longest waiting."""
        return self.order_by(Case(When(concerns="", then=1), default=0), "at", "pk")

    def decided_as(self, state):
        """Those that staff gave this state, the last one first."""
        return self.filter(state=state).order_by("-decided_at", "-pk")

    def made_by(self, reader):
        """All of this reader's, the newest first."""
        return self.filter(by=reader).order_by("-pk")

    def others_to_merge(self, wish):
        """The open ones that this one could become part of."""
        return self.open().exclude(pk=wish.pk).most_shared_first()

    def same_as(self, words, reader):
        """Return one that stands open, or this reader's own that waits, in the same words; or None."""
        waits = Q(state=Wish.State.PENDING, by=reader)
        not_come = Q(state=Wish.State.FULFILLED) & ~is_there()
        return self.filter(Q(state=Wish.State.OPEN) | not_come | waits, words__iexact=words).order_by("-state").first()

    def to_tell(self):
        """Those that came true and nobody was told of: long enough ago to be undone, and there to be read."""
        settled = timezone.now() - TIME_TO_UNDO
        return self.filter(is_there(), state=Wish.State.FULFILLED, told_at=None, fulfilled_at__lte=settled)

    def counted_by_state(self):
        """Return {state: how many}."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def marked_for(self, reader, wishes):
        """Tell each of these whether this reader made it, and whether she shares it; one query."""
        shared = set()
        if reader.is_authenticated:
            shared = set(Share.objects.filter(reader=reader, wish__in=wishes).values_list("wish", flat=True))
        for wish in wishes:
            wish.is_hers, wish.is_shared = wish.is_by(reader), wish.pk in shared


class Wish(Marked, Shareable, Decided, Fulfilled, models.Model):
    """Something that a reader would like to find here, in one line. No reader is ever shown whose it is."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting to be read")
        OPEN = "open", _("on the list")
        FULFILLED = "fulfilled", _("has come true")
        DECLINED = "declined", _("declined")
        MERGED = "merged", _("part of another")

    words = models.CharField(_("wish"), max_length=LONGEST_WISH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="wishes")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    before = models.CharField(max_length=10, blank=True)  # the state that undoing brings back, if anything does
    at = models.DateTimeField(_("when"), default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)  # counts what staff did
    concerns = models.CharField(max_length=60, blank=True)  # names of Concern
    shared_count = models.PositiveIntegerField(_("shared"), default=0)  # others than its author
    reason = models.CharField(_("reason"), max_length=500, blank=True)  # why it was declined
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    stage = models.ForeignKey("stages.Stage", opens_again, null=True, related_name="+")
    guide = models.ForeignKey("stages.Guide", opens_again, null=True, related_name="+")
    resource = models.ForeignKey("stages.Resource", opens_again, null=True, related_name="+")
    fulfilled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when those who wished were written to: once

    objects = WishQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the tables of existing sites have it
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        indexes = [
            models.Index(fields=["state", "-shared_count", "-id"], name="most_shared_wishes"),
            models.Index(fields=["fulfilled_at"], name="wishes_to_tell", condition=Q(state="fulfilled", told_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_wish_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "open", "fulfilled", "declined", "merged"]), name="states_of_a_wish"
            ),
            models.CheckConstraint(
                condition=Q(stage=None, guide=None) | Q(stage=None, resource=None) | Q(guide=None, resource=None),
                name="a_wish_becomes_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state="fulfilled")
                | Q(fulfilled_at__isnull=False)
                & (Q(stage__isnull=False) | Q(guide__isnull=False) | Q(resource__isnull=False)),
                name="a_fulfilled_wish_became_something",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | ~Q(state="merged") & Q(merged_into=None),
                name="a_merged_wish_is_part_of_another",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") & ~Q(reason="") | ~Q(state="declined") & Q(reason=""),
                name="who_wished_is_told_why_not",
            ),
        ]

    def __str__(self):
        return self.words

    def get_absolute_url(self):
        """Where it stands in the list now."""
        page = Wish.objects.page_with(self)
        return reverse("wishes") + (f"?page={page}" if page > 1 else "") + f"#wish-{self.pk}"

    def is_pending(self):
        return self.state == self.State.PENDING

    def is_still_there(self):
        return Wish.objects.filter(pk=self.pk).exists()

    def is_by(self, reader):
        return reader.is_authenticated and reader.pk == self.by_id

    def is_standing(self):
        return self.state in {self.State.OPEN, self.State.FULFILLED}

    def calls_for_help(self):
        """Does it speak of danger, and has nobody read it yet? Then its author is shown where help is."""
        return self.is_pending() and bool(self.concerns)

    def wished_by(self):
        """How many wish for it, its author included while she is here."""
        return self.shared_count + (self.by_id is not None)

    def where_it_stands(self):
        """Return how its author finds it, by `with_what_pages_show()`: the name of a part of a page."""
        if self.is_pending():
            return "pending"
        if self.reason:
            return "declined"
        if self.merged_into:
            return "merged" if self.whole().is_standing() else "merged_and_gone"
        return "come" if self.has_come else "open"

    @property
    def part_for_its_author(self):
        return f"wishes/mine/{self.where_it_stands()}.html"

    def can_be_shared(self):
        """Until it has come: one whose page is still a draft looks open to readers, and who joins now is told too."""
        return self.is_standing() and not self.has_appeared()

    # Verbs

    @classmethod
    @transaction.atomic
    def make(cls, reader, words):
        """Wish for something, and return it: it waits until staff let it stand. Said in the same words as one that stands
        open, it is shared. Raises Rejected, with a sentence for her, if she cannot write now."""
        wish = cls(by=reader, words=words)
        wish.note_concerns(words)
        wish._refuse_if_not_now()
        if same := cls.objects.same_as(words, reader):
            if not same.is_by(reader):
                same.share(reader)
            return same
        wish.save()
        return wish

    def _refuse_if_not_now(self):
        if self.by.is_staff:
            return
        holding.refuse_if_closed_to(self.by, self.concerns)
        lately = self.by.wishes.filter(at__gt=timezone.now() - holding.AN_HOUR)
        holding.refuse_if_a_flood(holding.writer(self.by), lately.count())

    @transaction.atomic
    def take_back(self):
        """Its author wishes it no more: it is gone with its words, unless others wish it too. Then it stays, without
        her."""
        if self.merged_into:
            return self.unshare(self.by)
        self.lock()
        if self.is_standing() and self.shares.exists():
            self.by = None
            self.save(update_fields=["by"])
        else:
            self.go_from_its_author()

    @transaction.atomic
    def forget_author(self, keeps_words):
        """She leaves. What only she and staff could read goes; else it goes or stays as she says, or as others share it."""
        if keeps_words and self.is_standing():
            self.by = None
            self.save(update_fields=["by"])
        else:
            self.take_back()

    # Steps

    def lock(self, revision=None):
        """Read it afresh, for this transaction alone to change. Raises StaleObject if it is not at `revision` any more, or was
        taken back."""
        try:
            self.refresh_from_db(from_queryset=Wish.objects.select_for_update(no_key=True))
        except Wish.DoesNotExist as error:
            raise StaleObject(_("This wish was taken back a moment ago. Nothing has been done.")) from error
        if revision is not None and revision != self.revision:
            raise StaleObject(_("Somebody was faster with this wish. Please look again; nothing has been done."))

    def lock_with(self, other):
        """Lock two, always in the same order: two people who merge them both ways at once do not wait for each other."""
        for wish in sorted([self, other], key=lambda wish: wish.pk):
            wish.lock()
