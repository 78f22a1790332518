"""Pictures: what comes in is cleaned (`cleaning`), the worker makes what readers get (`sizes`), a field holds both.

A picture is one cleaned file beside its row. What readers get of it is listed in the row as the worker's last step, so a
page shows what is listed, or else the file itself, always by one part: `stages/_picture.html`."""

from stages.pictures.cleaning import MOST_BYTES, MOST_SIDE, cleaned
from stages.pictures.fields import PictureField, PictureFormField, SizesField
from stages.pictures.missing import ask_for_missing

__all__ = [
    "MOST_BYTES",
    "MOST_SIDE",
    "PictureField",
    "PictureFormField",
    "SizesField",
    "ask_for_missing",
    "cleaned",
]
