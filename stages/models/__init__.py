from stages.models.address import OldAddress
from stages.models.guide import Guide
from stages.models.identity import HelpLine, Identity
from stages.models.page import Page
from stages.models.picture import StagePicture
from stages.models.resource import Resource, StageResource, coach_html
from stages.models.saved import SavedStage
from stages.models.stage import Example, Guidance, Sign, Stage
from stages.models.term import Term

__all__ = [
    "Example",
    "Guidance",
    "Guide",
    "HelpLine",
    "Identity",
    "OldAddress",
    "Page",
    "Resource",
    "SavedStage",
    "Sign",
    "Stage",
    "StagePicture",
    "StageResource",
    "Term",
    "coach_html",
]
