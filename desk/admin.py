from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.converters import key_in
from accounts.models import User
from comments.models import Comment, HeldWord, ModerationEntry, ModerationRules, Thread
from comments.models.moderation_log import Act
from desk import log_export
from desk.lists import LongList, unless
from desk.models import SavedReply
from desk.responses import address_of
from stages.desk.optimistic_lock import OptimisticLockMixin
from stages.desk.ordering import put_in_order_page


class ReadOnly:
    """Something that the admin shows and cannot touch."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Thread)
class ThreadAdmin(LongList, ReadOnly, admin.ModelAdmin):
    """All threads. A thread opens on the desk's own screen."""

    list_title = _("All questions")
    list_display = ["title", "asked_at"]
    row_template = "desk/listed/_thread.html"
    list_filter = [("state", unless(Thread.State.ANSWERED)), "visibility", "stage"]
    list_select_related = ["stage", "asker"]
    search_fields = ["title"]
    search_help_text = _(
        "Searches the titles of the newest 5,000 questions for any letters, and everything on the site for whole words."
    )
    index_key = "thread"
    ordering = ["-asked_at", "-pk"]
    sortable_by = ["asked_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).moderated_by(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        thread = self.get_object(request, object_id)
        return redirect("admin:desk_thread", thread.pk) if thread else super().change_view(request, object_id)


@admin.register(Comment)
class CommentAdmin(LongList, ReadOnly, admin.ModelAdmin):
    """All comments. A comment opens in its thread, on the desk's own screen."""

    list_title = _("All messages")
    list_display = ["text", "created_at"]
    row_template = "desk/listed/_comment.html"
    list_filter = [("status", unless(Comment.Status.APPROVED)), ("kind", unless(Comment.Kind.REPLY))]
    list_select_related = ["author", "thread"]
    search_fields = ["text"]
    search_help_text = _(
        "Searches the newest 5,000 messages for any letters, and everything on the site for whole words."
    )
    index_key = "comment"
    ordering = ["-created_at", "-pk"]
    sortable_by = ["created_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).moderated_by(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        comment = self.get_object(request, object_id)
        if comment is None:
            return super().change_view(request, object_id)
        return redirect(address_of(comment.thread, comment.pk))


class WhoFilter(admin.SimpleListFilter):
    """Those who are staff now; a list of all readers would be one."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [(str(person.pk), person.pen_name) for person in User.objects.staff().order_by("pen_name")]

    def queryset(self, request, queryset):
        key = key_in(self.value())
        return queryset.done_by(key) if key else queryset


@admin.register(ModerationEntry)
class ModerationEntryAdmin(LongList, ReadOnly, admin.ModelAdmin):
    """Who did what, when and why. Each thread leads to its lines."""

    list_title = _("What was done, and by whom")
    list_about = _(
        "Every decision at the desk, the newest first. Lines are only ever added: no one can change or delete them."
    )
    list_display = ["act", "at"]
    row_template = "desk/listed/_log.html"
    list_filter = [WhoFilter, ("act", unless(Act.APPROVE, Act.ANSWER)), "at"]
    list_select_related = ["by", "person", "thread"]
    search_fields = ["reason"]
    search_help_text = _("Searches the newest 5,000 reasons.")
    ordering = ["-at", "-pk"]
    sortable_by = ["at"]
    change_list_template = "desk/log.html"

    def get_queryset(self, request):
        return super().get_queryset(request).moderated_by(request.user)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset.with_a_reason() if search_term else queryset, search_term)

    def get_urls(self):
        ways = [("csv", log_export.as_csv), ("json", log_export.as_json)]
        return [
            path(f"export.{ending}", self.admin_site.admin_view(self.export(write)), name=f"desk_log_{ending}")
            for ending, write in ways
        ] + super().get_urls()

    def export(self, write):
        """Return the view that hands out the lines that the list shows, to whoever may have all of them."""

        def view(request):
            if not request.user.has_perm("comments.export_log"):
                raise PermissionDenied
            try:
                return write(self.get_changelist_instance(request).get_queryset(request))
            except IncorrectLookupParameters as error:  # where the list itself leads back to all lines
                raise Http404 from error

        return view


@admin.register(SavedReply)
class SavedReplyAdmin(OptimisticLockMixin, admin.ModelAdmin):
    """What the coach writes again and again, to be put into an answer."""

    list_about = _("What you write again and again, one tap away beside every answer.")
    add_words = _("Write a saved reply")
    row_template = "desk/listed/_saved_reply.html"
    fields = ["title", "text"]
    change_list_template = "desk/saved_replies.html"

    def get_urls(self):
        order = path("order/", self.admin_site.admin_view(self.order), name="comments_savedreply_order")
        return [order, *super().get_urls()]

    def order(self, request):
        replies = SavedReply.objects.all()
        return put_in_order_page(self, request, _("Order of the saved replies"), list(replies), replies.put_in_order)


@admin.register(ModerationRules)
class ModerationRulesAdmin(OptimisticLockMixin, admin.ModelAdmin):
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
class HeldWordAdmin(OptimisticLockMixin, admin.ModelAdmin):
    """Words that make a message wait; what is added and taken out is in the log."""

    list_about = _("A message that has one of these waits for approval. Nothing is ever deleted for it.")
    add_words = _("Hold another word")
    row_template = "desk/listed/_held_word.html"
    search_fields = ["words", "note"]
    fields = ["words", "note"]

    def save_model(self, request, obj, form, change):
        obj.keep(request.user)

    def delete_model(self, request, obj):
        obj.let_go(request.user)

    def delete_queryset(self, request, queryset):
        for held in queryset:
            held.let_go(request.user)
