"""What a page or post that came in is called here, and where it stands."""

import itertools
from urllib.parse import unquote

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.importing import html
from exchange.importing.report import word
from stages import text

TITLE, SLUG = 119, 80  # characters; an excerpt adds one for its …
KNOWN_OTHERS = {
    "feedback": gettext_lazy("letters of a contact form: keep the export for these"),
    "flamingo_inbound": gettext_lazy("letters of a contact form: keep the export for these"),
    "attachment": gettext_lazy("files of the media library: those that a page shows come with it"),
}


def why_not(post):
    if post.kind not in {"page", "post"}:
        return _("WordPress's own: %(kind)s") % {"kind": KNOWN_OTHERS.get(post.kind, post.kind)}
    return _("page or post: %(status)s") % {"status": word(post.status)}


def is_open(post):
    """Whether everybody could read it there."""
    return post.status == "publish" and not post.has_password


def title_of(post):
    return html.plain_words(post.title) or post.slug or _("number %(number)s") % {"number": post.id}


def title_and_rest(words):
    """Return (a title that fits, the whole one for the text if it did not)."""
    title = text.excerpt(words, TITLE) or _("Without a title")
    return title, words if len(words) > TITLE else ""


def unquoted(slug):
    """WordPress keeps addresses in other scripts percent-encoded."""
    return slugify(unquote(slug))


def free_slug(model, words, otherwise, taken):
    """An address that no other row has: distance, distance-2, distance-3."""
    base = slugify(words)[: SLUG - 5].strip("-_") or otherwise
    taken = taken | set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
