"""Where things stood on the old site, and links among its words that lead there."""

import re
from urllib.parse import parse_qs, unquote

from exchange.importing.addresses import urlsplit
from exchange.importing.staging import bare

LONGEST = 200  # characters of OldPlace.path


def normal(path, query=""):
    """Return an address below the old site as it is looked for: `/a-letter`, `?p=10`, `/?feed=rss2` as `?feed`."""
    asked = parse_qs(query)
    for name in ("p", "page_id", "attachment_id"):
        if name in asked:
            return f"?{name}={asked[name][0]}"[:LONGEST].lower()
    if "feed" in asked and path.strip("/") == "":
        return "?feed"
    path = re.sub(r"/(?:comment-page-\d+|page/\d+|amp)?/?$", "", unquote(path))
    return path[:LONGEST].lower()


def of_post(post):
    """Return every address that a post had: by its link, its slug, its number, and its date."""
    places = {normal(urlsplit(post.link).path, urlsplit(post.link).query)} if post.link else set()
    if post.slug:
        slug = unquote(post.slug).lower()
        places.add(f"/{slug}")
        if post.at and post.kind == "post":
            places |= {f"/{post.at:%Y/%m}/{slug}", f"/{post.at:%Y/%m/%d}/{slug}"}
    if post.id.isdigit():
        places |= {f"?p={post.id}", f"?page_id={post.id}"}
    return {place for place in places if place and place != "/"}


class Links:
    """Leads links among imported words to where things are now."""

    def __init__(self, address):
        host = re.escape(bare(address))
        self.pattern = re.compile(rf"https?://(?:www\.)?{host}(?P<rest>(?:/|\?)[^\s()<>\[\]\"']*)?", re.IGNORECASE)
        self.known = {}

    def add(self, post, address):
        for place in of_post(post):
            self.known.setdefault(place, address)

    def rewritten(self, source):
        """Return text with its links to the old site's pages as addresses here; what did not come keeps its own. Words that
        are only an address stay an address of this site, so that they are still a link."""

        def here(found):
            parts = urlsplit(found["rest"] or "")
            to = self.known.get(normal(parts.path, parts.query))
            is_in_link = (
                source[found.start() - 2 : found.start()] in {"](", "(<"}
                or source[found.start() - 1 : found.start()] == "<"
            )
            if not to or not is_in_link:
                return found[0]
            return f"{to}#{parts.fragment}" if parts.fragment and not parts.fragment.startswith("comment-") else to

        return self.pattern.sub(here, source) if "://" in source else source
