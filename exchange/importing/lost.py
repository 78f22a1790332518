"""What a page or post had on the old site that there is no place for here: counted, so that nobody misses it later."""

from exchange.importing.plan import OWN, STAGE

NOTHING = {"", "0"}
DOMAINS = {"post_tag": "tag"}


def lost_of(post, becomes):
    """Yield a few words for each thing that stays behind."""
    for domain, name in post.terms:
        yield f"{DOMAINS.get(domain, domain)}: {name}"
    if post.kind == "page" and post.order not in NOTHING:
        yield "order of a page among the others: put them in order at the desk"
    if post.kind == "page" and post.parent not in NOTHING:
        yield "that a page stood below another"
    if post.excerpt and becomes in {STAGE, *OWN}:
        yield f"excerpt of what becomes {becomes}"
