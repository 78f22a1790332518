"""Where limits are counted when there is no Redis: a table that all processes share."""

from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone


class CacheTable(DatabaseCache):
    """Django's cache in a table. It would keep 300 rows and then throw living ones away, so that limits forgot what they had
    counted: MAX_ENTRIES is set high, and what has expired is swept away from time to time."""

    def sweep(self):
        """Delete what has expired."""
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 – a name from the settings
