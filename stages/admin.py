from django import forms
from django.contrib import admin
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stages.models import Guidance, Guide, HelpLine, Identity, Resource, Sign, Stage, StagePicture, Term


class Lines(admin.TabularInline):
    """Rows of short texts, wide enough to read what is in them."""

    extra = 0
    formfield_overrides = {
        models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 50})},
    }


class GuidanceInline(Lines):
    model = Guidance
    fields = ["position", "line", "detail"]


class SignInline(Lines):
    model = Sign
    fields = ["position", "line"]


class StagePictureInline(Lines):
    model = StagePicture
    fields = ["position", "image", "alt", "caption"]


@admin.register(Stage)
class StageAdmin(admin.ModelAdmin):
    list_display = ["title", "guide", "position", "published_at", "on_site"]
    list_filter = ["guide"]
    list_select_related = ["guide"]
    search_fields = ["title", "teaser"]
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["resources"]
    inlines = [GuidanceInline, SignInline, StagePictureInline]
    fields = ["guide", "position", "title", "slug", "teaser", "situation", "lead_in", "resources", "published_at"]

    @admin.display(description=_("on the site"))
    def on_site(self, stage):
        return (
            format_html('<a href="{}">{}</a>', stage.get_absolute_url(), _("look"))
            if stage.is_published()
            else _("draft")
        )

    def has_delete_permission(self, request, obj=None):
        """A stage with questions is never deleted with them: it can be unpublished."""
        return super().has_delete_permission(request, obj) and not (obj and obj.threads.exists())


@admin.register(Guide)
class GuideAdmin(admin.ModelAdmin):
    list_display = ["title", "position", "is_primary", "published_at"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary", "what_it_is", "how_it_helps", "principles", "position", "published_at"]
    actions = ["show_on_home_page"]

    @admin.action(description=_("Show on the home page"))
    def show_on_home_page(self, request, queryset):
        if guide := queryset.first():
            guide.show_on_home_page()

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.stages.exists())


@admin.register(Resource)
class ResourceAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "url", "published_at"]
    list_filter = ["kind"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "kind", "summary", "url", "body", "published_at"]


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ["word", "meaning"]


class HelpLineInline(admin.TabularInline):
    model = HelpLine
    fields = ["position", "country", "name", "contact", "note", "url", "checked_on"]
    extra = 0


@admin.register(Identity)
class IdentityAdmin(admin.ModelAdmin):
    """The one row that says whose site this is."""

    inlines = [HelpLineInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        row, _made = Identity.objects.get_or_create(pk=1)
        return redirect(reverse("admin:stages_identity_change", args=[row.pk]))
