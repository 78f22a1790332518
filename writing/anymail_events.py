"""What a mail service tells us by its webhooks: mail that came back, was called spam, or was sent to us. Anymail tells of
it by signals, which end here."""

from anymail.signals import EventType, RejectReason

from accounts.models import MailChoices, OutgoingMail, PausedAddress, User
from writing import inbound

FOR_GOOD = {RejectReason.INVALID, RejectReason.BOUNCED, None}


def tracked(sender, event, esp_name, **details):
    """A mail of ours could not be delivered, or its reader calls it spam: she gets no more of what can be chosen."""
    is_bounced = event.event_type == EventType.BOUNCED and event.reject_reason in FOR_GOOD
    if is_bounced and (mail := OutgoingMail.objects.named(event.metadata.get("mail"))):
        return mail.came_back(event.description or "")
    person = User.objects.filter(email=(event.recipient or "").lower(), is_active=True).first()
    if person is None:
        return
    if is_bounced:
        PausedAddress.objects.pause(person, event.description or "")
    elif event.event_type == EventType.COMPLAINED:
        MailChoices.objects.of(person).stop()


def came_in(sender, event, esp_name, **details):
    """A mail for us; one for nobody here is dropped: the service has taken it already."""
    message = event.message
    recipients = [message.envelope_recipient] if message.envelope_recipient else []
    try:
        inbound.receive(message, recipients)
    except inbound.Unknown:
        return
