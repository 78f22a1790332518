"""Bringing a WordPress site in at the desk: files, then a plan that she reads and changes, then her yes; all of it done by the
worker, and taken back by a button."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.task_queue import enqueue
from exchange.importing import uploads
from exchange.importing.plan import plan_of
from exchange.models import ImportRun
from exchange.views.plan_form import PlanForm

coaches_only = permission_required("comments.answer_thread", raise_exception=True)


class Files(forms.FileField):
    """One file or several."""

    widget = type("SeveralFiles", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """The export, and pictures if she has them."""

    files = Files(
        label=gettext_lazy("The export"),
        help_text=gettext_lazy(
            "In WordPress: Tools, Export, All content. The .xml, or the zip of it; several if there are several."
        ),
    )
    media = forms.FileField(
        label=gettext_lazy("Pictures"),
        required=False,
        help_text=gettext_lazy("A zip of the folder wp-content/uploads, if you have it."),
    )
    as_far_as_it_goes = forms.BooleanField(
        label=gettext_lazy("If a file breaks off, take what is there"),
        required=False,
        help_text=gettext_lazy("Only if you can't download a whole one."),
    )


@coaches_only
@require_POST
def upload(request):
    """Keep the files, and let the worker look through them."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, "exchange/upload.html", {"title": _("Bring in a WordPress site"), "form": form})
    with transaction.atomic():
        run = ImportRun.objects.create(by=request.user, state=ImportRun.State.READING)
        uploads.keep(run, **form.cleaned_data)
        enqueue("exchange.tasks.plan_import", run.pk, get_language())
    return redirect("import_run", run.pk)


@coaches_only
@require_safe
def import_run(request, pk):
    """How an import is: what would come in, how far it is, or what came."""
    run = get_object_or_404(ImportRun, pk=pk)
    return shown_run(request, run, plan_form(request, run))


def plan_form(request, run, data=None):
    """Return the plan of a run as a form, or None when there is nothing to say yes to."""
    if run.state != ImportRun.State.WAITING:
        return None
    return PlanForm(plan_of(run.plan), data, list(User.objects.coaches().order_by("pk")), request.user)


def shown_run(request, run, form):
    context = {
        "title": _("Bring in a WordPress site"),
        "run": run,
        "form": form,
        "stays": run.why_it_stays() if run.state == ImportRun.State.DONE else "",
        "has_table": run.state == ImportRun.State.DONE and uploads.table(run).exists(),
    }
    return shown(request, "exchange/import_run.html", context)


@coaches_only
@require_safe
def import_rows(request, pk):
    """What became of each page, comment and picture, as a table."""
    run = get_object_or_404(ImportRun, pk=pk, state=ImportRun.State.DONE)
    try:
        return FileResponse(uploads.table(run).open("rb"), as_attachment=True, filename=f"import-{pk}.csv")
    except FileNotFoundError as error:
        raise Http404 from error


@coaches_only
@require_POST
def bring_in(request, pk):
    """Her yes: let the worker bring in what the plan says."""
    with transaction.atomic():
        run = get_object_or_404(ImportRun.objects.select_for_update(), pk=pk)
        form = plan_form(request, run, request.POST)
        if form and not form.is_valid():
            return shown_run(request, run, form)
        if form:
            run.plan, run.state = form.changed().as_toml(), ImportRun.State.RUNNING
            run.save()
            enqueue("exchange.tasks.bring_in_import", run.pk, get_language())
    return redirect("import_run", pk)


@coaches_only
@require_POST
def undo_import(request, pk):
    """Take it back, if nobody has written in it."""
    with transaction.atomic():
        run = get_object_or_404(ImportRun.objects.select_for_update(), pk=pk)
        why = run.why_it_stays()
        if why or run.state not in {ImportRun.State.DONE, ImportRun.State.FAILED}:
            messages.error(request, why or _("There is nothing to take back."))
            return redirect("import_run", pk)
        run.state = ImportRun.State.UNDOING
        run.save(update_fields=["state"])
        enqueue("exchange.tasks.undo_import", run.pk)
    messages.success(request, _("It is being taken back."))
    return redirect("moving")


def shown(request, template, context):
    return render(request, template, {**admin.site.each_context(request), **context})
