"""An export, read and planned -> guides, stages, entries of the library, pages of hers and threads: once, however often the
files come."""

import itertools
from urllib.parse import unquote

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from comments.models import Thread
from exchange.importing import html, pictures, places
from exchange.importing.blocks import Block
from exchange.importing.conversations import STATUSES, origin
from exchange.importing.outline import BOLD, outline, stage_outline
from exchange.importing.plan import GUIDE, LEAVE_OUT, LEVELS, OWN, STAGE, default_plan, may_come, read_plan
from exchange.importing.rejected import Rejected
from exchange.importing.report import Report
from exchange.importing.staging import bare, staged
from exchange.importing.threads import Threads
from exchange.models import ImportedPost, ImportRun, OldPlace
from stages import starter, text
from stages.models import Guidance, Guide, Page, Resource, Stage, StagePicture

TITLE, SLUG, SUMMARY = 119, 80, 299  # characters; an excerpt adds one for its …
LONGEST_BODY = 200_000  # characters of an entry of the library
FIRST_FEED = {"/feed": "/feeds/stages.atom", "?feed": "/feeds/stages.atom", "/comments/feed": "/feeds/answers.atom"}
KNOWN_OTHERS = {
    "feedback": "letters of a contact form: keep the export for these",
    "flamingo_inbound": "letters of a contact form: keep the export for these",
    "attachment": "files of the media library: those that a page shows come with it",
}


def bring(paths, wishes, *, dry_run=False, rows=None, told=lambda done, of: None, run=None):
    """Bring in the exports at `paths` and return (Report, Plan). Everything is read and planned before anything is done. A
    dry run does nothing more. `told` hears how many comments are done. Raises Rejected."""
    with staged(paths, wishes.as_far_as_it_goes) as staging:
        plan = read_plan(wishes.plan) if wishes.plan else default_plan(staging, wishes.stage_from, wishes.coach_login)
        report = Report(rows)
        arrival = Arrival(staging, plan, wishes, report, run)
        Preview(arrival).tell() if dry_run else arrival.bring(told)
        report.mended.update(staging.mended)
        report.left_out.update(staging.left_out)
        return report, plan


def known_site(address):
    """Return the address under which this site came in before, with whatever scheme or www, else this one."""
    variants = [f"{scheme}{www}{bare(address)}" for scheme in ("https://", "http://") for www in ("", "www.")]
    for variant in [address, *variants]:
        begins = f"wordpress:{variant}:"
        if any(model.objects.filter(origin__startswith=begins).exists() for model in (Guide, Stage, ImportedPost)):
            return variant
    return address


class Progress:
    """Counts what is done, and tells."""

    def __init__(self, told, of):
        self.told, self.of, self.done = told, of, 0

    def __call__(self, count):
        self.done += count
        self.told(self.done, self.of)


