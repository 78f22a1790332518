"""Preview links: whoever has one sees one thing as it will be, for a week, without an account."""

from datetime import timedelta

from django.core.signing import TimestampSigner
from django.urls import reverse

from stages.models import Guide, Resource, Stage

GOOD_FOR = timedelta(days=7)
KINDS = {"guide": Guide, "stage": Stage, "resource": Resource}
signer = TimestampSigner(salt="preview")


def address_of(row):
    """Return the path of a preview of this row, signed now."""
    return reverse("preview", args=[signer.sign(f"{row._meta.model_name}-{row.pk}")])


def find(token):
    """Return the row that a token shows, or None if it is gone. Raises SignatureExpired or BadSignature."""
    kind, _dash, pk = signer.unsign(token, max_age=GOOD_FOR).partition("-")
    return KINDS[kind].objects.with_key(pk) if kind in KINDS else None
