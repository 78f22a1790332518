from accounts.models.held_name import HeldName
from accounts.models.limits import Limited, Limits
from accounts.models.mail_choices import MailChoices, When
from accounts.models.mailed_link import MailedLink
from accounts.models.outgoing_mail import OutgoingMail
from accounts.models.user import User

__all__ = ["HeldName", "Limited", "Limits", "MailChoices", "MailedLink", "OutgoingMail", "User", "When"]
