from django.utils.functional import SimpleLazyObject

from stages.models import Identity


def identity(request):
    """Give every page the site's Identity row, read once for a request and only if the page shows it. A mail that is
    rendered for a request which came by no middleware has it too."""
    if not hasattr(request, "identity"):
        request.identity = SimpleLazyObject(Identity.objects.current)
    return {"identity": request.identity}
