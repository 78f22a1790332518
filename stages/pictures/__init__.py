"""Pictures: what comes in is cleaned (`cleaning`), the worker makes what readers get (`sizes`), a field holds both."""

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
