"""Pictures that come in: what is not really a picture, too large or a bomb is refused, and everything that a camera writes
beside the picture (place, time, device) is left behind."""

from functools import partial
from importlib import import_module
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

# Pillow is loaded with the first picture that comes in.
Image = SimpleLazyObject(partial(import_module, "PIL.Image"))
ImageCms = SimpleLazyObject(partial(import_module, "PIL.ImageCms"))
ImageOps = SimpleLazyObject(partial(import_module, "PIL.ImageOps"))
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


def _in_plain_colours(image):
    """Return the picture in 8 bits a channel and without palette: one that can be made smaller and matched smoothly."""
    if image.mode.startswith("I"):  # 16 bits of grey: `convert` alone would turn them white
        return image.point(lambda level: level / 256).convert("L")
    if "transparency" in image.info or image.mode in {"PA", "La", "RGBa"}:
        return image.convert("RGBA")
    return image.convert({"P": "RGB", "1": "L"}.get(image.mode, image.mode))


def _in_srgb(image, profile):
    """Return the picture as RGB or RGBA, in the colours that its profile means: without one, browsers take sRGB.
    A profile that cannot be read is as none."""
    see_through = "A" in image.getbands()
    seen = image.convert("L" if image.mode == "LA" else "RGB") if see_through else image
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        shown = ImageCms.profileToProfile(
            seen,
            meant,
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=flags,
        )
    except Exception:  # there is none, it is broken, or it is of other colours than the picture
        shown = seen.convert("RGB")
    if see_through:
        shown.putalpha(image.getchannel("A"))
    return shown


def cleaned(upload):
    """Return a new file that holds only the pixels of `upload` (of its first picture, if it moves): upright, in sRGB and
    at most MOST_SIDE wide or high, as WebP for what has transparency and JPEG for the rest. Raises ValidationError if it
    is no such picture; nothing is stored then."""
    image = _opened(upload)
    try:
        image.load()
        upright = _in_plain_colours(ImageOps.exif_transpose(image))
        upright.thumbnail((MOST_SIDE, MOST_SIDE))
        pixels = _in_srgb(upright, image.info.get("icc_profile"))
        bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    except Exception as error:  # truncated or hostile data shows only when decoded
        raise ValidationError(
            _("This picture is damaged and cannot be read to its end. Please choose another.")
        ) from error
    out = BytesIO()
    see_through = bare.mode == "RGBA"
    if see_through:
        bare.save(out, "WEBP", quality=90)
    else:
        bare.save(out, "JPEG", quality=90, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name=f"{uuid4().hex}.{'webp' if see_through else 'jpg'}")
