from comments.models.block import Block
from comments.models.comment import Comment
from comments.models.editing import CommentVersion
from comments.models.follow import Follow, Mute
from comments.models.holding import not_now
from comments.models.moderation_log import ModerationEntry, Rejected, SentBefore, StaleObject
from comments.models.notice import Notice
from comments.models.reader import Reader
from comments.models.report import Report
from comments.models.rules import HeldWord, ModerationRules, Trust
from comments.models.snooze import Snooze
from comments.models.softening import Softening
from comments.models.spam import SpamCount
from comments.models.switch import Switch
from comments.models.thanks import Thanks
from comments.models.thread import Thread

__all__ = [
    "Block",
    "Comment",
    "CommentVersion",
    "Follow",
    "HeldWord",
    "ModerationEntry",
    "ModerationRules",
    "Mute",
    "Notice",
    "Reader",
    "Rejected",
    "Report",
    "SentBefore",
    "Snooze",
    "Softening",
    "SpamCount",
    "StaleObject",
    "Switch",
    "Thanks",
    "Thread",
    "Trust",
    "not_now",
]
