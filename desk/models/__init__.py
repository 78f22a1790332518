from desk.models.answer_draft import AnswerDraft, DraftConflict
from desk.models.invitation import Invitation
from desk.models.note import Note
from desk.models.saved_reply import SavedReply

__all__ = ["AnswerDraft", "DraftConflict", "Invitation", "Note", "SavedReply"]
