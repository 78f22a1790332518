from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from comments.models import Comment
from exchange.importing.conversations import origin
from exchange.models import ImportRun


@require_safe
def old_comment(request, pk):
    """Lead from a comment's number on the old site to the comment; whether it may be read is asked there."""
    sites = ImportRun.objects.exclude(site="").values_list("site", flat=True).distinct()[:20]
    found = Comment.objects.filter(origin__in=[origin(site, "comment", str(pk)) for site in sites]).first()
    if found is None:
        raise Http404
    return redirect(found)
