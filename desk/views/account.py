"""Her own account, seen from the desk: what others see of her, and how she gets in."""

from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from desk.permissions import moderators_only


@moderators_only
@require_safe
def account(request):
    """All of it on one page, each line a link to where it is changed."""
    context = {"title": _("Your account"), "lines": lines(request.user)}
    return render(request, "desk/account.html", {**admin.site.each_context(request), **context})


def lines(user):
    """Return (what, how it is now, where it is changed)."""
    name = _("Name on your answers") if user.is_coach() else _("Your pen name")
    password = _("your own") if user.has_usable_password() else _("not chosen yet")
    change = "account_change_password" if user.has_usable_password() else "account_set_password"
    return [
        (name, user.pen_name, reverse("pen_name")),
        (_("E-mail address"), user.email, reverse("account_email")),
        (_("Password"), password, reverse(change)),
        (_("Second factor"), user.second_factor_in_words(), reverse("mfa_index")),
        (_("E-mails you get"), "", reverse("notifications")),
        *([(_("Do e-mails arrive?"), "", reverse("admin:desk_mail"))] if user.is_coach() else []),
        (_("Where you are signed in"), "", reverse("usersessions_list")),
        (_("Your data"), "", reverse("my_data")),
    ]
