"""Work that the worker does: each task is told a key, does one thing, and may run twice without harm."""

from django.utils import timezone
from django_tasks import task

from accounts.models import OutgoingMail, User
from accounts.task_queue import enqueue
from comments import mail
from comments.models import Block, Comment, Notice, Report, Thread


@task()
def tell_answered(comment_id):
    """Mail the asker that she was answered, unless the answer was taken back in the meantime."""
    if answer := Comment.objects.answers_to_tell().filter(pk=comment_id).first():
        answer.tell_readers()


@task()
def tell_written(comment_id, came_back=False):
    """Tell the coaches and readers of a message, unless it was taken back in the meantime. `came_back`: she was asked how
    it went."""
    if comment := Comment.objects.to_tell_of().filter(pk=comment_id).first():
        comment.tell_coaches(came_back)
        if comment.is_approved:
            comment.tell_readers()


@task()
def tell_approved(comment_id):
    """Tell who wrote it, and whoever should hear of it, that a message is on the site, unless that was undone."""
    comment = Comment.objects.to_tell_of().filter(pk=comment_id).first()
    if comment and comment.is_approved:
        comment.tell_author()
        comment.tell_readers()


@task()
def tell_moved(comment_id, thread_id, event):
    """Tell who wrote it that a message stands in this thread now, unless it was moved on; of one that waits to be approved she
    hears when it is."""
    comment = Comment.objects.to_tell_of().filter(pk=comment_id, thread=thread_id).first()
    if comment and comment.author and comment.is_approved:
        Notice.objects.tell(comment.author, "moved", event, comment=comment)


@task()
def tell_reported(report_id):
    """Tell the coaches of a report that is not settled yet; right away if it speaks of danger."""
    if report := Report.objects.open().with_what_desks_show().filter(pk=report_id).first():
        report.tell_coaches()


@task()
def tell_failed(mail_id):
    """Tell the coaches of a mail that could not be delivered."""
    if mail := OutgoingMail.objects.to_tell_of().filter(pk=mail_id).first():
        for coach in User.objects.coaches().exclude(pk=mail.person_id):
            Notice.objects.tell(coach, "failed", f"failed-{mail.pk}-{coach.pk}")


@task()
def tell_asked_to_publish(thread_id):
    """Mail the asker that the coach would like to publish her question, unless that is settled by now."""
    if thread := Thread.objects.asked_to_publish().filter(pk=thread_id).first():
        Notice.objects.tell(thread.asker, "publish", f"publish-{thread.entries.first().pk}", thread=thread)


@task()
def tell_asked_back(thread_id):
    """Remind the asker that she was asked something back, or tell her that it was closed kindly, if it still is so."""
    thread = Thread.objects.select_related("asker").filter(pk=thread_id, asker__is_active=True).first()
    if thread and (thread.is_waiting_for_reader() or thread.was_let_go()):
        event = f"asked-back-{thread.pk}-{thread.state}-{thread.reminded_at:%Y%m%d%H%M%S}"
        Notice.objects.tell(thread.asker, "asked_back", event, thread=thread)


@task()
def tell_touch_base(thread_id):
    """Ask the asker how she is, on the day that was promised, if nobody has written since."""
    thread = Thread.objects.touch_base_due().select_related("asker").filter(pk=thread_id, asker__is_active=True).first()
    if thread:
        Notice.objects.tell(thread.asker, "touch_base", f"touch-base-{thread.pk}-{thread.set_at.date()}", thread=thread)


@task()
def tell_read(thread_id, day):
    """Tell the asker that the coach has read what she wrote, and by which day she answers, unless that has changed."""
    thread = Thread.objects.in_line().select_related("asker").filter(pk=thread_id, answer_by=day).first()
    if thread and thread.asker and thread.asker.is_active:
        Notice.objects.tell(thread.asker, "answered", f"read-{thread.pk}-{day}", thread=thread)


@task()
def tell_blocked(block_id):
    """Mail a reader that she cannot write, and why, unless it was lifted in the meantime."""
    if block := Block.objects.to_tell().filter(pk=block_id).first():
        mail.blocked(block)


@task()
def tell_removed(comment_id, revision):
    """Mail the author of what was removed, with the reason, unless anything was done with it in the meantime."""
    if comment := Comment.objects.removals_to_tell().filter(pk=comment_id, revision=revision).first():
        Notice.objects.tell(comment.author, "declined", f"removed-{comment.pk}-{revision}", comment=comment)


@task()
def tell_what_came(person_id):
    """Mail somebody what is due to her by now: one by one, or in the mail of the day."""
    if person := User.objects.filter(pk=person_id, is_active=True).first():
        Notice.objects.write_due(person)


@task()
def tell_paused(person_id):
    """Tell the coaches that no mail reaches somebody any more."""
    for coach in User.objects.coaches().exclude(pk=person_id):
        Notice.objects.tell(coach, "failed", f"paused-{person_id}-{timezone.localdate().isoformat()}-{coach.pk}")


# What an earlier version put into the queue under these names is the desk's to do now.


@task()
def tell_office(entry_id):
    enqueue("desk.tasks.tell_office", entry_id)


@task()
def send_scheduled(draft_id):
    enqueue("desk.tasks.send_scheduled", draft_id)
