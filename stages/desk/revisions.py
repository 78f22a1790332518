"""What a row said before: who wrote it, when, what changed, and a button that brings it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from stages.clock import in_words
from stages.differences import neighbours, word_diff
from stages.models.revised import AS_IT_IS_NOW, Revised

MOST = 50  # versions on the page of a row
MARKS = {"ins": "<ins>{}</ins>", "del": "<del>{}</del>"}
NAMES = {"+": _("written"), "~": _("changed"), "-": _("deleted")}


@dataclass(frozen=True)
class Change:
    """One version beside the one before it: `fields` are (name, diff) of what differs."""

    version: object
    fields: list
    is_now: bool

    @property
    def what(self):
        return self.version.history_change_reason or NAMES[self.version.history_type]

    @property
    def kind(self):
        return self.version.instance_type._meta.model_name

    @property
    def kind_name(self):
        return self.version.instance_type._meta.verbose_name


def _words(field, version):
    """Return what a field of a version says, as text."""
    value = getattr(version, field.name if field.is_relation else field.attname) if version else ""
    if field.name == "published_at":
        return in_words(value) if value else ""
    return str(dict(field.flatchoices).get(value, value)) if value not in (None, "") else ""


def drawn(said, says):
    """Return what changed between two texts as pieces of HTML, in the order of reading."""
    return [format_html(MARKS.get(kind, "{}"), words) for kind, words in word_diff(said, says)]


def changes(versions):
    """Return the Changes of one row's versions, newest first; those in which no word changed are left out."""
    found = []
    for place, (version, before) in enumerate(neighbours(versions)):
        names = [field for field in version.tracked_fields if field.name not in AS_IT_IS_NOW - {"published_at"}]
        old, new = (version, None) if version.history_type == "-" else (before, version)
        pairs = [(field, _words(field, old), _words(field, new)) for field in names]
        fields = [(field.verbose_name, drawn(said, says)) for field, said, says in pairs if said != says]
        if fields or version.history_type == "-":
            found.append(Change(version, fields, is_now=place == 0 and version.history_type != "-"))
    return found


class RevisionsMixin:
    """A ModelAdmin of a Revised model. `parts` are the models of rows that are written on the same screen."""

    parts = ()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj.by(request.user), form, change)

    def save_formset(self, request, form, formset, change):
        for row in (each.instance for each in formset.forms):
            if isinstance(row, Revised):
                row.by(request.user)
        super().save_formset(request, form, formset, change)

    def delete_model(self, request, obj):
        super().delete_model(request, obj.by(request.user))

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/history/restore/", view, name=name), *super().get_urls()]

    def histories(self, row):
        """Return {model name: versions}, newest first, of the row and of what is written on its screen."""
        return {model._meta.model_name: model.versions(row) for model in (self.model, *self.parts)}

    def history_view(self, request, object_id, extra_context=None):
        """All versions, newest first, each with what changed in it."""
        row = self._row(request, object_id, self.has_view_or_change_permission)
        found = []
        for versions in self.histories(row).values():
            by_row = {}
            for version in versions:
                by_row.setdefault(version.id, []).append(version)
            found += [change for of_one in by_row.values() for change in changes(of_one)]
        found.sort(key=lambda change: (change.version.history_date, change.version.history_id), reverse=True)
        context = {
            **self.admin_site.each_context(request),
            "title": row,
            "row": row,
            "opts": self.opts,
            "changes": found[:MOST],
            "may_restore": self.has_change_permission(request, row),
        }
        return render(request, "desk/versions.html", context)

    def restore_view(self, request, object_id):
        """Bring a version back."""
        if request.method != "POST":
            raise Http404
        row = self._row(request, object_id, self.has_change_permission)
        versions = self.histories(row).get(request.POST.get("kind"))
        number = request.POST.get("version", "")
        if versions is None or not (number.isascii() and number.isdigit() and len(number) < 12):
            raise Http404
        version = get_object_or_404(versions, pk=number)
        try:
            restored = version.instance_type.restore(version, request.user)
        except ValidationError as error:
            messages.error(request, " ".join([str(_("This can't be restored:")), *error.messages]))
        else:
            self.after_saving(restored)
            messages.success(request, _("Restored. The version you just replaced is kept too."))
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[row.pk]))

    def after_saving(self, row):
        """What has to follow every change of a row, by a form or by restoring."""

    def _row(self, request, object_id, may):
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not may(request, row):
            raise PermissionDenied
        return row
