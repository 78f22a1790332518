from django.db import models


class PublicVersion(models.Model):
    """A part of the number that moves with every change of what strangers see (`page_cache.version`)."""

    backend = models.PositiveIntegerField(primary_key=True)  # on PostgreSQL whose connection moves it; 0: nobody's
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.backend}: {self.number}"
