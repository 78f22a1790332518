"""Forms of the admin that overwrite nothing unseen. Each carries a mark of what it showed; when that is no longer what stands
there, nothing is saved, she is told and sees both, and what she typed stays in the form, to be saved knowingly."""

import json
from hashlib import sha256

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

READ_AT = "read_at"


class Stale:
    """A form whose row has changed since it was read."""

    def clean(self):
        self.add_error(
            None,
            _(
                "Someone changed this after you opened it, so nothing is saved yet. What you typed is still here, and "
                "what is saved now is shown beside it. Save again to replace it with yours."
            ),
        )
        return super().clean()


class OptimisticLockMixin:
    """A ModelAdmin whose forms say what they were made of."""

    change_form_template = "desk/change_form.html"

    def state_of(self, request, row):
        """Return what the form of a row shows of it and of the rows on its screen, as the database has them now: a list of
        {"model", "id", and its fields}."""
        row = self.model._base_manager.select_for_update().get(pk=row.pk)
        shown = [(row, super().get_form(request, row, change=True).base_fields)]
        for formset, _inline in self.get_formsets_with_inlines(request, row):
            parts = formset.model._base_manager.filter(**{formset.fk.name: row}).order_by("pk")
            shown += [(part, formset.form.base_fields) for part in parts]
        return [{"model": each._meta.model_name, "id": each.pk} | model_to_dict(each, names) for each, names in shown]

    def mark_of_state(self, request, row):
        """Return a short text that is another one after every change of what the form shows."""
        with transaction.atomic():
            state = json.dumps(self.state_of(request, row), default=str, sort_keys=True)
        return sha256(state.encode()).hexdigest()[:32]

    def is_stale(self, request, row):
        """Was the form that is being sent made of something else than what stands there now? Asked once a request: what is
        saved afterwards is her own."""
        if not hasattr(request, "is_stale_form"):
            request.is_stale_form = False  # what follows asks for forms itself
            sent = request.POST.get(READ_AT)
            request.is_stale_form = bool(sent) and sent != self.mark_of_state(request, row)
        return request.is_stale_form

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        if change and obj and request.method == "POST" and self.is_stale(request, obj):
            return type(form.__name__, (Stale, form), {})
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Let rows that somebody has deleted meanwhile stay in her form, as new ones."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in options and obj.pk and self.is_stale(request, obj):
            there = inline.model._base_manager.values_list("pk", flat=True)
            options["data"] = with_lost_rows_as_new(options["data"], prefix, {str(pk) for pk in there})
        return options

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["adminform"].form.label_suffix = ""  # as on all other forms of the site
        if change and obj:
            context[READ_AT] = self.mark_of_state(request, obj)
            if getattr(request, "is_stale_form", False):
                context["stands_now"] = differences(context["adminform"].form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, add, change, form_url, obj)


def differences(form, inlines):
    """Return (what it is, what stands there now) of all that is not as she typed it."""
    found = changed_in(form, "")
    for formset in (inline.formset for inline in inlines):
        name = formset.model._meta.verbose_name
        mine = {each.instance.pk for each in formset.initial_forms}
        for each in formset.initial_forms:
            found += changed_in(each, f"{name} {each.instance.pk}: ")
        found += [(str(name), str(row)) for row in formset.get_queryset() if row.pk not in mine]
    return found


def changed_in(form, before):
    fields = [(form.fields[name], form.initial.get(name)) for name in form.changed_data if name in form.initial]
    return [(f"{before}{field.label}", in_words(field, value)) for field, value in fields]


def in_words(field, value):
    """Return a value as the coach knows it: of a choice its name."""
    names = {str(key): name for key, name in getattr(field, "choices", ())}
    return str(names.get(str(value), "–" if value in (None, "") else value))


def with_lost_rows_as_new(data, prefix, there):
    """Return the data of a formset in which the rows whose keys are not `there` any more come last and have no key, as what
    has just been added does."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    rows = range(int(total) if total.isascii() and total.isdigit() and len(total) < 5 else 0)
    keyed = [row for row in rows if data.get(f"{prefix}-{row}-id")]
    kept = [row for row in keyed if data[f"{prefix}-{row}-id"] in there]
    if len(kept) == len(keyed):
        return data
    new, changed = [*kept, *(row for row in rows if row not in kept)], data.copy()
    for name in [name for name in data if name.startswith(tuple(f"{prefix}-{row}-" for row in rows))]:
        del changed[name]
    for place, row in enumerate(new):
        start = f"{prefix}-{row}-"
        for name in data:
            if name.startswith(start):
                changed[f"{prefix}-{place}-{name.removeprefix(start)}"] = data[name]
        if row not in kept:
            changed[f"{prefix}-{place}-id"] = ""
    changed[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return changed
