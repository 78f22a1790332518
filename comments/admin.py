from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, HeldWord, ModerationEntry, ModerationRules, SavedReply, Thread


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


@admin.register(ModerationRules)
class ModerationRulesAdmin(admin.ModelAdmin):
    """The one row of rules; every change of it is in the log."""

    fields = ["hold", "trusted_after", "most_links", "spam_from", "most_an_hour", "most_an_hour_new"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        ModerationRules.objects.get_or_create(pk=1)
        return redirect(reverse("admin:comments_moderationrules_change", args=[1]))

    def save_model(self, request, obj, form, change):
        obj.change(request.user, [f"{name}: {form.initial[name]} → {getattr(obj, name)}" for name in form.changed_data])


@admin.register(HeldWord)
class HeldWordAdmin(admin.ModelAdmin):
    """Words that make a message wait; what is added and taken out is in the log."""

    list_display = ["words", "note"]
    search_fields = ["words", "note"]
    fields = ["words", "note"]

    def save_model(self, request, obj, form, change):
        obj.keep(request.user)

    def delete_model(self, request, obj):
        obj.let_go(request.user)

    def delete_queryset(self, request, queryset):
        for held in queryset:
            held.let_go(request.user)
