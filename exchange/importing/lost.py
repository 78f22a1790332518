"""What a page or post had on the old site that there is no place for here: counted, so that nobody misses it later."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.importing.plan import OWN, STAGE
from exchange.importing.report import word

NOTHING = {"", "0"}
DOMAINS = {"post_tag": gettext_lazy("tag"), "category": gettext_lazy("category")}


def lost_of(post, becomes):
    """Yield a few words for each thing that stays behind."""
    if post.kind == "page" and post.order not in NOTHING:
        yield _("order of a page among the others: put them in order at the desk")
    if post.kind == "page" and post.parent not in NOTHING:
        yield _("that a page stood below another")
    if post.excerpt and becomes in {STAGE, *OWN}:
        yield _("excerpt of what becomes “%(becomes)s”") % {"becomes": word(becomes)}


def terms_of(post):
    """Yield its categories and tags: `tag: night`."""
    for domain, name in post.terms:
        yield f"{DOMAINS.get(domain, domain)}: {name}"
