"""Pictures that come in: what is not really a picture, too large or a bomb is refused, and everything that a camera writes
beside the picture (place, time, device) is left behind."""

from io import BytesIO
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import FileExtensionValidator
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")  # each decoder that is not needed is one that cannot be attacked
MOST_BYTES = 15_000_000  # a 50-megapixel phone's JPEG has 12 to 14 MB
MOST_PIXELS = 50_000_000  # decoded, four bytes each: 200 MB; Pillow itself only warns at 89 million
MOST_SIDE = 3200  # what is kept: twice the width of the widest place a picture has


def _opened(upload):
    """Return the upload as a Pillow image, not decoded yet. Raises ValidationError in words for the coach."""
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("This file has %(size)s. Pictures may have %(most)s at most."),
            params={"size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)},
        )
    try:
        image = Image.open(upload, formats=FORMATS)
    except Exception as error:  # Pillow raises many kinds for broken files
        raise ValidationError(
            _("This is not a picture that can be shown. Please choose a JPEG, PNG or WebP file.")
        ) from error
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(
            _("This picture is %(width)d by %(height)d pixels, which is too large. Please make it smaller first."),
            params={"width": image.width, "height": image.height},
        )
    return image


def cleaned(upload):
    """Return a new file that holds only the pixels of `upload`, upright and at most MOST_SIDE wide or high, as WebP for
    what has transparency and JPEG for the rest. Raises ValidationError if it is no such picture; nothing is stored then."""
    image = _opened(upload)
    try:
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((MOST_SIDE, MOST_SIDE))
        see_through = "A" in upright.getbands() or "transparency" in upright.info
        if upright.mode.startswith("I"):  # 16 bits of grey: `convert` alone would turn them white
            upright = upright.point(lambda level: level / 256).convert("L")
        pixels = upright.convert("RGBA" if see_through else "RGB")
        bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    except Exception as error:  # truncated or hostile data shows only when decoded
        raise ValidationError(
            _("This picture is damaged and cannot be read to its end. Please choose another.")
        ) from error
    out = BytesIO()
    if see_through:
        bare.save(out, "WEBP", quality=90)
    else:
        bare.save(out, "JPEG", quality=90, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name=f"{uuid4().hex}.{'webp' if see_through else 'jpg'}")


class PictureFormField(forms.FileField):
    """Takes an upload and gives back a cleaned picture."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_validators = [FileExtensionValidator(["jpg", "jpeg", "png", "webp"])]

    def __init__(self, *, max_length=None, **options):
        super().__init__(**options)  # the file gets a name of ours, however long the one it came with

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        is_new = upload and upload is not initial and hasattr(upload, "read") and data
        return cleaned(upload) if is_new else upload


class PictureField(models.ImageField):
    """An ImageField whose uploads are cleaned."""

    def formfield(self, **options):
        return super().formfield(**{"form_class": PictureFormField} | options)
