from django.utils import timezone
from django_tasks import task
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import OutgoingMail

OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task(takes_context=True)
def deliver(context, mail_id):
    """Send one mail; try again later if the server would not take it. May run twice without harm."""
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    wait = mail.send(by=context.task_result.id) if mail else None
    if wait:
        deliver.using(run_after=timezone.now() + wait).enqueue(mail_id)


def deliver_what_was_forgotten():
    """Enqueue the delivery of mails that wait for nothing: their task failed, or was thrown away."""
    if not (overdue := OutgoingMail.objects.overdue()).exists():
        return
    tasks = DBTaskResult.objects.filter(task_path=deliver.module_path, status__in=OPEN)
    seen_to = {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}
    for mail in overdue:
        if mail.pk not in seen_to:
            overdue.filter(pk=mail.pk).update(claimed_by="")
            deliver.enqueue(mail.pk)
