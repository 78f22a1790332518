"""All that search engines may list, and nothing else, with the times at which it really changed."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from comments.models import Thread
from letters.models import Letter
from stages.models import Guide, Page, Resource, Stage
from stages.structured_data import absolute

A_FILE = 5_000  # addresses; the protocol allows 50,000 in all sections together


class Section(Sitemap):
    """One kind of pages, at the public address of the site whatever name it was asked by."""

    protocol = settings.SITE_URL.scheme
    limit = A_FILE

    @cached_property
    def paginator(self):
        return Paginator(self.items(), self.limit)

    def get_domain(self, site=None):
        return settings.SITE_URL.netloc

    def lastmod(self, item):
        return item.changed_at()


class Home(Section):
    """The home page: it changes with its guide, its stages, and what was lately answered."""

    def items(self):
        return [Guide.objects.primary()]

    def location(self, guide):
        return reverse("home")

    def lastmod(self, guide):
        if guide is None:
            return None
        stages = [stage.changed_at() for stage in guide.stages.published()]
        answered = Thread.objects.public().aggregate(last=Max("last_answered_at"))["last"]
        return max([guide.changed_at(), *stages, *([answered] if answered else [])])


class Guides(Section):
    def items(self):
        return Guide.objects.besides_primary().oldest_first()

    def location(self, guide):
        return reverse("guide", args=[guide.slug])


class Stages(Section):
    def items(self):
        return Stage.objects.published().oldest_first()


class Library(Section):
    def items(self):
        return Resource.objects.with_page().oldest_first()

    def location(self, resource):
        return reverse("resource", args=[resource.slug])


class Questions(Section):
    def items(self):
        return Thread.objects.listed().with_last_change().order_by("pk")

    def lastmod(self, thread):
        return max(filter(None, [thread.asked_at, thread.published_last, thread.edited_last]))


class Letters(Section):
    def items(self):
        return Letter.objects.sent()

    def lastmod(self, letter):
        return max(letter.sent_at, letter.updated_at)


class OwnPages(Section):
    """The coach's own pages. One that she has not touched has no time of its own."""

    def items(self):
        hers = dict(Page.objects.values_list("slug", "updated_at"))
        return [(slug, hers.get(slug)) for slug in Page.Slug.values]

    def location(self, item):
        return reverse(item[0])

    def lastmod(self, item):
        return item[1]


SECTIONS = {
    "home": Home,
    "guides": Guides,
    "stages": Stages,
    "library": Library,
    "questions": Questions,
    "letters": Letters,
    "pages": OwnPages,
}


@require_safe
@cache_control(no_cache=True)  # what is taken away is gone at once
def sitemap(request):
    """All in one file; when that is too much, the list of the files."""
    sections = {name: make() for name, make in SECTIONS.items()}
    pages = {name: section.paginator.num_pages for name, section in sections.items()}
    if max(pages.values()) == 1:
        return views.sitemap(request, sections)
    files = [
        {"location": f"{absolute(reverse('sitemap_section', args=[name]))}?p={number}"}
        for name, count in pages.items()
        for number in range(1, count + 1)
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@require_safe
@cache_control(no_cache=True)
def section(request, section):
    """One kind of pages."""
    return views.sitemap(request, SECTIONS, section)
