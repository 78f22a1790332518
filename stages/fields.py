from django.core.validators import URLValidator
from django.db import models
from django.utils.safestring import mark_safe


class RenderedField(models.TextField):
    """HTML made from a source field whenever the row is saved, and never in a page view.

    `source` is the name of the field that people type into; `render` takes (instance, text) and returns safe HTML.
    A save with `update_fields` has to name both fields."""

    def __init__(self, *args, source=None, render=None, **options):
        self.source, self.render = source, render
        super().__init__(*args, **{"blank": True, "default": "", "editable": False} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options  # a migration needs the column, not the renderer

    def from_db_value(self, value, expression, connection):
        return value and mark_safe(value)  # noqa: S308 – written by `pre_save` below and by nothing else

    def pre_save(self, instance, add):
        html = self.render(instance, getattr(instance, self.source))
        setattr(instance, self.attname, html)
        return html


class WebAddressField(models.URLField):
    """An address on the web: http or https and nothing else, so that no script hides in a link."""

    default_validators = [URLValidator(schemes=["https", "http"])]

    def formfield(self, **options):
        return super().formfield(**{"assume_scheme": "https"} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.URLField", args, options
