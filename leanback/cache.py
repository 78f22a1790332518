"""Where limits are counted when there is no Redis: a table that all processes share."""

from time import monotonic

from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

# What a Redis raises, for `except` and `isinstance`. Without one nothing is: its client takes a tenth of a second to load.
REDIS_ERRORS = (import_string("redis.exceptions.RedisError"),) if settings.REDIS_URL else ()

LOCKED = (
    0.5  # seconds that one try takes only where somebody else holds the lock: to try again would wait as long again
)
TRIES = 5  # another may have written the same key in this instant, and deleted it in the next


class CacheTable(DatabaseCache):
    """Django's cache in a table. It would keep 300 rows and then throw living ones away, so that limits forgot what they had
    counted: MAX_ENTRIES is set high, and what has expired is swept away from time to time."""

    def _base_set(self, mode, key, value, *args):
        """Django's own says "not kept" for a full disk as for a key that is there: a limit would look reached that is not.
        Raises OperationalError for what could not be written."""
        began = monotonic()
        for _again in range(TRIES):
            if super()._base_set(mode, key, value, *args):
                return True
            if mode == "touch" or (mode == "add" and self._is_there(key)):
                return False
            if monotonic() - began > LOCKED:
                break
        raise OperationalError("the table of limits cannot be written")

    def _is_there(self, key):
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)
            query = f"SELECT 1 FROM {table} WHERE cache_key = %s AND expires >= %s"  # noqa: S608 – a name from the settings
            cursor.execute(query, [key, now()])
            return cursor.fetchone() is not None

    def sweep(self):
        """Delete what has expired."""
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now()])  # noqa: S608 – a name from the settings


def now():
    """Return this second, as the table writes it."""
    return connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
