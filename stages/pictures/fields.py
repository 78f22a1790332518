"""A picture beside its row: cleaned when it comes in, shown in its sizes as soon as the worker has made them."""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils import timezone
from django.utils.html import format_html

from accounts.task_queue import enqueue
from stages.pictures import sizes
from stages.pictures.cleaning import cleaned

SOON = timedelta(seconds=3)  # by then the row that names the picture is there, even if it was saved in no transaction


class PictureFormField(forms.FileField):
    """Takes an upload and gives back a cleaned picture. What it is is told by its content, whatever it is called: .jfif and
    .jpe are JPEGs, and so is many a file without an ending."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.jfif,.jpe"})

    def __init__(self, *, max_length=None, **options):
        super().__init__(**options)  # the file gets a name of ours, however long the one it came with

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        is_new = upload and upload is not initial and hasattr(upload, "read") and data
        return cleaned(upload) if is_new else upload


class Picture(ImageFieldFile):
    """One picture of a row: what `stages/_picture.html` shows."""

    def _of_row(self, field_name, otherwise):
        return (getattr(self.instance, field_name) if field_name else None) or otherwise

    @property
    def alt(self):
        return self._of_row(self.field.alt_field, "")

    @property
    def natural_width(self):
        """As the row knows it, without opening the file."""
        return self._of_row(self.field.width_field, 0)

    @property
    def natural_height(self):
        return self._of_row(self.field.height_field, 0)

    @property
    def size_attributes(self):
        """How large it is, as attributes of an element; nothing while that is not known."""
        if not self.natural_width:
            return ""
        return format_html('width="{}" height="{}"', self.natural_width, self.natural_height)

    @property
    def sizes(self):
        """What the worker has made of this very picture: nothing yet of one that has just been replaced."""
        folder = f"{sizes.folder_of(self.name)}/"
        return [size for size in self._of_row(self.field.sizes_field, []) if size["name"].startswith(folder)]

    @property
    def sources(self):
        """What a browser may choose from: [{"type", "srcset"}], the best kind first."""
        in_order = sorted(self.sizes, key=lambda size: list(sizes.QUALITIES).index(size["kind"]))
        return [
            {"type": f"image/{kind}", "srcset": ", ".join(f"{self.storage.url(s['name'])} {s['width']}w" for s in some)}
            for kind, some in groupby(in_order, key=lambda size: size["kind"])
        ]

    def has_all_sizes(self):
        return bool(self.natural_width) and sizes.are_all(self.sizes, self.natural_width)

    def ask_for_sizes(self):
        """Let the worker make the sizes: in the transaction of the act, so that no picture is forgotten."""
        if self.field.sizes_field:
            picture = (self.instance._meta.label_lower, self.field.name, self.name)
            enqueue("stages.tasks.make_sizes", *picture, at=timezone.now() + SOON)

    def make_sizes(self):
        """Make all sizes, then show them. Until that last moment, and whatever happens before, the original is shown."""
        if self.has_all_sizes():
            return
        with self.storage.open(self.name) as file:
            image = sizes.opened(file)
        made = sizes.make(image, self.storage, self.name)
        if self._show(made, image):
            sizes.discard_all(self.storage, self.name, but=made)
        else:
            sizes.discard(made, self.storage)

    @transaction.atomic
    def _show(self, made, image):
        """Write down what is there now; returns False if the picture was replaced or removed, or another worker was
        quicker."""
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk, **{self.field.name: self.name})
        row = rows.select_for_update().first()
        if row is None or getattr(row, self.field.name).has_all_sizes():
            return False
        measures = {self.field.width_field: image.width, self.field.height_field: image.height}
        rows.update(**{name: value for name, value in measures.items() if name} | {self.field.sizes_field: made})
        return True

    def save(self, name, content, save=True):
        super().save(name, content, save)
        self.ask_for_sizes()

    def delete(self, save=True):
        """django-cleanup calls this for every picture that was replaced or removed."""
        name = self.name
        super().delete(save)
        if name:
            sizes.discard_all(self.storage, name)


class PictureField(models.ImageField):
    """An ImageField whose uploads are cleaned. `sizes_field` is the name of the SizesField that stands beside it,
    `alt_field` of the one that tells the picture in words."""

    attr_class = Picture

    def __init__(self, *args, sizes_field=None, alt_field=None, **options):
        self.sizes_field, self.alt_field = sizes_field, alt_field  # a migration needs neither
        super().__init__(*args, **options)

    def formfield(self, **options):
        return super().formfield(**{"form_class": PictureFormField} | options)

    def update_dimension_fields(self, instance, force=False, *args, **kwargs):
        """Django opens the file of each row that it loads without measures. A page does not fail for that."""
        try:
            super().update_dimension_fields(instance, force, *args, **kwargs)
        except Exception:
            if force:  # it is being put in: then it has to be there
                raise


class SizesField(models.JSONField):
    """Which sizes there are. Only the worker writes it: a form that was opened before the worker was done would
    overwrite what it did."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"default": list, "editable": False} | options)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    def pre_save(self, instance, add):
        return super().pre_save(instance, add) if add else models.F(self.attname)
