"""Who hears of a new message: the asker, whom it replies to, those who follow; and the coaches, of what waits for them."""

from django.utils import timezone

from accounts.models import User
from accounts.task_queue import enqueue
from comments.models.follow import Follow
from comments.models.moderation_log import TIME_TO_UNDO
from comments.models.notice import Notice


class Told:
    """The part of a Comment that people are told of."""

    def tell_of_it_soon(self, came_back=False):
        """Let everybody be told of a message that was just written, once its author has had time to take it back."""
        enqueue("comments.tasks.tell_written", self.pk, came_back, at=timezone.now() + TIME_TO_UNDO)

    def tell_readers(self):
        """Tell whoever should hear of a message that stands: each of them once."""
        for person, kind, event in self.hearers():
            Notice.objects.tell(person, kind, event, comment=self)

    def hearers(self):
        """Yield (person, kind of mail, key of the event)."""
        told, asker = {self.author_id}, self.thread.asker
        if asker and asker.pk not in told:
            told.add(asker.pk)
            answered = ("answered", f"answered-{self.pk}")
            yield asker, *(answered if self.is_answer else ("replied", f"said-{self.pk}-{asker.pk}"))
        if not self.thread.is_public():
            return
        spoken_to = self.parent.author if self.parent else None
        if spoken_to and spoken_to.pk not in told and not spoken_to.is_staff:
            told.add(spoken_to.pk)
            yield spoken_to, "replied", f"said-{self.pk}-{spoken_to.pk}"
        for follow in Follow.objects.filter(thread=self.thread).exclude(reader__in=told).select_related("reader"):
            yield follow.reader, "following", f"said-{self.pk}-{follow.reader_id}"

    def tell_author(self):
        """Tell who wrote it that it is on the site, if it had to wait for that; who is answered by now hears of the answer."""
        if self.author and not self.author.is_staff and not (self.is_question and self.thread.is_answered()):
            Notice.objects.tell(self.author, "approved", f"approved-{self.pk}-{self.revision}", comment=self)

    def tell_of_its_place_soon(self, by, is_back=False):
        """Let its author be told where it stands now that `by` has moved it, once there was time to put it back: of each
        place once, and that it `is_back` only if she has heard that it was away."""
        told = self.notices.filter(kind="moved")
        told.take_back()
        last = told.order_by("pk").last()
        if self.author_id not in {None, by.pk} and (last or not is_back):
            event = f"moved-{self.pk}-{self.thread_id}-{last.pk if last else 0}"
            enqueue("comments.tasks.tell_moved", self.pk, self.thread_id, event, at=timezone.now() + TIME_TO_UNDO)

    def tell_coaches(self, came_back=False):
        """Tell the coaches of a message that waits for them: right away, whatever they chose, if it may speak of danger."""
        if self.author and self.author.is_staff:
            return
        if kind := self._kind_for_coaches(came_back):
            for coach in User.objects.coaches():
                Notice.objects.tell(coach, kind, f"{kind}-{self.pk}-{coach.pk}", comment=self)

    def _kind_for_coaches(self, came_back):
        if self.concerns:
            return "danger"
        if came_back:
            return "came_back"
        return "question" if self.is_pending or self.author_id == self.thread.asker_id else ""
