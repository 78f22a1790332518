"""What readers get of a picture: small files in the formats of our day. Only the worker makes them."""

import mimetypes
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from io import BytesIO
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils.functional import SimpleLazyObject

from stages.pictures.cleaning import FORMATS

Image = SimpleLazyObject(partial(import_module, "PIL.Image"))  # loaded when there is a picture to be made

WIDTHS = (400, 800, 1200, 1600)  # the widest place has 48rem: 768 CSS pixels, 1536 on a screen of double density
QUALITIES = {"avif": {"quality": 55}, "webp": {"quality": 80, "method": 6}}  # the first that a browser knows is taken

mimetypes.add_type("image/avif", ".avif")  # not every system knows it: media are served, and put into buckets, by name


@cache
def kinds():
    """Return what pictures are made as: some builds of Pillow have no AVIF."""
    features = import_module("PIL.features")
    return [kind for kind in QUALITIES if features.check(kind)]


def widths_of(width):
    """The widths in which a picture of `width` is made. It is never made larger than it is."""
    return sorted({min(width, step) for step in WIDTHS})


def folder_of(name):
    """Where the sizes of the picture `name` are: stages/ab12.jpg -> stages/ab12."""
    return str(PurePosixPath(name).with_suffix(""))


def opened(file):
    """Return a picture of ours, decoded, as RGB or RGBA."""
    image = Image.open(file, formats=FORMATS)
    return image.convert("RGBA" if "A" in image.getbands() else "RGB")


def make(image, storage, name):
    """Make all sizes of the picture `name` and return them: [{"name", "width", "kind"}]. Each making has names of its own,
    so two at once never meet. When one fails, none is left."""
    made, making = [], f"{folder_of(name)}/{uuid4().hex[:8]}"
    try:
        for width in widths_of(image.width):
            smaller = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
            for kind in kinds():
                out = BytesIO()
                smaller.save(out, kind.upper(), **QUALITIES[kind])
                size = {"name": f"{making}-{width}.{kind}", "width": width, "kind": kind}
                made.append(size)
                size["name"] = storage.save(size["name"], ContentFile(out.getvalue()))
    except BaseException:  # also when the worker is told to stop
        discard(made, storage)
        raise
    return made


def discard(sizes, storage):
    for size in sizes:
        with suppress(Exception):  # one that cannot be deleted is not shown either
            storage.delete(size["name"])


def discard_all(storage, name, but=()):
    """Delete every size of the picture `name`, from whatever making, but those in `but`."""
    folder, kept = folder_of(name), {size["name"] for size in but}
    with suppress(FileNotFoundError):  # none was made
        for file in storage.listdir(folder)[1]:
            if (path := f"{folder}/{file}") not in kept:
                storage.delete(path)
        if not kept:
            storage.delete(folder)  # in a bucket there are no folders: nothing happens


def are_all(sizes, width):
    """Whether nothing of what this version makes of a picture of `width` is missing."""
    return {(size["kind"], size["width"]) for size in sizes} >= {
        (kind, step) for kind in kinds() for step in widths_of(width)
    }
