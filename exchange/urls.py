"""The desk's addresses for import, export and backups, each behind the desk's own door."""

from django.contrib import admin
from django.urls import path

from exchange.views import moving


def at_desk(address, view, name):
    return path(address, admin.site.admin_view(view), name=name)


urlpatterns = [
    at_desk("", moving.moving, "moving"),
    at_desk("export/", moving.export, "export_site"),
]
