"""What somebody wrote on the old site becomes hers."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.login_required import login_required
from exchange.models import UnclaimedWords


@login_required
@require_POST
def claim_earlier(request):
    """Take over what was written under an address that she has confirmed."""
    count = UnclaimedWords.objects.claim(request.user)
    told = ngettext("One message is yours now.", "%(count)d messages are yours now.", count)
    messages.success(request, told % {"count": count})
    return redirect("me")