class Arrival:
    """One import: what is known of the old site, and what has come in so far."""

    def __init__(self, staging, plan, wishes, report, run):
        self.staging, self.plan, self.wishes, self.report = staging, plan, wishes, report
        self.site, self.now = known_site(staging.channel.address), timezone.now()
        self.run = run
        posts = [post for _row, _key, post, _count in staging.posts()]
        self.links = places.Links(staging.channel.address)
        shelf = pictures.Shelf(wishes.media)
        self.pictures = pictures.Pictures(shelf, pictures.attachments(posts), report)
        self.featured = {post.id: post for post in posts if post.kind == "attachment"}
        self.threads = Threads(staging, self.site, plan, wishes, report, self.now, self.links.rewritten)
        self.has_home_page = False

    def bring(self, told):
        """Bring in all that the plan says: first what there is to read, then what was said."""
        chosen = self.checked()
        self.begin()
        for _row, key, _post, planned, _count in chosen:
            self.take_away_what_changes(key, planned)
        self.say_where_links_lead(chosen)
        self.threads.told = Progress(told, sum(count for *_rest, count in chosen))
        made = [(row, key, post, count, *self.made(key, post, planned)) for row, key, post, planned, count in chosen]
        for row, key, _post, count, entry, stages in made:
            if count:
                self.threads.take(row, key, stages, entry)

    def begin(self):
        if self.run is None:
            primary = Guide.objects.filter(is_primary=True).first()
            self.run = ImportRun.objects.create(site=self.site, primary_before=primary and primary.pk)
        elif not self.run.site:
            self.run.site = self.site
            self.run.save(update_fields=["site"])
        for path, to in FIRST_FEED.items():
            OldPlace.objects.get_or_create(path=path, defaults={"run": self.run, "kind": "url", "to": to})

    def chosen(self):
        """Yield (row, key, Post, PlannedPost, how many comments) of what comes in, and count the rest."""
        for row, key, post, count in self.staging.posts():
            if not may_come(post):
                self.leave(key, post, count, _why_not(post))
                continue
            planned = self.plan.of(key)
            if planned is None:
                self.leave(key, post, count, "page or post: not in the plan")
            elif planned.becomes == LEAVE_OUT:
                self.leave(key, post, count, "page or post: the plan leaves it out")
            else:
                yield row, key, post, planned, count

    def leave(self, key, post, count, why):
        self.report.left_out[why] += 1
        self.report.left_out["comment: of one of these"] += count
        self.report.row(post.kind, key, _title(post), "left out", why)

    def checked(self):
        """Return what is chosen, and find what cannot be done before anything is done. Raises Rejected."""
        chosen = list(self.chosen())
        if not chosen:
            raise Rejected("Nothing could be brought in: it has no pages or posts.")
        if self.wishes.threads_to:
            self.threads.stage_asked_for()
        for row, *_rest, count in chosen:
            if not count:
                continue
            shapes = self.staging.shapes(row)
            her = self.threads.her(shapes)
            if any(her.wrote(shape) for shape in shapes.values()):
                self.threads.account_of(her)
                break
        return chosen

    def origin(self, *parts):
        return origin(self.site, *parts)

    # Where it stands

    def say_where_links_lead(self, chosen):
        """Choose the address of everything first, so that pages can name each other."""
        self.slugs = {}
        for _row, key, post, planned, _count in chosen:
            known = self.known(key)
            if known and known.kind and (thing := self.thing(known)):
                self.links.add(post, thing.get_absolute_url())
                continue
            base = _unquoted(post.slug) or html.plain_words(post.title)
            if planned.becomes in OWN:
                self.links.add(post, f"/{planned.becomes}/")
            elif planned.becomes in {GUIDE, STAGE}:
                model = Guide if planned.becomes == GUIDE else Stage
                self.slugs[key] = self.free(model, base)
                begins = "/guides/" if planned.becomes == GUIDE else "/stages/"
                self.links.add(post, f"{begins}{self.slugs[key]}/")
            else:
                self.slugs[key] = self.free(Resource, base)
                self.links.add(post, f"/library/{self.slugs[key]}/")

    def free(self, model, words):
        taken = set(self.slugs.values())
        return _free_slug(model, words, model._meta.model_name, taken)

    def known(self, key):
        return ImportedPost.objects.filter(origin=self.origin("post", key)).first()

    def thing(self, entry):
        """Return what an ImportedPost has become, or None if it is gone."""
        model = {"guide": Guide, "stage": Stage, "resource": Resource, "page": Page}[entry.kind]
        return model.objects.filter(pk=entry.target).first()

    # What there is to read

    @transaction.atomic
    def made(self, key, post, planned):
        """Make what a post becomes, unless it is here; return (its ImportedPost, the stages for its threads)."""
        if entry := self.known(key) or self.known_from_before(key, post):
            self.report.known.append(entry.title)
            self.report.row(post.kind, key, entry.title, "here already")
            return entry, self.stages_of(entry)
        return self.newly_made(key, post, planned)

    def newly_made(self, key, post, planned):
        blocks = html.page_blocks(post.content)
        title = _title(post)
        kept_words = sorted({f"[{name}] in {title}" for name in html.shortcodes_in(post.content)})
        self.report.kept_words += kept_words
        make = {GUIDE: self.guide_made, STAGE: self.stage_made}.get(planned.becomes)
        make = make or (self.own_page_made if planned.becomes in OWN else self.resource_made)
        kind, thing, stages, before = make(key, post, planned, blocks)
        entry = ImportedPost.objects.create(
            run=self.run,
            origin=self.origin("post", key),
            title=title[:200],
            becomes=planned.becomes,
            kind=kind,
            target=thing and thing.pk,
            before=before,
        )
        self.report.row(
            post.kind, key, title, planned.becomes if thing else "left out", "" if thing else "nothing in it"
        )
        if thing:
            self.remember_places(post, kind, thing)
        return entry, stages

    def known_from_before(self, key, post):
        """What an import of an earlier version has brought is known by its origin."""
        for model, name, kind in (
            (Guide, self.origin("post", key), "guide"),
            (Stage, self.origin("post", key, "page"), "stage"),
        ):
            if thing := model.objects.filter(origin=name).first():
                return ImportedPost.objects.create(
                    run=self.run,
                    origin=self.origin("post", key),
                    title=_title(post)[:200],
                    becomes=kind,
                    kind=kind,
                    target=thing.pk,
                )
        return None

    @transaction.atomic
    def take_away_what_changes(self, key, planned):
        """Let what the plan wants to be something else now make room for that, unless somebody has written under it here."""
        entry = self.known(key)
        if entry and entry.becomes != planned.becomes and self.may_change(entry):
            self.report.mended_rows.append(f"{entry.title}: from {entry.becomes} to {planned.becomes}")
            self.take_away(entry)

    def stages_of(self, entry):
        thing = self.thing(entry) if entry.kind else None
        if isinstance(thing, Guide):
            return list(thing.stages.order_by("position"))
        return [thing] if isinstance(thing, Stage) else []

    def may_change(self, entry):
        """Whether nobody has written under it here."""
        return not Thread.objects.filter(imported__post=entry, comments__origin=None).exists()

    def take_away(self, entry):
        """Take back what a post has become, with its threads, to make it anew."""
        threads = Thread.objects.filter(imported__post=entry)
        threads.update(last_answer=None)
        threads.delete()
        thing = self.thing(entry) if entry.kind else None
        if isinstance(thing, Guide):
            thing.stages.all().delete()
        if thing and not isinstance(thing, Page):
            OldPlace.objects.filter(kind=entry.kind, target=thing.pk).delete()
            thing.delete()
        entry.delete()

    def remember_places(self, post, kind, thing):
        """Let the addresses that it had lead there for ever."""
        for path in places.of_post(post):
            where = (
                {"kind": "url", "to": thing.get_absolute_url()}
                if kind == "page"
                else {"kind": kind, "target": thing.pk}
            )
            OldPlace.objects.get_or_create(path=path, defaults={"run": self.run, **where})

    def guide_made(self, key, post, planned, blocks):
        """Make a guide and its stages of a page; one without headings becomes one stage of its own."""
        level = BOLD if planned.stages_from == BOLD else LEVELS.get(planned.stages_from)
        parts = outline(blocks, level)
        title, whole = _title_and_rest(_title(post))
        guide = self.add_guide(title, self.slugs[key], self.origin("post", key), self.published_at(post))
        guide.what_it_is = self.links.rewritten("\n\n".join(filter(None, [whole, parts.what_it_is])))
        guide.how_it_helps = self.links.rewritten(parts.how_it_helps)
        guide.summary = text.excerpt(html.plain_words(post.excerpt), SUMMARY)
        guide.save()
        self.show_on_home_page(guide)
        self.report.stages.append(f"Guide: {guide}")
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
            self.report.left_out["page or post without text"] += 1
            return "", None, [], {}
        guide, published_at = self.guide_of_site(), self.published_at(post)
        if published_at and not guide.published_at:
            guide.published_at = published_at
            guide.save()
        self.show_on_home_page(guide)
        made = stage_outline(_title(post), blocks)
        place = {"origin": self.origin("post", key, "page"), "published_at": published_at}
        stage = self.add_stage(guide, made, slug=self.slugs[key], **place)
        self.add_featured(post, stage)
        return "stage", stage, [stage], {}

    def has_comments(self, key):
        return any(count for _row, its_key, _post, count in self.staging.posts() if its_key == key)

    def resource_made(self, key, post, planned, blocks):
        """Make an entry of the library of a page or post."""
        title, whole = _title_and_rest(_title(post))
        featured = self.featured_block(post)
        parts = [whole, *(self.block_in_library(block, title) for block in [*featured, *blocks])]
        body = self.links.rewritten("\n\n".join(part for part in parts if part))[:LONGEST_BODY]
        if not body.strip():
            self.report.left_out["page or post without text"] += 1
            return "", None, [], {}
        entry = Resource.objects.create(
            slug=self.slugs[key],
            title=title,
            summary=text.excerpt(html.plain_words(post.excerpt), SUMMARY),
            body=body,
            published_at=self.published_at(post),
        )
        self.report.stages.append(f"Library: {entry} (/library/{entry.slug}/)")
        for domain, name in post.terms:
            self.report.left_out[f"{'tag' if domain == 'post_tag' else domain}: {name}"] += 1
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
        body = self.links.rewritten("\n\n".join(block.markdown for block in blocks if block.kind != "picture")).strip()
        if not pristine or not body:
            self.report.known.append(f"{planned.becomes}: you have written it here, so it is left as it is")
            return ("page", page, [], {}) if page else ("", None, [], {})
        said = starter.PAGES[planned.becomes]
        before = {
            "title": page.title if page else said["title"],
            "body": page.body if page else said["body"],
            "now": body,
        }
        page = page or Page(slug=planned.becomes)
        page.title, page.body = _title_and_rest(_title(post))[0], body
        page.save()
        self.report.stages.append(f"Your page: {page} (/{planned.becomes}/)")
        return "page", page, [], before

    def guide_of_site(self):
        """The guide named after the old site, made when its first page comes."""
        guide = Guide.objects.filter(origin=self.origin("site")).first()
        if guide is None:
            title, whole = _title_and_rest(html.plain_words(self.staging.channel.title))
            slug = _free_slug(Guide, title, "guide", set())
            guide = self.add_guide(title, slug, self.origin("site"), None, what_it_is=whole)
            self.report.stages.append(f"Guide: {guide}")
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
        title, whole = _title_and_rest(made.title)
        stage = Stage.objects.create(
            guide=guide,
            position=(guide.stages.aggregate(last=Max("position"))["last"] or 0) + 1,
            slug=slug or _free_slug(Stage, title, "stage", set()),
            title=title,
            situation=self.links.rewritten("\n\n".join(filter(None, [whole, made.situation]))),
            lead_in=made.lead_in,
            origin=origin,
            published_at=published_at,
        )
        for position, (line, detail) in enumerate(made.guidance, start=1):
            Guidance.objects.create(stage=stage, position=position, line=line, detail=self.links.rewritten(detail))
        self.report.stages.append(
            f"  Stage {stage.position}: {stage} (/stages/{stage.slug}/), guidance: {len(made.guidance)}"
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
        if post.status == "publish" and not post.has_password:
            return min(post.at or self.now, self.now)
        self.report.drafts.append(f"{_title(post)} ({'with a password' if post.has_password else post.status})")
        return None

    def show_on_home_page(self, guide):
        """A published guide takes the home page if it is free, or if that was asked for; the first one of the import."""
        is_free = not Guide.objects.filter(is_primary=True).exists()
        if guide.is_published() and (is_free or (self.wishes.primary and not self.has_home_page)):
            guide.show_on_home_page()
            self.has_home_page = True


class Preview:
    """What would come in, told without a write: the site takes writing all the while."""

    def __init__(self, arrival):
        self.arrival, self.report = arrival, arrival.report

    def tell(self):
        for row, key, post, planned, count in self.arrival.checked():
            title = _title(post)
            if self.arrival.known(key):
                self.report.known.append(title)
            else:
                self.report.stages += self.lines(title, post, planned)
                self.arrival.published_at(post)
            if count:
                self.count(row)
            self.report.row(post.kind, key, title, planned.becomes)

    def lines(self, title, post, planned):
        """Yield a line for what a post becomes, and for each of its stages."""
        blocks = html.page_blocks(post.content)
        for block in blocks:
            if block.kind == "picture" and not (block.src and self.arrival.pictures.shelf.bytes_of(block.src)):
                self.report.pictures.append(
                    f"{block.src or '(no address)'} – {block.words or '(no words)'} – in {title}"
                )
        yield f"{planned.becomes}: {title}"
        if planned.becomes == GUIDE:
            level = BOLD if planned.stages_from == BOLD else LEVELS.get(planned.stages_from)
            for number, stage in enumerate(outline(blocks, level).stages, start=1):
                yield f"  Stage {number}: {stage.title}, guidance: {len(stage.guidance)}"

    def count(self, row):
        shapes = self.arrival.threads.kept(row)
        her, there = (
            self.arrival.threads.her(shapes),
            self.arrival.threads.there([self.arrival.threads.origin(number) for number in shapes]),
        )
        for number, shape in shapes.items():
            if self.arrival.threads.origin(number) in there:
                self.report.comments["known"] += 1
                continue
            self.report.comments[str(STATUSES[shape.approved])] += 1
            self.report.comments["answers"] += her.wrote(shape) and shape.parent is not None


# What comes in, and under what name


def _why_not(post):
    if post.kind not in {"page", "post"}:
        return f"WordPress's own: {KNOWN_OTHERS.get(post.kind, post.kind)}"
    return f"page or post: {post.status}"


def _title(post):
    return html.plain_words(post.title) or post.slug or f"number {post.id}"


def _title_and_rest(words):
    """Return (a title that fits, the whole one for the text if it did not)."""
    title = text.excerpt(words, TITLE) or "Without a title"
    return title, words if len(words) > TITLE else ""


def _unquoted(slug):
    """WordPress keeps addresses in other scripts percent-encoded."""
    return slugify(unquote(slug))


def _free_slug(model, words, otherwise, taken):
    """An address that no other row has: distance, distance-2, distance-3."""
    base = slugify(words)[: SLUG - 5].strip("-_") or otherwise
    taken = taken | set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
