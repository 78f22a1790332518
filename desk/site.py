from django.contrib.admin import AdminSite, action, actions
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.login_required import words_back
from desk import queue
from desk.responses import waiting_for
from desk.urls import VIEWS


def second_factor_first(request):
    """Lead her to the page that sets one up; what she was sending is on it."""
    if request.method != "POST":
        return redirect("second_factor")
    context = {"is_late": True, "words": request.POST.get("text", "")}
    return render(request, "account/second_factor.html", context, status=403)


@action(permissions=["delete"], description=_("Delete …"))
def delete_selected(model_admin, request, rows):
    """Django's own, which asks once more, in a word of ours."""
    return actions.delete_selected(model_admin, request, rows)


class Desk(AdminSite):
    """Django's admin site; its first page says who is waiting."""

    site_header = site_title = _("The desk")
    index_title = _("Who is waiting")
    enable_nav_sidebar = False
    index_template = "desk/queue.html"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.add_action(delete_selected)

    def index(self, request, extra_context=None):
        return super().index(request, queue.of(request) | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """Let only staff in, and once the time for it is over only with a second factor; whose session has ended while she
        wrote gets her words back."""
        inner = super().admin_view(view, cacheable)

        def check(request, *args, **options):
            if request.user.is_authenticated and request.user.is_kept_from_desk():
                return second_factor_first(request)
            if request.POST.get("text") and not request.user.is_authenticated:
                return words_back(request)
            return inner(request, *args, **options)

        return check

    def get_app_list(self, request, app_label=None):
        """What there is, called as its list is."""
        apps = super().get_app_list(request, app_label)
        for model in (model for app in apps for model in app["models"]):
            model["name"] = getattr(self._registry[model["model"]], "list_title", model["name"])
        return apps

    def each_context(self, request):
        waiting = waiting_for(request.user).count() if self.has_permission(request) else 0
        return super().each_context(request) | {"waiting_count": waiting}

    def get_urls(self):
        own = [path(address, self.admin_view(view), name=f"desk_{name}") for name, (address, view) in VIEWS.items()]
        return [*own, *super().get_urls()]
