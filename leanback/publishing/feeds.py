"""Atom feeds (RFC 4287): what everybody may read and search engines may list. What is taken away is gone at once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from comments.models import Comment, Thread
from letters.models import Letter
from stages.addresses import LastingRedirect, moved
from stages.models import Identity, Stage
from stages.structured_data import absolute
from stages.text import html_elsewhere

NEWEST = 30
NAMED = 2026  # the year in which names of feeds and entries begin to hold
# Signs that XML has no place for (XML 1.0, 2.2): one of them makes a whole feed unreadable.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name, pk):
    """Return a name that lasts (RFC 4151), whatever becomes of titles and addresses."""
    return f"tag:{settings.SITE_URL.hostname},{NAMED}:{name}/{pk}"


class Atom(Atom1Feed):
    """Atom with the whole text of an entry."""

    def add_root_elements(self, handler):
        self.feed = _readable(self.feed)
        super().add_root_elements(handler)

    def add_item_elements(self, handler, item):
        item = _readable(item)
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self):
        """A feed without entries has not changed since its name was made, whenever it is asked for."""
        return super().latest_post_date() if self.items else datetime(NAMED, 1, 1, tzinfo=UTC)


def _readable(parts):
    return {name: NOT_XML.sub("", value) if isinstance(value, str) else value for name, value in parts.items()}


@dataclass(frozen=True)
class Subject:
    """Whose site a feed is of, and of which stage, if of one."""

    identity: Identity
    stage: Stage | None = None


class SiteFeed(Feed):
    """What all feeds of the site have in common."""

    feed_type = Atom
    item_description = None

    def get_object(self, request):
        return Subject(Identity.objects.current())

    def get_feed(self, subject, request):
        """It is in the language of the coach, whoever asks: readers of feeds keep one copy for all."""
        with override(subject.identity.language):
            return super().get_feed(subject, request)

    def author_name(self, subject):
        return subject.identity.coach_name or subject.identity.title

    def author_link(self, subject):
        return absolute(reverse("about"))

    def link(self, subject):
        return absolute(reverse("home"))

    def feed_url(self, subject):
        return absolute(reverse(self.name))

    def feed_guid(self, subject):
        return tag("feed", self.name)

    def item_link(self, item):
        return absolute(item.get_absolute_url())

    def item_extra_kwargs(self, item):
        return {"content": html_elsewhere(self.item_html(item), absolute("/"))}


class StagesFeed(SiteFeed):
    """Stages, the newest first."""

    name = "stages_feed"

    def title(self, subject):
        return _("%(site)s: stages") % {"site": subject.identity.title}

    def items(self, subject):
        return Stage.objects.published().newest_first()[:NEWEST]

    def item_title(self, stage):
        return stage.title

    def item_guid(self, stage):
        return tag("stage", stage.pk)

    def item_html(self, stage):
        return stage.situation_html

    def item_pubdate(self, stage):
        return stage.published_at

    def item_updateddate(self, stage):
        return stage.changed_at()


class AnswersFeed(SiteFeed):
    """The coach's answers, the newest first."""

    name = "answers_feed"

    def title(self, subject):
        return _("%(site)s: answers") % {"site": subject.identity.title}

    def threads(self, subject):
        return Thread.objects.listed()

    def items(self, subject):
        return Comment.objects.answers_in(self.threads(subject)).select_related("author", "thread")[:NEWEST]

    def item_title(self, answer):
        return answer.thread.title

    def item_guid(self, answer):
        return tag("comment", answer.pk)

    def item_html(self, answer):
        return answer.html

    def item_author_name(self, answer):
        return answer.signed or None

    def item_pubdate(self, answer):
        return answer.published_at

    def item_updateddate(self, answer):
        return max(filter(None, [answer.published_at, answer.edited_at]))


class StageAnswersFeed(AnswersFeed):
    """The coach's answers under one stage. Readers of feeds find one that was renamed."""

    def __call__(self, request, slug):
        stages = Stage.objects.published()
        if stages.at(slug) is None:
            return LastingRedirect(request, reverse("stage_answers_feed", args=[moved(stages, slug).slug]))
        return super().__call__(request, slug=slug)

    def get_object(self, request, slug):
        return Subject(Identity.objects.current(), Stage.objects.published().at(slug))

    def title(self, subject):
        return _("%(site)s: answers about “%(stage)s”") % {
            "site": subject.identity.title,
            "stage": subject.stage.title,
        }

    def threads(self, subject):
        return subject.stage.threads.listed()

    def link(self, subject):
        return absolute(subject.stage.get_absolute_url())

    def feed_url(self, subject):
        return absolute(reverse("stage_answers_feed", args=[subject.stage.slug]))

    def feed_guid(self, subject):
        return tag("feed/stage", subject.stage.pk)


class LettersFeed(SiteFeed):
    """The coach's letters, the newest first."""

    name = "letters_feed"

    def title(self, subject):
        return _("%(site)s: letters") % {"site": subject.identity.title}

    def link(self, subject):
        return absolute(reverse("letters"))

    def items(self, subject):
        return Letter.objects.sent()[:NEWEST]

    def item_title(self, letter):
        return letter.title

    def item_guid(self, letter):
        return tag("letter", letter.pk)

    def item_html(self, letter):
        return letter.body_html

    def item_pubdate(self, letter):
        return letter.sent_at

    def item_updateddate(self, letter):
        return max(letter.sent_at, letter.updated_at)


def fresh(feed):
    """Serve a feed, and have it asked for anew each time."""
    return cache_control(no_cache=True)(require_safe(feed))


stages, answers, stage_answers = fresh(StagesFeed()), fresh(AnswersFeed()), fresh(StageAnswersFeed())
letters = fresh(LettersFeed())
