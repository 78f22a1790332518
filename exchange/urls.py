"""The desk's addresses for import, export and backups, each behind the desk's own door."""

from django.contrib import admin
from django.urls import path

from exchange.views import bringing_in, moving


def at_desk(address, view, name):
    return path(address, admin.site.admin_view(view), name=name)


urlpatterns = [
    at_desk("", moving.moving, "moving"),
    at_desk("export/", moving.export, "export_site"),
    at_desk("import/", bringing_in.upload, "import_upload"),
    at_desk("import/<key:pk>/", bringing_in.import_run, "import_run"),
    at_desk("import/<key:pk>/bring-in/", bringing_in.bring_in, "import_bring_in"),
    at_desk("import/<key:pk>/rows/", bringing_in.import_rows, "import_rows"),
    at_desk("import/<key:pk>/undo/", bringing_in.undo_import, "import_undo"),
]
