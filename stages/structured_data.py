"""What pages say of themselves to search engines, in the words of schema.org. Only what stands on the page is told.

A public page fills the block `publishing` of `base.html` by one part, `templates/_publishing.html`. A page that does not
(accounts, drafts, a question that is not listed) tells nothing of itself; `Thread.objects.listed()` is all that sitemap and
feeds may tell of."""

from django.conf import settings
from django.urls import reverse


def absolute(path):
    """Return the whole address of a path on this site."""
    return settings.SITE_URL.geturl() + path


def moment(at):
    """Return a time as schema.org and HTML take it: no fractions of a second."""
    return at.isoformat(timespec="seconds")


def graph(*things):
    """Return several things as one piece of JSON-LD."""
    return {"@context": "https://schema.org", "@graph": list(things)}


def described(words):
    """Return the description of a thing, if there are any words for it."""
    return {"description": words} if words else {}


def breadcrumbs(*steps):
    """Return the way to a page from the home page, of (name, path)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def publisher(identity):
    return {"@type": "Organization", "name": identity.title, "url": absolute("/")}


def coach(identity):
    """Return who writes the guides: the coach by her name, or the site as long as she has not given one."""
    if not identity.coach_name:
        return publisher(identity)
    return {"@type": "Person", "name": identity.coach_name, "url": absolute(reverse("about"))}


def site(identity):
    """Return the site itself, for its home page."""
    here = {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "name": identity.title,
        "url": absolute("/"),
        "inLanguage": identity.language,
        "publisher": publisher(identity),
    }
    return graph(here | described(identity.tagline))


def stage(stage, identity):
    """Return a stage as an article, and the way to it. Its guide has to be at hand."""
    address = absolute(stage.get_absolute_url())
    article = {
        "@type": "Article",
        "@id": f"{address}#article",
        "headline": stage.title,
        "url": address,
        "mainEntityOfPage": address,
        "image": [absolute(stage.share_picture())],
        "datePublished": moment(stage.published_at),
        "dateModified": moment(stage.changed_at()),
        "author": coach(identity),
        "publisher": publisher(identity),
        "inLanguage": identity.language,
    }
    return graph(article | described(stage.description()), breadcrumbs(*way_to(stage, identity)))


def way_to(stage, identity):
    """Return the steps from the home page to a stage."""
    home, here = (identity.title, reverse("home")), (stage.title, stage.get_absolute_url())
    guide = stage.guide
    return [home, here] if guide.is_primary else [home, (guide.title, guide.get_absolute_url()), here]
