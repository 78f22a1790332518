from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stages import starter
from stages.clock import in_words, zones_to_choose
from stages.desk.finding import FoundByMixin
from stages.desk.naming import NamingMixin
from stages.desk.optimistic_lock import OptimisticLockMixin
from stages.desk.ordering import HANDLES, OrderingMixin
from stages.desk.publishing import PublishingMixin
from stages.desk.revisions import RevisionsMixin
from stages.models import (
    Example,
    Guidance,
    Guide,
    HelpLine,
    Identity,
    Page,
    Resource,
    Sign,
    Stage,
    StagePicture,
    StageResource,
    Term,
)
from stages.time_fields import DayField

LINE = SafeString("<br>")
MOST_LINES = (
    60  # of each kind that a form may have; all fields of four kinds are sent at once, and at most a thousand are taken
)
MOST_READ = (
    200  # of each kind that are read of what is sent, however many it says there are: each costs some milliseconds
)
MOST_ANSWERS = 50  # that recommend a resource, named on its screen


class PlainChoices:
    """The part of a ModelAdmin whose selects are only that: what stands in them has a page of its own, a link away."""

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class Bounded:
    """The part of an inline of which nobody can send so many rows that reading them keeps a worker busy."""

    max_num = MOST_LINES

    def get_formset(self, request, obj=None, **options):
        return super().get_formset(request, obj, **{"absolute_max": MOST_READ} | options)


class DeleteTick(forms.CheckboxInput):
    """A tick box that says itself what it does: below each other, rows have no head of a column."""

    def render(self, name, value, attrs=None, renderer=None):
        return format_html("<label>{} {}</label>", super().render(name, value, attrs, renderer), _("Delete"))


class LinesFormSet(forms.BaseInlineFormSet):
    deletion_widget = DeleteTick


class Lines(Bounded, PlainChoices, admin.TabularInline):
    """Rows of short texts, wide enough to read what is in them. On a phone they stand below each other, without the head of
    their columns: each field says itself what it is."""

    extra = 0
    formset = LinesFormSet
    formfield_overrides = {
        models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 50})},
    }

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and field.label:
            field.widget.attrs |= {"aria-label": field.label, "placeholder": field.label}
        return field


class GuidanceInline(Lines):
    model = Guidance
    fields = ["position", "line", "detail"]


class SignInline(Lines):
    model = Sign
    fields = ["position", "line"]


class NewExampleInline(Lines):
    """Only for new ones: a stage has hundreds, which have a list of their own."""

    model = Example
    fields = ["line"]
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).none()


class StagePictureInline(Lines):
    model = StagePicture
    fields = ["position", "image", "alt", "caption"]


class StageResourceInline(Lines):
    model = StageResource
    fields = ["position", "resource"]


@admin.register(Stage)
class StageAdmin(
    PlainChoices,
    OptimisticLockMixin,
    PublishingMixin,
    RevisionsMixin,
    NamingMixin,
    FoundByMixin,
    admin.ModelAdmin,
):
    add_words = _("Write a stage")
    row_template = "desk/listed/_stage.html"
    list_filter = ["guide"]
    list_select_related = ["guide"]
    search_fields = ["title", "teaser"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [GuidanceInline, SignInline, StagePictureInline, StageResourceInline, NewExampleInline]
    parts = [Guidance, Sign, StagePicture, StageResource]
    fields = ["guide", "place_in_guide", "title", "slug", "teaser", "situation", "lead_in", "donts"]
    fields += ["published_at", "preview_link", "all_examples"]
    readonly_fields = ["place_in_guide", "preview_link", "all_examples"]

    class Media:
        js = [HANDLES]

    @admin.display(description=_("position"))
    def place_in_guide(self, stage):
        """Its place, and a link to the page on which the stages of its guide are put in order."""
        if not stage.pk:
            return _("last in its guide; you can move it later")
        address = reverse("admin:stages_guide_order_stages", args=[stage.guide_id])
        return format_html('{} · <a href="{}">{}</a>', stage.position, address, _("Change the order"))

    @admin.display(description=_("Examples of how readers might say it"))
    def all_examples(self, stage):
        """How many it has, and a link to their list. New ones are added below."""
        if not stage.pk:
            return _("none yet")
        address = f"{reverse('admin:stages_example_changelist')}?stage__id__exact={stage.pk}"
        return format_html('{} · <a href="{}">{}</a>', stage.examples.count(), address, _("See them all"))

    def save_model(self, request, obj, form, change):
        if "guide" in form.changed_data:
            obj.position = None  # the last there: its old place is another stage's
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        """A stage with questions is never deleted with them: it can be unpublished."""
        return super().has_delete_permission(request, obj) and not (obj and obj.threads.exists())


@admin.register(Example)
class ExampleAdmin(PlainChoices, FoundByMixin, admin.ModelAdmin):
    list_title = _("Examples of how readers might say it")
    list_about = _("Nobody sees these. “Find your stage” goes by them.")
    row_template = "desk/listed/_example.html"
    list_display = ["line", "stage"]
    list_filter = ["stage"]
    list_select_related = ["stage"]
    search_fields = ["line"]
    fields = ["stage", "line"]


@admin.register(Guide)
class GuideAdmin(OptimisticLockMixin, PublishingMixin, OrderingMixin, RevisionsMixin, NamingMixin, admin.ModelAdmin):
    add_words = _("Write a guide")
    row_template = "desk/listed/_guide.html"
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary", "what_it_is", "how_it_helps", "principles"]
    fields += ["published_at", "preview_link", "stages_in_order"]
    readonly_fields = ["preview_link", "stages_in_order"]
    actions = ["show_on_home_page"]

    @admin.action(description=_("Show on the home page"))
    def show_on_home_page(self, request, queryset):
        if guide := queryset.first():
            guide.show_on_home_page()

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.stages.exists())


