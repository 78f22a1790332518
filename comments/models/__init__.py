from comments.models.answer_draft import AnswerDraft, Elsewhere
from comments.models.comment import Comment
from comments.models.draft import Draft, NotKept
from comments.models.follow import Follow
from comments.models.moderation import Changed, ModerationEntry
from comments.models.note import Note
from comments.models.report import Report
from comments.models.saved_reply import SavedReply
from comments.models.thanks import Thanks
from comments.models.thread import Thread
from comments.models.version import CommentVersion

__all__ = [
    "AnswerDraft",
    "Changed",
    "Comment",
    "CommentVersion",
    "Draft",
    "Elsewhere",
    "Follow",
    "ModerationEntry",
    "NotKept",
    "Note",
    "Report",
    "SavedReply",
    "Thanks",
    "Thread",
]
