from stages.models.guide import Guide
from stages.models.identity import HelpLine, Identity
from stages.models.picture import StagePicture
from stages.models.resource import Resource
from stages.models.stage import Guidance, Sign, Stage
from stages.models.term import Term

__all__ = ["Guidance", "Guide", "HelpLine", "Identity", "Resource", "Sign", "Stage", "StagePicture", "Term"]
