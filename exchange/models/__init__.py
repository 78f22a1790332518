from exchange.models.backup_run import BackupRun
from exchange.models.departure import Departure
from exchange.models.import_run import ImportedPost, ImportedThread, ImportRun
from exchange.models.link_check import LinkCheck
from exchange.models.old_place import OldPlace
from exchange.models.unclaimed import UnclaimedWords

__all__ = [
    "BackupRun",
    "Departure",
    "ImportRun",
    "ImportedPost",
    "ImportedThread",
    "LinkCheck",
    "OldPlace",
    "UnclaimedWords",
]
