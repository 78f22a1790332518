from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.utils.safestring import mark_safe

from stages.text import one_line


class WordsField(models.TextField):
    """A text that people type. Browsers end lines with two signs; kept is one, so that a version differs only by words."""

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if value else value

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options


class LineField(models.CharField):
    """Words on one line: a title, a name, a sign. It stands in the head of a mail, in a list, in the title of a window;
    whatever would end the line or only a machine could read goes, by whichever way it comes in."""

    def to_python(self, value):
        value = super().to_python(value)
        return one_line(value) if value else value

    def pre_save(self, instance, add):
        value = self.to_python(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def formfield(self, **options):
        return super().formfield(**{"form_class": LineFormField} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class LineFormField(forms.CharField):
    """What is typed into a LineField: of nothing but blanks and controls, nothing was typed."""

    def to_python(self, value):
        return super().to_python(one_line(value) if isinstance(value, str) else value)


class RenderedField(models.TextField):
    """HTML made from a source field whenever the row is saved, and never in a page view.

    `source` is the name of the field that people type into; `render` takes (instance, text) and returns safe HTML;
    `by_coach` says in which rows it is the coach who types, if not in all.
    A save with `update_fields` has to name both fields."""

    def __init__(self, *args, source=None, render=None, by_coach=None, **options):
        self.source, self.render, self.by_coach = source, render, by_coach or models.Q()
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

    def fill(self, instance):
        """Render for a row that is shown without being saved."""
        html = self.pre_save(instance, add=True)
        setattr(instance, self.attname, mark_safe(html))  # noqa: S308 – as when it is read back


def rendered_fields(model):
    """Return the fields of a model that are rendered from a source."""
    return [field for field in model._meta.concrete_fields if isinstance(field, RenderedField)]


def render_again(row):
    """Make a row's HTML anew from its source, after something that the text speaks of has changed. A row whose source
    is another one by now is left alone: that saving has rendered it."""
    for field in rendered_fields(row):
        source = getattr(row, field.source)
        rows = type(row)._base_manager.filter(pk=row.pk, **{field.source: source})
        rows.update(**{field.attname: field.render(row, source)})


class PlaceField(models.PositiveSmallIntegerField):
    """Where a row stands among others, those with the same `within` (a foreign key) if that is given. A new one that is
    told no place stands last."""

    def __init__(self, verbose_name=None, *, within=None, **options):
        self.within = within  # a migration needs it not
        super().__init__(verbose_name, **{"blank": True} | options)

    def pre_save(self, instance, add):
        if getattr(instance, self.attname) is None:
            setattr(instance, self.attname, self._last(instance) + 1)
        return super().pre_save(instance, add)

    def _last(self, instance):
        rows = type(instance)._base_manager.all()
        if self.within:
            rows = rows.filter(**{self.within: getattr(instance, f"{self.within}_id")})
        return rows.aggregate(last=models.Max(self.attname))["last"] or 0

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, options


class AddressField(models.SlugField):
    """The part of an address that the coach chooses. When it changes, `row.leave_address(old)` is called, whoever saves."""

    def pre_save(self, instance, add):
        slug = super().pre_save(instance, add)
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        before = None if add else rows.values_list(self.attname, flat=True).first()
        if before and before != slug:
            instance.leave_address(before)
        return slug

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.SlugField", args, options


class WebAddressField(models.URLField):
    """An address on the web: http or https and nothing else, so that no script hides in a link."""

    default_validators = [URLValidator(schemes=["https", "http"])]

    def formfield(self, **options):
        return super().formfield(**{"assume_scheme": "https"} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.URLField", args, options
