"""The next moment at which time itself changes a page: what was to be published appears, a day begins."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.db import models

from leanback.page_cache.version import followed
from stages.models import Identity

LONGEST = timedelta(minutes=10)  # for what is counted over a span of time, such as how long answers took of late
# Tables that are long, and in which no moment is to come that a page waits for: what falls due there is written down then.
ONLY_PAST = {"comments_comment", "comments_thread", "comments_thanks", "comments_share", "accounts_user"}


class Moments:
    """The next moment, worked out once for each number and each time that it has passed."""

    version = next = None

    def after(self, now, version):
        """Return until when a page that was drawn now says what it would say then, if nothing is changed."""
        if version != self.version or (self.next and self.next <= now):
            self.version, self.next = version, min(to_come(now), default=None)
        return min(moment for moment in (now + LONGEST, midnight(now), self.next) if moment)


def midnight(now):
    """Return when the next day begins where the coach lives."""
    zone = Identity.objects.current().zone
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time.min, zone)


def to_come(now):
    """Yield the next moment in each column of moments of what strangers see, as far as there is one."""
    for model in apps.get_models():
        if model._meta.db_table in followed().keys() - ONLY_PAST:
            fields = [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
            nexts = {f"next_{name}": models.Min(name, filter=models.Q(**{f"{name}__gt": now})) for name in fields}
            found = model._base_manager.aggregate(**nexts).values() if nexts else ()
            yield from filter(None, found)


moments = Moments()
