from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("mfa/_passkey.html", takes_context=True)
def passkey(context, does, label, action="", form=None, options_from=""):
    """Render a form that makes a passkey ("create") or asks for one ("get"), with what to say where that cannot be."""
    request = context["request"]
    site = settings.SITE_URL
    return {
        "does": does,
        "label": label,
        "action": action,
        "form": form,
        "options_from": options_from,
        "is_quiet": bool(options_from) or does == "get",  # another way in stands beside it
        "options": context.get("js_data"),
        "redirect_field": context.get("redirect_field", ""),
        "csrf_token": context.get("csrf_token"),
        "name": settings.PASSKEYS_FOR,
        "there": f"{site.scheme}://{site.netloc.replace(site.hostname, settings.PASSKEYS_FOR)}{request.get_full_path()}",
    }
