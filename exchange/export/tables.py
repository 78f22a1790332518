"""Which tables an export holds: all of them, also those that are added tomorrow, but for these."""

from django.apps import apps
from django.db import models

LEFT_OUT = {
    "contenttypes.contenttype": "made by migrations",
    "auth.permission": "made by migrations",
    "auth.group_permissions": "never filled: rights come with roles",
    "admin.logentry": "Django's own notes about the desk; versions and the log are in it",
    "sessions.session": "everybody signs in anew",
    "usersessions.usersession": "everybody signs in anew",
    "django_tasks_database.dbtaskresult": "work that goes on where it was begun",
    "accounts.outgoingmail": "mails on their way, which go out from where they were written",
    "search.passage": "the search index, which is made anew",
    "search.vector": "what texts mean, which the worker writes down anew",
    "exchange.backuprun": "about backups of the other site",
    "leanback.publicversion": "how often public pages have changed here",
}
SECRETS = {"accounts.user": {"password": "!"}, "mfa.authenticator": None}  # what a copy without secrets has instead
BATCH = 2000  # rows at a time


def exported():
    """Return the models whose rows are exported, each behind those that it points to where that is possible."""
    found = [model for model in apps.get_models(include_auto_created=True) if is_exported(model)]
    order = []
    while found:
        free = [model for model in found if not (points_to(model) & set(found)) - {model}] or found[:1]
        order += free
        found = [model for model in found if model not in free]
    return order


def emptied():
    """Return the models of rows that stay behind and may speak of people who are no longer here."""
    stays = ("contenttypes.contenttype", "auth.permission", "leanback.publicversion")
    return [apps.get_model(label) for label in LEFT_OUT if label not in stays]


def is_exported(model):
    options = model._meta
    return options.managed and not options.proxy and options.label_lower not in LEFT_OUT


def points_to(model):
    return {field.related_model for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)}


def fields_of(model):
    """Return the fields that stand in the table."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def to_what_stays(model):
    """Return {column: None} of those that point to a row which stays behind: the mail of a notice, say."""
    keys = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey) and field.null)
    return {field.attname: None for field in keys if field.related_model in emptied()}


def rows_of(model, has_secrets=True):
    """Yield each row as {column: value}, in the order of its keys."""
    instead = {} if has_secrets else SECRETS.get(model._meta.label_lower, {})
    if instead is None:
        return
    instead = instead | to_what_stays(model)
    names = [field.attname for field in fields_of(model)]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
        yield dict(zip(names, row, strict=True)) | instead
