"""The settings of a site whose processes are killed: those of every site, less patient."""

from leanback.settings import *  # noqa: F403
from leanback.settings import DATABASES

WORK_IS_LOST_AFTER = 3
WORK_MAY_END_IN = 1
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["timeout"] = 1
