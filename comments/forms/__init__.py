from comments.forms.after_asking import HowItWentForm, SignatureField, SignForm, TouchBaseForm, VisibilityForm
from comments.forms.fields import CountField, OneLineField, RevisionField, SubmissionField, TitleField, WordsField
from comments.forms.reader_acts import QuestionsForm, ReportForm, ThankForm
from comments.forms.writing import (
    AskForm,
    DraftForm,
    EditForm,
    HintsForm,
    ReplyForm,
    StageForm,
    WritingForm,
    form_of,
    writer_token,
)

__all__ = [
    "AskForm",
    "CountField",
    "DraftForm",
    "EditForm",
    "HintsForm",
    "HowItWentForm",
    "OneLineField",
    "QuestionsForm",
    "ReplyForm",
    "ReportForm",
    "RevisionField",
    "SignForm",
    "SignatureField",
    "StageForm",
    "SubmissionField",
    "ThankForm",
    "TitleField",
    "TouchBaseForm",
    "VisibilityForm",
    "WordsField",
    "WritingForm",
    "form_of",
    "writer_token",
]
