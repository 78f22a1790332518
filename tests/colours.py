"""The colours of tokens.css and how well they are told apart (WCAG 2.2, "relative luminance" and "contrast ratio")."""

import re
from pathlib import Path

CSS = Path(__file__).parents[1] / "static" / "css"


def tokens(scheme):
    """Return the colours of a theme, "light" or "dark", by name."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", (CSS / "tokens.css").read_text())
    return {name: light if scheme == "light" else dark for name, light, dark in pairs}


def parts(colour):
    """Return red, green, blue and how opaque it is, each 0 to 1, of "#rrggbb" or "#rrggbbaa"."""
    return [int(colour[at : at + 2], 16) / 255 for at in range(1, len(colour), 2)] + [1] * (len(colour) == 7)


def mixed(one, other, part):
    """Return the colour of so much (0 to 1) of one and the rest of the other."""
    mix = (round(255 * (a * part + b * (1 - part))) for a, b in zip(parts(one)[:3], parts(other)[:3], strict=True))
    return "#" + "".join(f"{value:02x}" for value in mix)


def over(thin, ground):
    """Return what is seen where a colour that is not opaque lies on another."""
    return mixed(thin, ground, parts(thin)[3])


def luminance(colour):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour)[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return how well two colours are told apart, from 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)
