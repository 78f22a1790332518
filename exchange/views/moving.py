"""The desk's page for bringing a site in, taking it out, and keeping it safe."""

import tempfile
import zipfile

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.reauthentication import reauthentication_required
from exchange import export as exporting
from exchange.backup import state
from exchange.export.target import Zip
from exchange.models import ImportRun
from exchange.views.bringing_in import UploadForm

MOST_IMPORTS = 10
coaches_only = permission_required("comments.answer_thread", raise_exception=True)


class ExportForm(forms.Form):
    """Which form everything is taken out in."""

    FORMATS = [
        ("wxr", gettext_lazy("For WordPress: pages, library and public questions, without e-mail addresses")),
        ("markdown", gettext_lazy("To read and keep: a file for each page and public question, with pictures")),
        ("json", gettext_lazy("Everything, private questions and accounts too, to bring into another Leanback")),
    ]

    format = forms.ChoiceField(label=gettext_lazy("What for?"), choices=FORMATS, widget=forms.RadioSelect)


@coaches_only
@require_safe
def moving(request):
    """What there is: export, and how the backups are."""
    return shown(request, ExportForm())


def shown(request, export_form):
    context = {
        "title": _("Import, export and backups"),
        "backups": state.said(),
        "export_form": export_form,
        "upload_form": UploadForm(),
        "imports": ImportRun.objects.all()[:MOST_IMPORTS],
    }
    return render(request, "exchange/moving.html", {**admin.site.each_context(request), **context})


@coaches_only
@reauthentication_required
@require_POST
def export(request):
    """Everything as one zip. Passwords and second factors stay here: everybody gets in there by a code."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    if limited := ratelimit.consume_or_429(request, action="export", user=request.user):
        return limited
    chosen = form.cleaned_data["format"]
    file = zipped(chosen, {"has_secrets": False} if chosen == "json" else {})
    return FileResponse(file, as_attachment=True, filename=f"leanback-{timezone.localdate()}-{chosen}.zip")


def zipped(chosen, options):
    """Return an open file, which goes when it is closed, with an export in it."""
    file = tempfile.TemporaryFile(dir=settings.VAR)  # noqa: SIM115 – whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for _name in exporting.FORMATS[chosen](Zip(archive), **options):
            pass  # written by now
    file.seek(0)
    return file
