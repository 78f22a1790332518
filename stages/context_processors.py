from django.utils.functional import SimpleLazyObject

from stages.models import Identity


def identity(request):
    """Give every page the site's Identity row, read once and only if the page shows it."""
    return {"identity": SimpleLazyObject(Identity.objects.current)}
