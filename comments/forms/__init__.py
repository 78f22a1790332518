from comments.forms.after_asking import HowItWentForm, SignatureField, SignForm, TouchBaseForm, VisibilityForm
from comments.forms.fields import CountField, OneLineField, RevisionField, SubmissionField, TitleField, WordsField
from comments.forms.reader_acts import QuestionsForm, ReportForm, ThankForm

__all__ = [
    "CountField",
    "HowItWentForm",
    "OneLineField",
    "QuestionsForm",
    "ReportForm",
    "RevisionField",
    "SignForm",
    "SignatureField",
    "SubmissionField",
    "ThankForm",
    "TitleField",
    "TouchBaseForm",
    "VisibilityForm",
    "WordsField",
]
