from comments.forms.after_asking import SignatureField, SignForm, TouchBaseForm, VisibilityForm
from comments.forms.reader_acts import QuestionsForm, ReportForm, ThankForm

__all__ = [
    "QuestionsForm",
    "ReportForm",
    "SignForm",
    "SignatureField",
    "ThankForm",
    "TouchBaseForm",
    "VisibilityForm",
]
