"""The mail page: does mail leave the house, and does it arrive?"""

from django.conf import settings
from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.mail import post_to_person
from accounts.mail_parts import Letter
from accounts.models import OutgoingMail, PausedAddress
from desk import deliverability
from desk.permissions import coaches_only

MOST = 20  # failures and addresses on the page


@coaches_only
@require_safe
def mail(request):
    """What waits, what failed last, to whom nothing is sent, and (asked for) what the DNS says of our domain."""
    waiting = OutgoingMail.objects.unsent()
    context = {
        **admin.site.each_context(request),
        "title": _("E-mail"),
        "waiting": waiting.count(),
        "oldest": waiting.order_by("created_at").first(),
        "failed": OutgoingMail.objects.troubled()[:MOST],
        "paused": PausedAddress.objects.now()[:MOST],
        "domain": settings.MAIL_DOMAIN,
        "inbound": settings.INBOUND_ADDRESS,
        "findings": deliverability.of(settings.MAIL_DOMAIN, settings.DKIM_SELECTOR) if "check" in request.GET else [],
    }
    return render(request, "desk/mail.html", context)


@coaches_only
@require_POST
def mail_test(request):
    """Send her a mail by the same way as all others; one a minute."""
    line = _("This is what you asked for at the desk. If you can read it, your site's e-mails arrive.")
    key = f"test-{timezone.now():%Y%m%d%H%M}-{request.user.pk}"
    post_to_person(request.user, Letter(_("A test e-mail from your site"), line), key)
    messages.success(
        request, _("It's on its way to %(email)s. Look in your spam folder, too.") % {"email": request.user.email}
    )
    return redirect("admin:desk_mail")


@coaches_only
@require_POST
def mail_resume(request, pk):
    """Write again to somebody from whom mail came back."""
    PausedAddress.objects.resume(get_object_or_404(PausedAddress, person=pk).person)
    messages.success(request, _("We'll write to this reader again."))
    return redirect("admin:desk_mail")
