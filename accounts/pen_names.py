"""What may be a pen name or a signature: nobody can look like the coach, like the site, or like another reader."""

import re
import unicodedata
from itertools import groupby

from confusable_homoglyphs.categories import alias
from confusable_homoglyphs.confusables import confusables_data
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import above

LONGEST = 40
TAKEN = _("This name is taken, or looks too much like one that is. Please choose another.")
# Letters and marks of any script, digits, and the signs that stand in names; nothing that cannot be seen.
SIGNS = frozenset(" .,'’-&")
BLANK = frozenset("\u115f\u1160\u3164\uffa0")  # Hangul fillers: letters to Unicode, nothing to the eye
PILED_MARKS = re.compile("[\u0300-\u036f]{3}")  # no language piles three accents on a letter
# Alphabets whose letters are mistaken for each other; Japanese and Korean mix theirs by nature.
ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
# Words that speak for the site, as whole words, and what stands next to a name to make it official.
OFFICES = {"coach", "moderator", "admin", "administrator", "staff", "support", "team", "leanback", "official"}
OFFICES |= {"moderadora", "moderador", "administradora", "administrador", "equipo", "soporte", "oficial"}
OFFICES |= {"moderators", "moderation", "admins", "administration", "webmaster", "sysadmin", "postmaster", "helpdesk"}
OFFICES |= {"moderadores", "moderación", "administradores", "administración"}
# Words that mean the software, or whoever is behind it, where nothing else is said: "System", "the site", "System message",
# but not "My nervous system". "A reader" stands over words whose author has left.
SOFTWARE = {
    "system",
    "software",
    "bot",
    "robot",
    "server",
    "website",
    "site",
    "mod",
    "mods",
    "host",
    "owner",
    "founder",
}
SOFTWARE |= {"editor", "help", "desk", "service", "security", "notification", "notifications", "message", "notice"}
SOFTWARE |= {"automatic", "noreply", "root", "reader", "deleted", "removed", "withdrawn"}
SOFTWARE |= {"sistema", "programa", "servidor", "web", "sitio", "dueña", "dueño", "propietaria", "propietario"}
SOFTWARE |= {"fundadora", "fundador", "editora", "ayuda", "servicio", "seguridad", "notificación", "notificaciones"}
SOFTWARE |= {"mensaje", "aviso", "automático", "lectora", "lector", "borrado", "eliminado", "retirado"}
LITTLE = {
    "the",
    "a",
    "an",
    "of",
    "your",
    "our",
    "no",
    "reply",
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "de",
    "del",
    "tu",
}
# What is set beside a name to say that it is the one and only.
ASSURED = {"tm", "sm", "real", "the real", "verified", "herself", "here", "this is", "it is", "i am", "its", "im"}
ASSURED |= {"verificada", "la verdadera", "la auténtica", "misma", "soy", "soy yo", "aquí"}
# Pairs that look like one letter in most typefaces.
PAIRS = (("rn", "m"), ("vv", "w"))
# After folding case, these look alike in at least one common typeface (a capital I, a small L, a one; a nought and an O).
TWINS = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o", "5": "s", "ı": "l", "ł": "l"})


def _prototype(letter):
    """Return the ASCII letter that `letter` can be mistaken for (Unicode's confusables, UTS #39), or the letter itself."""
    if letter.isascii():
        return letter
    looks_like = [twin["c"] for twin in confusables_data.get(letter, ())]
    return next((twin.lower() for twin in looks_like if twin.isascii() and twin.isalnum()), letter)


def key(name):
    """Return what two names share if one can be mistaken for the other: case, spaces, signs, accents and look-alike
    letters are folded away. Two names with one key are one name to a hurried reader."""
    prototypes = "".join(_prototype(letter) for letter in unicodedata.normalize("NFKC", name))
    bare = (letter for letter in unicodedata.normalize("NFKD", prototypes.casefold()) if _counts(letter))
    folded = "".join(_prototype(letter) for letter in bare).casefold().translate(TWINS)
    for pair, letter in PAIRS:
        folded = folded.replace(pair, letter)
    return folded


def _counts(sign):
    """Letters, digits and the vowel signs of Indic and Thai scripts tell names apart; accents and signs do not."""
    is_vowel_sign = unicodedata.category(sign)[0] == "M" and not "\u0300" <= sign <= "\u036f"
    return sign.isalnum() or is_vowel_sign


def _can_be_seen(sign):
    return sign in SIGNS or (unicodedata.category(sign)[0] in "LMN" and sign not in BLANK)


def _mixes_alphabets(name):
    return len({alias(letter) for letter in name if letter.isalpha()} & ALIKE) > 1


def _is_picture(sign):
    return unicodedata.category(sign) == "So"


def tidy(name):
    """Return the name as it will be shown: composed letters, single spaces. Signs that are pictures of letters stay what
    they are (Unicode would make "Mara™" a MaraTM), and are refused by the shape."""
    parts = (
        "".join(signs) if picture else unicodedata.normalize("NFKC", "".join(signs))
        for picture, signs in groupby(name, _is_picture)
    )
    return " ".join("".join(parts).split())


def speaks_for_the_site(name):
    """Is this the coach's name, an office, or one with the other?"""
    identity = above.identity()
    ours = {key(own) for own in (identity.coach_name, identity.title) if own}
    offices = {key(office) for office in OFFICES}
    words = {key(word) for word in re.split(r"[\s.,'’\-&]+", name)}
    official = ours | offices | {key("the") + office for office in offices}
    beside = official | {key(assured) for assured in ASSURED}
    joined = {own + other for own in ours for other in beside} | {other + own for own in ours for other in beside}
    return bool(words & offices) or key(name) in official | joined or _means_the_software(name, words)


def _means_the_software(name, words):
    software = {key(word) for word in SOFTWARE}
    return key(name) in software or bool(words & software and words <= software | {key(word) for word in LITTLE})


def validate_shape(name):
    """Raise ValidationError, in words for the person who chose it, if `name` cannot be shown as somebody's name."""
    if len(name) > LONGEST:
        raise ValidationError(_("Please choose a name of at most %(most)d characters."), params={"most": LONGEST})
    if not all(map(_can_be_seen, name)) or PILED_MARKS.search(name) or not name[:1].isalnum() or len(key(name)) < 2:
        raise ValidationError(
            _(
                "Please use letters, digits, spaces and . , ' - & only, beginning with a letter or digit, and at least two of them."
            )
        )
    if _mixes_alphabets(name):
        raise ValidationError(
            _("This name mixes letters of different alphabets that look alike. Please use one alphabet.")
        )


def validate(name):
    """Raise ValidationError if a reader may not be called so: by its shape, or because it would speak for the site."""
    validate_shape(name)
    if speaks_for_the_site(name):
        raise ValidationError(_("This name could be mistaken for the coach or for the site. Please choose another."))
