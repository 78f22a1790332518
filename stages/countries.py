"""Where a reader may be: what her browser says beside her languages ("es-MX" is Mexico). Good enough to choose what
stands first, and for nothing else."""

import re

REGION = re.compile(r"\b[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b", re.IGNORECASE)
LONGEST = 200  # signs of the header that are looked at
LAND_OF = {"de": "DE", "fr": "FR"}  # where a language alone says enough: most who read it live there


def countries_of(request):
    """Return the countries that a browser names, as two large letters, the likeliest first."""
    asked = request.headers.get("Accept-Language", "")[:LONGEST]
    named = [region.upper() for region in REGION.findall(asked)]
    return named or [land for tag, land in LAND_OF.items() if asked.lower().startswith(tag)]
