"""Pen names that are made up for whoever has none yet: two pleasant words of her language, which nobody goes by. Hers to
change now or at any later time."""

import secrets

from django.utils.translation import get_language

from accounts.models import User

TRIES = 12  # pairs that are looked up; where all are taken, a number goes with one
MOST = 9999

ENGLISH = (
    "Quiet Gentle Silver Morning Evening Amber Little Early Patient Kind Blue Golden Soft Warm Clear Open Slow Steady "
    "Bright Hidden Northern Southern Winter Summer Autumn Distant Wild Tender Hopeful Curious",
    "Lamp River Garden Window Harbour Meadow Lantern Willow Sparrow Candle Orchard Pebble Feather Kettle Teacup Island "
    "Bridge Letter Umbrella Blanket Valley Compass Linden Robin Lighthouse Fern Cloud Robe Path Swallow",
)
# A noun with its gender, and what is said of it in both.
SPANISH = (
    "Lámpara/a Jardín/o Ventana/a Faro/o Sauce/o Vela/a Huerto/o Pluma/a Isla/a Puente/o Carta/a Valle/o Brújula/a "
    "Gorrión/o Helecho/o Nube/a Sendero/o Golondrina/a Río/o Luna/a Almohada/a Taza/a Prado/o Farol/o",
    "seren+ pequeñ+ tranquil+ dorad+ templad+ pacient+e clar+ abiert+ lent+ discret+ lejan+ curios+ tibi+ sincer+ callad+",
)


def _english():
    first, second = map(str.split, ENGLISH)
    return f"{secrets.choice(first)} {secrets.choice(second)}"


def _spanish():
    nouns, adjectives = map(str.split, SPANISH)
    noun, _slash, ending = secrets.choice(nouns).partition("/")
    stem, _plus, always = secrets.choice(adjectives).partition("+")
    return f"{noun} {stem}{always or ending}"


MADE_IN = {"en": _english, "es": _spanish}


def offer():
    """Return a pen name that is free at this moment, in the language of the page."""
    make = MADE_IN.get((get_language() or "")[:2], _english)
    for _try in range(TRIES):
        name = make()
        if User.objects.is_free(name):
            return name
    return f"{make()} {secrets.randbelow(MOST) + 2}"
