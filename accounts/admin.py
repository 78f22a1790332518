from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Everybody, to be looked up by name or address. A person opens on the desk's own page."""

    list_display = ["pen_name", "email", "is_active", "joined_at", "second_factor"]
    list_filter = ["groups", "is_active"]
    search_fields = ["pen_name", "email"]
    ordering = ["-pk"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("authenticator_set")

    @admin.display(description=_("second factor"))
    def second_factor(self, person):
        return person.second_factor_in_words()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        return redirect("admin:desk_person", person.pk) if person else super().change_view(request, object_id)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
