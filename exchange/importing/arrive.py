"""Records of a WordPress export -> guides, stages and threads: once, however often the file comes."""

import itertools
from urllib.parse import unquote

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from exchange.importing.conversations import origin
from exchange.importing.html import page_blocks, plain_words
from exchange.importing.outline import outline, stage_outline
from exchange.importing.report import Report
from exchange.importing.threads import Threads
from exchange.importing.wishes import LEVELS, PAGES
from exchange.importing.wordpress import Rejected, read
from stages import text
from stages.models import Guidance, Guide, Stage

TITLE, SLUG = 119, 80  # characters; an excerpt adds one for its …


def bring(path, wishes):
    """Bring in the export at `path` and return the Report. Raises Rejected; call it in a transaction."""
    records = read(path)
    arrival = Arrival(next(records), wishes)
    for post in records:
        arrival.take(post)
    return arrival.finished(path)


class Arrival:
    """One import: what is known of the old site, and what has come in so far."""

    def __init__(self, channel, wishes):
        self.channel, self.wishes = channel, wishes
        self.report = Report()
        self.now = timezone.now()
        self.threads = Threads(channel, wishes, self.report, self.now)
        self.has_home_page = False

    def take(self, post):
        """Bring in a page or post with its comments; everything else of WordPress's is counted and left."""
        if reason := _why_not(post):
            self.report.left_out[reason] += 1
            self.report.left_out["comment: of one of these"] += len(post.comments)
            return
        is_known, stages = self.stages_there(post)
        stages = stages if is_known else self.stages_made(post)
        if stages or is_known:
            self.threads.take(post, stages)

    def finished(self, path):
        """Return the report. An import that found nothing says so instead."""
        if not (self.report.stages or self.report.known):
            has_pages = bool(self.report.without_stages)
            reason = (
                "no page in it has headings for stages (see --stage-from)" if has_pages else "it has no pages or posts"
            )
            raise Rejected(f"Nothing could be brought in from {path}: {reason}.")
        return self.report

    def origin(self, *parts):
        return origin(self.channel.address, *parts)

    # Guides and stages

    def stages_there(self, post):
        """Return (whether this post came in before, its stages as they are now)."""
        guide = Guide.objects.filter(origin=self.origin("post", post.id)).first()
        page = Stage.objects.filter(origin=self.origin("post", post.id, "page")).first()
        if guide or page:
            self.report.known.append(str(guide or page))
        return bool(guide or page), list(guide.stages.order_by("position")) if guide else [page] if page else []

    def stages_made(self, post):
        blocks = page_blocks(post.content)
        return self.page_made(post, blocks) if self.wishes.stage_from == PAGES else self.guide_made(post, blocks)

    def guide_made(self, post, blocks):
        """Make a guide and its stages of a page; [] if the page has no headings for stages."""
        parts = outline(blocks, LEVELS.get(self.wishes.stage_from))
        if not parts.stages:
            self.report.without_stages.append(f"{_title(post)} (with {len(post.comments)} comments)")
            return []
        title, whole = _title_and_rest(plain_words(post.title) or post.slug)
        guide = self.add_guide(title, post.slug, self.origin("post", post.id), self.published_at(post))
        guide.what_it_is, guide.how_it_helps = "\n\n".join(filter(None, [whole, parts.what_it_is])), parts.how_it_helps
        guide.save()
        self.show_on_home_page(guide)
        self.report.pictures += [f"{alt or '(no words)'} – in {guide}" for alt in parts.pictures]
        self.report.stages.append(f"Guide: {guide}")
        origins = (self.origin("post", post.id, "stage", str(at)) for at in itertools.count(1))
        return [
            self.add_stage(guide, each, origin=place, published_at=guide.published_at)
            for each, place in zip(parts.stages, origins, strict=False)
        ]

    def page_made(self, post, blocks):
        """Make one stage of a page, in the guide of the whole site; [] if nothing is in it."""
        if not any(block.kind != "picture" for block in blocks) and not post.comments:
            self.report.left_out["page or post without text"] += 1
            return []
        guide, published_at = self.guide_of_site(), self.published_at(post)
        if published_at and not guide.published_at:
            guide.published_at = published_at
            guide.save()
        self.show_on_home_page(guide)
        made = stage_outline(plain_words(post.title) or post.slug, blocks)
        place = {"origin": self.origin("post", post.id, "page"), "published_at": published_at}
        return [self.add_stage(guide, made, slug=post.slug, **place)]

    def guide_of_site(self):
        """The guide named after the old site, made when its first page comes."""
        guide = Guide.objects.filter(origin=self.origin("site")).first()
        if guide is None:
            title, whole = _title_and_rest(plain_words(self.channel.title))
            guide = self.add_guide(title, title, self.origin("site"), None, what_it_is=whole)
            self.report.stages.append(f"Guide: {guide}")
        return guide

    def add_guide(self, title, slug, origin, published_at, **more):
        place = (Guide.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        slug = _free_slug(Guide, _unquoted(slug) or title, "guide")
        return Guide.objects.create(
            title=title, slug=slug, origin=origin, published_at=published_at, position=place, **more
        )

    def add_stage(self, guide, made, *, origin, published_at, slug=""):
        title, whole = _title_and_rest(made.title)
        stage = Stage.objects.create(
            guide=guide,
            position=(guide.stages.aggregate(last=Max("position"))["last"] or 0) + 1,
            slug=_free_slug(Stage, _unquoted(slug) or title, "stage"),
            title=title,
            situation="\n\n".join(filter(None, [whole, made.situation])),
            lead_in=made.lead_in,
            origin=origin,
            published_at=published_at,
        )
        for position, (line, detail) in enumerate(made.guidance, start=1):
            Guidance.objects.create(stage=stage, position=position, line=line, detail=detail)
        self.report.stages.append(
            f"  Stage {stage.position}: {stage} (/stages/{stage.slug}/), guidance: {len(made.guidance)}"
        )
        self.report.pictures += [f"{alt or '(no words)'} – in {stage}" for alt in made.pictures]
        return stage

    def published_at(self, post):
        """When it was published, or None for what was not open to everybody: that comes in as a draft."""
        if post.status == "publish" and not post.has_password:
            return min(post.at or self.now, self.now)
        self.report.drafts.append(f"{_title(post)} ({'with a password' if post.has_password else post.status})")
        return None

    def show_on_home_page(self, guide):
        """A published guide takes the home page if it is free, or if that was asked for; the first one of the file."""
        is_free = not Guide.objects.filter(is_primary=True).exists()
        if guide.is_published() and (is_free or (self.wishes.primary and not self.has_home_page)):
            guide.show_on_home_page()
            self.has_home_page = True


# What comes in, and under what name


def _why_not(post):
    if post.kind not in {"page", "post"}:
        return f"WordPress's own: {post.kind}"
    if post.status in {"trash", "auto-draft", "inherit"}:
        return f"page or post: {post.status}"
    return ""


def _title(post):
    return plain_words(post.title) or post.slug or f"number {post.id}"


def _title_and_rest(words):
    """Return (a title that fits, the whole one for the text if it did not)."""
    title = text.excerpt(words, TITLE) or "Without a title"
    return title, words if len(words) > TITLE else ""


def _unquoted(slug):
    """WordPress keeps addresses in other scripts percent-encoded."""
    return slugify(unquote(slug))


def _free_slug(model, words, otherwise):
    """An address that no other row has: distance, distance-2, distance-3."""
    base = slugify(words)[: SLUG - 5].strip("-_") or otherwise
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