@admin.register(Resource)
class ResourceAdmin(OptimisticLockMixin, PublishingMixin, RevisionsMixin, NamingMixin, admin.ModelAdmin):
    list_title = _("Library")
    add_words = _("Add to the library")
    row_template = "desk/listed/_resource.html"
    list_filter = ["kind"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "kind", "summary", "url", "body", "published_at", "preview_link", "recommended_in"]
    readonly_fields = ["preview_link", "recommended_in"]

    @admin.display(description=_("recommended in"))
    def recommended_in(self, resource):
        """Stages, pages and answers that name it or list it, as links to their screens."""
        if not resource.pk:
            return "–"
        pages = [(f"admin:stages_{row._meta.model_name}_change", row.pk, "", row) for row in resource.places()]
        answers = resource.newest_answers(MOST_ANSWERS)
        pages += [
            ("admin:desk_thread", answer.thread_id, f"?comment={answer.pk}#comment-{answer.pk}", answer.thread)
            for answer in answers
        ]
        links = ((reverse(name, args=[key]), place, title) for name, key, place, title in pages)
        return format_html_join(LINE, '<a href="{}{}">{}</a>', links) or _("nowhere yet")

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.after_saving(form.instance)

    def after_saving(self, row):
        row.refresh_mentions_soon()

    def has_delete_permission(self, request, obj=None):
        """What was recommended is never deleted from under an answer: it can be unpublished."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_recommended())


@admin.register(Term)
class TermAdmin(OptimisticLockMixin, RevisionsMixin, admin.ModelAdmin):
    list_about = _("Your own words, explained wherever you use them.")
    add_words = _("Explain a word")
    row_template = "desk/listed/_term.html"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "word" in form.changed_data:  # a meaning is read when it is shown
            self.after_saving(obj)

    def after_saving(self, row):
        row.refresh_texts_soon()

    def delete_model(self, request, obj):
        obj.by(request.user).take_out()

    def delete_queryset(self, request, queryset):
        for term in queryset:
            self.delete_model(request, term)


class HelpLineInline(Bounded, admin.StackedInline):
    """Below each other: side by side, seven columns were wider than any screen."""

    model = HelpLine
    fields = [("position", "country", "checked_on"), ("name", "contact"), ("note", "url")]
    extra = 0
    classes = ["collapse"]  # two dozen of them, seldom touched

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "checked_on":
            field.widget = forms.TextInput(attrs={"type": "month"})  # shown as people write a month; else as text
        return field


class IdentityForm(forms.ModelForm):
    """What the coach says of her site. The time zone is chosen, not typed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["coach_name"].help_text = format_html(
            '{} <a href="{}">{}</a>',
            _(
                "Used on the site, in feeds and e-mails. No one else can take this name. Your answers are signed with your pen name."
            ),
            reverse("pen_name"),
            _("Change your pen name"),
        )
        now = in_words(timezone.now(), self.instance.zone)
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            choices=zones_to_choose(self.instance.time_zone),
            help_text=_("Where you live. All times at the desk are in this zone. It's now %(now)s.") % {"now": now},
        )


@admin.register(Identity)
class IdentityAdmin(OptimisticLockMixin, RevisionsMixin, NamingMixin, admin.ModelAdmin):
    """The one row that says whose site this is."""

    form = IdentityForm
    formfield_overrides = {
        models.DateField: {"form_class": DayField, "widget": None},
        models.URLField: {"widget": forms.URLInput(attrs={"class": "vURLField"})},  # without "Currently: … Change: …"
    }
    inlines = [HelpLineInline]
    parts = [HelpLine]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        row, _made = Identity.objects.get_or_create(pk=1)
        return redirect(reverse("admin:stages_identity_change", args=[row.pk]))


@admin.register(Page)
class PageAdmin(OptimisticLockMixin, RevisionsMixin, NamingMixin, admin.ModelAdmin):
    """About, privacy and rules: always there, hers to write."""

    list_title = _("About, privacy and rules")
    row_template = "desk/listed/_page.html"
    fields = ["title", "body"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        starter.load_pages()
        return super().changelist_view(request, extra_context)
