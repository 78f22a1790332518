from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role


class WhoFilter(admin.SimpleListFilter):
    """Those who work here, by what they are; and those who cannot sign in."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [*Role.choices, ("out", _("can't sign in"))]

    def queryset(self, request, queryset):
        if self.value() == "out":
            return queryset.kept_out()
        return queryset.in_role(self.value()) if self.value() else queryset


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Everybody, to be looked up by name or address. A person opens on the desk's own page."""

    list_title = _("Readers and team")
    row_template = "desk/listed/_person.html"
    list_filter = [WhoFilter]
    search_fields = ["pen_name", "email"]
    ordering = ["-pk"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("authenticator_set", "groups")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        return redirect("admin:desk_person", person.pk) if person else super().change_view(request, object_id)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
