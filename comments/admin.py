from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, ModerationEntry, SavedReply, Thread


class ReadOnly:
    """Something that the admin shows and cannot touch."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Thread)
class ThreadAdmin(ReadOnly, admin.ModelAdmin):
    """All threads. A thread opens on the desk's own screen."""

    list_display = ["title", "stage", "signed", "state", "visibility", "asked_at", "comment_count"]
    list_filter = ["state", "visibility", "stage"]
    list_select_related = ["stage", "asker"]
    search_fields = ["title"]
    ordering = ["-asked_at", "-pk"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).moderated_by(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thread = self.get_object(request, object_id)
        return redirect("admin:desk_thread", thread.pk) if thread else super().change_view(request, object_id)


@admin.register(Comment)
class CommentAdmin(ReadOnly, admin.ModelAdmin):
    """All comments. A comment opens in its thread, on the desk's own screen."""

    list_display = ["beginning", "kind", "signed", "status", "created_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["author", "thread"]
    search_fields = ["text"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).moderated_by(request.user)

    @admin.display(description=_("text"))
    def beginning(self, comment):
        return comment.text[:80] or comment.get_status_display()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        comment = self.get_object(request, object_id)
        return redirect("admin:desk_thread", comment.thread_id) if comment else super().change_view(request, object_id)


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ReadOnly, admin.ModelAdmin):
    """Who did what, when and why."""

    list_display = ["at", "who", "act", "before", "after", "comment_id", "reason"]
    list_display_links = None
    list_filter = ["act", "at"]
    list_select_related = ["by"]
    search_fields = ["reason"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).moderated_by(request.user)

    @admin.display(description=_("who"))
    def who(self, entry):
        return entry.by or _("someone who left")


@admin.register(SavedReply)
class SavedReplyAdmin(admin.ModelAdmin):
    """What the coach writes again and again, to be put into an answer."""

    list_display = ["title", "position"]
    list_editable = ["position"]
