"""Mail that came back. A server that says "there is no such mailbox" is believed at once; full mailboxes, blocked senders
and servers that are away are not the reader's doing, and change nothing."""

from accounts.models import OutgoingMail
from accounts.models.paused_address import is_for_good


def statuses(report):
    """Return the statuses of what has failed in a delivery report (RFC 3464), an email.message.Message."""
    found = []
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = [block for block in part.get_payload() if not isinstance(block, str)]
            found += [str(each["Status"]) for each in blocks if str(each.get("Action", "")).strip().lower() == "failed"]
    return found


def came_back(mail_id, status):
    """Note that one of our mails came back with this status; returns whether nothing more goes to its address."""
    mail = OutgoingMail.objects.filter(pk=mail_id).select_related("person").first()
    if mail is None or not is_for_good(status):
        return False
    mail.came_back(status)
    return True
