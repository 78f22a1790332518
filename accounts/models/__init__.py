from accounts.models.held_name import HeldName
from accounts.models.limits import Limited, Limits
from accounts.models.mail_choices import KINDS, OF_THE_DAY, Kind, MailChoices, When
from accounts.models.mailed_link import MailedLink
from accounts.models.outgoing_mail import OutgoingMail
from accounts.models.paused_address import PausedAddress
from accounts.models.user import User

__all__ = [
    "KINDS",
    "OF_THE_DAY",
    "HeldName",
    "Kind",
    "Limited",
    "Limits",
    "MailChoices",
    "MailedLink",
    "OutgoingMail",
    "PausedAddress",
    "User",
    "When",
]
