import re
from datetime import timedelta
from html import unescape

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stages.models import Resource

EVERY = timedelta(days=7)  # one that is well is asked about so often
AGAIN = timedelta(days=1)  # one that is not
DEAD_AFTER = 3  # times in a row, on as many days
AT_ONCE = 5  # links in one round of the worker, each of another host
OUTSIDE = re.compile(r'href="(https?://[^"]{1,500})"')


def links_of(resource):
    """Return the links that lead out of an entry of the library."""
    found = {resource.url} | {unescape(url) for url in OUTSIDE.findall(resource.body_html)}
    return {url[:500] for url in found if url}


class LinkCheckQuerySet(models.QuerySet):
    @transaction.atomic
    def follow_library(self):
        """Let there be a row for every link that is in the library now, and for no other."""
        wanted = {(each.pk, url) for each in Resource.objects.published() for url in links_of(each)}
        known = {(check.resource_id, check.url): check.pk for check in self.all()}
        self.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
        self.bulk_create(self.model(resource_id=resource, url=url) for resource, url in sorted(wanted - known.keys()))

    def due(self, now):
        """Return the rows to ask about now: those that waited longest, one of each host."""
        waited = models.Q(checked_at=None) | models.Q(failures=0, checked_at__lt=now - EVERY)
        waited |= models.Q(failures__gt=0, checked_at__lt=now - AGAIN)
        hosts = {}
        for check in self.filter(waited).order_by(models.F("checked_at").asc(nulls_first=True), "pk")[: AT_ONCE * 10]:
            hosts.setdefault(check.host, check)
        return list(hosts.values())[:AT_ONCE]

    def dead(self):
        """Those that lead nowhere any more."""
        return self.filter(failures__gte=DEAD_AFTER).select_related("resource").order_by("resource__title", "pk")


class LinkCheck(models.Model):
    """A link out of the library, and whether it still leads anywhere."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="link_checks")
    url = models.CharField(max_length=500)
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=60, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [models.UniqueConstraint(fields=["resource", "url"], name="a_link_is_looked_at_once")]

    def __str__(self):
        return self.url

    @property
    def host(self):
        return self.url.split("/")[2].lower()

    def note(self, answer, counts):
        """Write down what came of it. What may be our own net's fault does not count."""
        self.checked_at = timezone.now()
        if not answer.problem:
            self.failures, self.problem = 0, ""
        elif counts or answer.is_sure:
            self.failures, self.problem = min(self.failures + 1, 1000), answer.problem[:60]
        self.save()
