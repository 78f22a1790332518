from django.utils import timezone
from django_tasks import task

from accounts.models import OutgoingMail


@task()
def deliver(mail_id):
    """Send one mail; try again later if the server would not take it. May run twice without harm."""
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    wait = mail.send() if mail else None
    if wait:
        deliver.using(run_after=timezone.now() + wait).enqueue(mail_id)
