"""What a page or post becomes: a guide with its stages, one stage, an entry of the library, a page of hers; and their pictures."""

import itertools

from django.db.models import Max
from django.utils.translation import gettext as _

from exchange.importing import html, pictures
from exchange.importing.blocks import Block
from exchange.importing.conversations import pieces
from exchange.importing.naming import free_slug, is_open, title_and_rest, title_of
from exchange.importing.outline import BOLD, outline, stage_outline
from exchange.importing.plan import GUIDE, LEVELS
from exchange.importing.report import word
from exchange.models import ImportedPost
from stages import starter, text
from stages.models import Guidance, Guide, Page, Resource, Stage, StagePicture

SUMMARY = 299  # characters; an excerpt adds one for its …
LONGEST_BODY = 200_000  # characters of an entry of the library
MORE_THAN_ENOUGH = 2 * LONGEST_BODY  # its end is cut off anyhow, however links change


class Made:
    """The part of an Arrival that makes what there is to read."""

    def guide_made(self, key, post, planned, blocks):
        """Make a guide and its stages of a page; one without headings becomes one stage of its own."""
        level = BOLD if planned.stages_from == BOLD else LEVELS.get(planned.stages_from)
        parts = outline(blocks, level)
        title, whole = title_and_rest(title_of(post))
        guide = self.add_guide(title, self.slugs[key], self.origin("post", key), self.published_at(post))
        guide.what_it_is = self.links.rewritten("\n\n".join(filter(None, [whole, parts.what_it_is])))
        guide.how_it_helps = self.links.rewritten(parts.how_it_helps)
        guide.summary = text.excerpt(html.plain_words(post.excerpt), SUMMARY)
        guide.save()
        self.show_on_home_page(guide)
        self.report.stages.append(_("Guide: %(title)s") % {"title": guide})
        stages = parts.stages or [stage_outline(title, blocks)]
        origins = (self.origin("post", key, "stage", str(at)) for at in itertools.count(1))
        made = [
            self.add_stage(guide, each, origin=place, published_at=guide.published_at)
            for each, place in zip(stages, origins, strict=False)
        ]
        for block in parts.pictures:
            self.add_picture(made[0], block)
        self.add_featured(post, made[0])
        return "guide", guide, made, {}

    def stage_made(self, key, post, planned, blocks):
        """Make one stage of a page, in the guide of the whole site; nothing if nothing is in it."""
        if not any(block.kind != "picture" for block in blocks) and not self.has_comments(key):
            self.report.left_out[_("page or post without text")] += 1
            return "", None, [], {}
        guide, published_at = self.guide_of_site(), self.published_at(post)
        if published_at and not guide.published_at:
            guide.published_at = published_at
            guide.save()
        self.show_on_home_page(guide)
        made = stage_outline(title_of(post), blocks)
        place = {"origin": self.origin("post", key, "page"), "published_at": published_at}
        stage = self.add_stage(guide, made, slug=self.slugs[key], **place)
        self.add_featured(post, stage)
        return "stage", stage, [stage], {}

    def has_comments(self, key):
        return any(count for _row, its_key, _post, count in self.staging.posts() if its_key == key)

    def resource_made(self, key, post, planned, blocks):
        """Make an entry of the library of a page or post."""
        title, whole = title_and_rest(title_of(post))
        featured = self.featured_block(post)
        parts, size = [whole], 0
        for block in [*featured, *blocks]:
            parts.append(self.block_in_library(block, title))
            size += len(parts[-1])
            if size > MORE_THAN_ENOUGH:
                break
        body = self.links.rewritten("\n\n".join(part for part in parts if part))
        if len(body) > LONGEST_BODY:
            said = _("“%(title)s” is longer than an entry can be: its end stayed behind. Keep the export for it.")
            self.report.to_do.append(said % {"title": title})
            body = pieces(body, LONGEST_BODY)[0]
        if not body.strip():
            self.report.left_out[_("page or post without text")] += 1
            return "", None, [], {}
        entry = Resource.objects.create(
            slug=self.slugs[key],
            title=title,
            summary=text.excerpt(html.plain_words(post.excerpt), SUMMARY),
            body=body,
            published_at=self.published_at(post),
        )
        told = {"title": entry, "address": f"/library/{entry.slug}/"}
        self.report.stages.append(_("Library: %(title)s (%(address)s)") % told)
        return "resource", entry, [], {}

    def block_in_library(self, block, title):
        if block.kind != "picture":
            return block.markdown
        words = self.pictures.words_for(block, title).replace("[", "(").replace("]", ")")
        address = self.pictures.kept(block, title)
        return f"![{words}]({address})" if address else ""

    def own_page_made(self, key, post, planned, blocks):
        """Let a page of hers say what the old one said, as long as she has not written it here."""
        page = Page.objects.at(planned.becomes)
        pristine = page is None or page.body.strip() == starter.PAGES[planned.becomes]["body"].strip()
        title = title_of(post)
        words = any(block.kind != "picture" for block in blocks)
        parts = (
            [self.block_in_library(block, title) for block in [*self.featured_block(post), *blocks]] if pristine else []
        )
        body = self.links.rewritten("\n\n".join(filter(None, parts))).strip()
        if not pristine or not words or not body:
            self.report.known.append(
                _("%(page)s: you have written it here, so it is left as it is") % {"page": word(planned.becomes)}
            )
            return ("page", page, [], {}) if page else ("", None, [], {})
        said = starter.PAGES[planned.becomes]
        before = {
            "title": page.title if page else said["title"],
            "body": page.body if page else said["body"],
            "now": body,
        }
        page = page or Page(slug=planned.becomes)
        page.title, page.body = title_and_rest(title)[0], body
        page.save()
        self.report.stages.append(
            _("Your page: %(title)s (%(address)s)") % {"title": page, "address": f"/{planned.becomes}/"}
        )
        return "page", page, [], before

    def guide_of_site(self):
        """The guide named after the old site, made when its first page comes."""
        guide = Guide.objects.filter(origin=self.origin("site")).first()
        if guide is None:
            title, whole = title_and_rest(html.plain_words(self.staging.channel.title))
            slug = free_slug(Guide, title, "guide", set())
            guide = self.add_guide(title, slug, self.origin("site"), None, what_it_is=whole)
            self.report.stages.append(_("Guide: %(title)s") % {"title": guide})
            ImportedPost.objects.get_or_create(
                origin=self.origin("site"),
                defaults={"run": self.run, "title": title, "becomes": GUIDE, "kind": "guide", "target": guide.pk},
            )
        return guide

    def add_guide(self, title, slug, origin, published_at, **more):
        place = (Guide.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        return Guide.objects.create(
            title=title, slug=slug, origin=origin, published_at=published_at, position=place, **more
        )

    def add_stage(self, guide, made, *, origin, published_at, slug=""):
        title, whole = title_and_rest(made.title)
        stage = Stage.objects.create(
            guide=guide,
            position=(guide.stages.aggregate(last=Max("position"))["last"] or 0) + 1,
            slug=slug or free_slug(Stage, title, "stage", set()),
            title=title,
            situation=self.links.rewritten("\n\n".join(filter(None, [whole, made.situation]))),
            lead_in=made.lead_in,
            origin=origin,
            published_at=published_at,
        )
        for position, (line, detail) in enumerate(made.guidance, start=1):
            Guidance.objects.create(stage=stage, position=position, line=line, detail=self.links.rewritten(detail))
        self.report.stages.append(
            "  "
            + _("Stage %(number)d: %(title)s (%(address)s), guidance: %(count)d")
            % {
                "number": stage.position,
                "title": stage,
                "address": f"/stages/{stage.slug}/",
                "count": len(made.guidance),
            }
        )
        for block in made.pictures:
            self.add_picture(stage, block)
        return stage

    def add_picture(self, stage, block):
        file = self.pictures.file_for(block, stage)
        if file:
            StagePicture.objects.create(stage=stage, image=file, alt=self.pictures.words_for(block, stage.title))

    def add_featured(self, post, stage):
        for block in self.featured_block(post):
            self.add_picture(stage, block)

    def featured_block(self, post):
        """Return [the picture that a theme shows over a post], unless the post shows it itself."""
        picture = self.featured.get(post.meta.get("_thumbnail_id", ""))
        if not picture or pictures.name_in(picture.attachment) in {
            pictures.name_in(block.src) for block in html.page_blocks(post.content)
        }:
            return []
        return [Block("picture", picture.meta.get("_wp_attachment_image_alt", ""), src=picture.attachment)]

    def published_at(self, post):
        """When it was published, or None for what was not open to everybody: that comes in as a draft."""
        if is_open(post):
            return min(post.at or self.now, self.now)
        self.report.drafts.append(
            f"{title_of(post)} ({_('with a password') if post.has_password else word(post.status)})"
        )
        return None

    def show_on_home_page(self, guide):
        """A published guide takes the home page if it is free, or if that was asked for; the first one of the import."""
        is_free = not Guide.objects.filter(is_primary=True).exists()
        if guide.is_published() and (is_free or (self.wishes.primary and not self.has_home_page)):
            guide.show_on_home_page()
            self.has_home_page = True
