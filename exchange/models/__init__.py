from exchange.models.backup_run import BackupRun
from exchange.models.departure import Departure

__all__ = ["BackupRun", "Departure"]
