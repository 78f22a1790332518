"""Putting threads in their right place: to another stage, one message out into a question of its own, two into
one. What is moved keeps its key, so `/comments/<id>/` always leads to it."""

from collections import defaultdict

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from comments.models.comment import Comment
from comments.models.desk_act import PLACES, DeskAct, always
from comments.models.moderation_log import Act, StaleObject
from comments.models.notice import Notice

FAR = 1_000_000  # above any number in a thread: where numbers wait while they are given anew


class Rearranging:
    """What a Thread can do with its place and with what belongs to it."""

    def is_closed(self):
        return self.state == self.State.CLOSED

    def can_be_reopened(self):
        return self.is_closed() or self.needs_no_answer()

    # To another stage

    @transaction.atomic
    def move_to(self, stage, by):
        """Let it stand under another stage. Chosen for the old one, it is not chosen for the new."""
        self.lock()
        before, self.stage = self.stage, stage
        if before == stage:
            return
        self.featured_at = None
        self.save(update_fields=["stage", "featured_at"])
        self.notices.write_anew()
        self.note(by, Act.MOVE, before.slug, stage.slug)

    # One out of another

    @transaction.atomic
    def split_off(self, comment, by, revision=None):
        """Make a reply, with all that hangs on it, a question of its own and return its thread. A line keeps its place
        here. Raises StaleObject if it is not the reply that was read."""
        comment.lock(revision)
        if comment.kind != Comment.Kind.REPLY or comment.status not in Comment.LIVE:
            raise StaleObject(_("Only a reply that's approved or waiting can become a separate question."))
        here = comment.thread
        there = here._new_for(comment)
        stub = Comment(thread=here, kind=comment.kind, parent=comment.parent, status=Comment.Status.MOVED)
        stub.created_at, stub.published_at, stub.stands_for = comment.created_at, comment.published_at, comment
        there._carry(comment, None)
        stub.number = here._next_number()
        stub.put_in_place()
        here._settle_moved(there)
        there.note(by, Act.SPLIT, str(here.pk), str(there.pk))
        comment.tell_of_its_place_soon(by)
        return there

    def _new_for(self, comment):
        """Return a new thread, saved, that this comment will begin: as visible as this one, under the name it shows."""
        is_asker = comment.author_id is not None and comment.author_id == self.asker_id
        thread = type(self)(
            stage=self.stage,
            asker=comment.author,
            asked_at=comment.created_at,
            waiting_since=comment.created_at,
            visibility=self.visibility,
            is_listed=self.is_listed,
            is_demo=self.is_demo,
        )
        if is_asker:
            thread.sign_like(self)
        thread.name_after("")
        thread.save()
        return thread

    def sign_like(self, other):
        """Show the same name as another thread of hers. Does not save."""
        self.signature, self.is_nameless = other.signature, other.is_nameless

    def place_it_came_from(self):
        """Return the line that was left where this was split off, or None."""
        stubs = Comment.objects.filter(stands_for__thread=self, stands_for__number=1)
        return stubs.select_related("thread", "parent").first()

    @transaction.atomic
    def rejoin(self, by):
        """Put it back to where it was split off and return that thread. Raises StaleObject if it cannot be."""
        stub = self.place_it_came_from()
        if stub is None:
            raise StaleObject(_("We no longer know where this was."))
        here, there = self._lock_both(stub.thread)
        question, parent = here.question, stub.parent
        stub.delete()
        there._carry(question, parent)
        here._be_part_of(there, question)
        there._settle_moved()
        here.note(by, Act.REJOIN, str(here.pk), str(there.pk))
        question.tell_of_its_place_soon(by, is_back=True)
        return there

    def moves_in_words(self):
        """Return (sentence, address) for its asker: where it came from, and which of her questions became part of it."""
        stub = self.place_it_came_from()
        is_there = stub and stub.is_shown and stub.thread.may_be_read_by(self.asker)
        came = [(_("This was part of another question before."), stub.get_absolute_url())] if is_there else []
        parts = self.merged.order_by("pk").values_list("merged_question", flat=True)
        became = _("Another question of yours is part of this one now.")
        return [*came, *((became, reverse("comment", args=[pk])) for pk in parts)]

    # Two into one

    def others_of_asker(self, user):
        """Return the threads that this one could become part of, as far as this person may read them."""
        same = type(self).objects.moderated_by(user).filter(asker=self.asker, visibility=self.visibility)
        return same.exclude(pk=self.pk).newest_first() if self.asker_id else same.none()

    @transaction.atomic
    def merge_into(self, other, by, knowingly=False):
        """Become part of another thread of the same asker: the question is a reply there, and the old address leads to
        it. Raises StaleObject if that would tie two names of hers together and nobody said so `knowingly`."""
        here, there = self._lock_both(other)
        if here.pk == there.pk or here.asker_id is None or here.asker_id != there.asker_id:
            raise StaleObject(_("Only two questions from the same reader can be merged."))
        if here.visibility != there.visibility:
            raise StaleObject(_("One of them is private. A private question never becomes part of a public one."))
        if not (here.signed and here.signed == there.signed) and not knowingly:
            raise StaleObject(
                _(
                    "They're signed with different names; merged, readers would see that both are by the same person. Nothing was changed."
                )
            )
        question = here.question
        there._carry(question, there.question)
        here._be_part_of(there, question)
        there._settle_moved()
        there.note(by, Act.MERGE, str(here.pk), str(there.pk))
        question.tell_of_its_place_soon(by)
        return there

    @transaction.atomic
    def take_apart(self, by):
        """Be a thread of its own again. Raises StaleObject if it is one."""
        if self.merged_into is None:
            raise StaleObject(_("This is already a separate question."))
        here, there = self._lock_both(self.merged_into)
        question = Comment.objects.get(pk=here.merged_question_id)
        here.merged_into = here.merged_question = None
        here.save(update_fields=["merged_into", "merged_question"])
        here._carry(question, None)
        there._settle_moved(here)
        here.note(by, Act.APART, str(there.pk), str(here.pk))
        question.tell_of_its_place_soon(by, is_back=True)
        return here

    def _be_part_of(self, other, question):
        """Only the address is left; it leads on. `question` is the comment that began this thread. Raises StaleObject if an
        answer to it is begun: that would be lost."""
        if self.answer_drafts.exists():
            raise StaleObject(_("There's a draft answer to it. Send or empty it first. Nothing was changed."))
        self.own_title = ""
        self.name_after("")
        self.merged_into, self.merged_question = other, question
        self.is_shown, self.state, self.waiting_since = False, self.State.CLOSED, None
        self.comment_count, self.last_answer, self.answered_at, self.last_answered_at = 0, None, None, None
        self.featured_at = None
        self.save()
        self.notices.filter(comment=None).take_back()  # that it is time for something here is true no more
        self._pass_on_mutes(other)
        self.follows.exclude(reader__in=other.follows.values("reader")).update(thread=other)

    def _pass_on_mutes(self, other):
        """Who wanted no more mail about this wants none about what it becomes: but its asker, and whoever follows that."""
        hear = [self.asker_id, *other.follows.values_list("reader", flat=True)]
        muted = self.mutes.exclude(reader__in=hear).exclude(reader__in=other.mutes.values("reader"))
        muted.update(thread=other)

    # How it is done

    def _lock_both(self, other):
        """Return this thread and the other one, read afresh and locked, always in one order. Raises StaleObject if one of
        them has become part of a third."""
        keys = {self.pk, other.pk}
        rows = type(self).objects.select_for_update(of=("self",)).select_related("stage__guide", "asker", "merged_into")
        found = {thread.pk: thread for thread in rows.filter(pk__in=keys).order_by("pk")}
        if (
            len(found) < len(keys)
            or found[other.pk].merged_into_id
            or found[self.pk].merged_into_id != self.merged_into_id
        ):
            raise StaleObject(_("This was moved a moment ago. Please look again; nothing was changed."))
        return found[self.pk], found[other.pk]

    def _carry(self, comment, parent):
        """Take a comment of another thread and all that hangs on it into this one, below `parent` (None: it begins this
        one). Each goes after what it hangs on, as the database wants it."""
        left = comment.parent
        children = defaultdict(list)
        for pk, above in (
            Comment.objects.filter(thread=comment.thread_id).order_by("number").values_list("pk", "parent_id")
        ):
            children[above].append(pk)
        number, branches, moved = self._next_number(), {}, [comment.pk]
        begins = {"kind": Comment.Kind.REPLY if parent else Comment.Kind.QUESTION, "parent": parent}
        begins["branch_id"] = parent and (comment.pk if parent.is_question else parent.branch_id)
        for pk in moved:
            where = begins if pk == comment.pk else {"branch_id": branches[pk]}
            rows = Comment.objects.filter(pk=pk)
            rows.update(thread=self, number=number, revision=F("revision") + 1, **where)
            for child in children[pk]:
                branches[child] = child if where["branch_id"] is None else where["branch_id"]
            moved += children[pk]
            number += 1
        type(self).objects.filter(merged_question__in=moved).exclude(pk=self.pk).update(merged_into=self)
        if left:
            left.refresh_from_db()
            left.save_shown_or_hidden()
        comment.refresh_from_db()

    def _next_number(self):
        return (self.comments.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def _settle_moved(self, *others):
        """Number the comments of these threads by time again, and bring what is kept about them up to date."""
        for thread in (self, *others):
            thread._number_anew()
            thread.settle()
            Notice.objects.follow_to(thread)

    def _number_anew(self):
        """The question is the first, then all by time."""
        rows = list(
            self.comments.exclude(kind=Comment.Kind.QUESTION).order_by("created_at", "pk").values_list("pk", "number")
        )
        changed = [(pk, new) for new, (pk, old) in enumerate(rows, start=2) if new != old]
        self.comments.filter(pk__in=[pk for pk, _number in changed]).update(number=F("number") + FAR)
        for pk, number in changed:
            self.comments.filter(pk=pk).update(number=number)


PLACING = [
    DeskAct(
        name="close",
        label=_lazy("Close it"),
        needs=PLACES,
        verb=lambda thread, by: thread.close(by),
        told=_lazy("Closed."),
        is_open=lambda thread: not thread.is_closed(),
        place="placing",
    ),
    DeskAct(
        name="reopen",
        label=_lazy("Open it again"),
        needs=PLACES,
        verb=lambda thread, by: thread.reopen(by),
        told=_lazy("Open again."),
        is_open=Rearranging.can_be_reopened,
        place="placing",
    ),
    DeskAct(
        name="rejoin",
        label=_lazy("Put it back"),
        needs=PLACES,
        verb=Rearranging.rejoin,
        told=_lazy("It's back where it was."),
        is_open=lambda thread: thread.place_it_came_from() is not None,
        says=_lazy("This was part of another question."),
        place="placing",
        leads_on=always,
    ),
    DeskAct(
        name="move",
        label=_lazy("Move it to this stage"),
        needs=PLACES,
        verb=Rearranging.move_to,
        told=_lazy("Moved."),
        place="placing",
        leads_on=always,
    ),
    DeskAct(
        name="merge",
        label=_lazy("Merge it into this one"),
        needs=PLACES,
        verb=lambda thread, by, into, knowingly: thread.merge_into(into, by, knowingly),
        told=_lazy("Merged. The old address leads here."),
        place="placing",
        leads_on=always,
    ),
]
