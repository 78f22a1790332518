from comments.models.comment import Comment
from comments.models.draft import Draft, NotKept
from comments.models.follow import Follow
from comments.models.moderation import Changed, ModerationEntry
from comments.models.report import Report
from comments.models.thanks import Thanks
from comments.models.thread import Thread
from comments.models.version import CommentVersion

__all__ = [
    "Changed",
    "Comment",
    "CommentVersion",
    "Draft",
    "Follow",
    "ModerationEntry",
    "NotKept",
    "Report",
    "Thanks",
    "Thread",
]
