from accounts.models.mailed_link import MailedLink
from accounts.models.outgoing_mail import OutgoingMail
from accounts.models.user import User

__all__ = ["MailedLink", "OutgoingMail", "User"]
