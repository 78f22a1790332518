"""An export, read and planned -> guides, stages, entries of the library, pages of hers and threads: once, however often the
files come."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Thread
from exchange.importing import html, pictures, places
from exchange.importing.conversations import origin
from exchange.importing.lost import lost_of, terms_of
from exchange.importing.made import MORE_THAN_ENOUGH, Made
from exchange.importing.naming import free_slug, is_open, title_of, unquoted, why_not
from exchange.importing.people import MODERATOR
from exchange.importing.plan import GUIDE, LEAVE_OUT, OWN, STAGE, default_plan, may_come, read_plan
from exchange.importing.preview import Preview
from exchange.importing.rejected import Rejected
from exchange.importing.report import Report, word
from exchange.importing.staging import bare, staged
from exchange.importing.threads import Threads
from exchange.models import ImportedPost, ImportRun, OldPlace
from stages.models import Guide, Page, Resource, Stage

FIRST_FEED = {"/feed": "/feeds/stages.atom", "?feed": "/feeds/stages.atom", "/comments/feed": "/feeds/answers.atom"}


def bring(paths, wishes, *, dry_run=False, rows=None, told=lambda done, of: None, run=None):
    """Bring in the exports at `paths` and return (Report, Plan). Everything is read and planned before anything is done. A
    dry run does nothing more. `told` hears how many comments are done. Raises Rejected."""
    with staged(paths, wishes.as_far_as_it_goes) as staging:
        plan = read_plan(wishes.plan) if wishes.plan else default_plan(staging, wishes.stage_from, wishes.coach_login)
        report = Report(rows, dry_run)
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


def write_out(blocks, becomes):
    """Let the blocks of a page work out their Markdown, as much of it as what the page becomes can hold."""
    size = 0
    for block in blocks:
        size += len(block.markdown)
        if becomes in {GUIDE, STAGE}:
            block.bare  # noqa: B018 – asked for so that it is there
        elif size > MORE_THAN_ENOUGH:
            break


class Progress:
    """Counts what is done, and tells."""

    def __init__(self, told, of):
        self.told, self.of, self.done = told, of, 0

    def __call__(self, count):
        self.done += count
        self.told(self.done, self.of)


class Arrival(Made):
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
        for row, key, post, count, entry, stages in made:
            if count:
                about = {} if stages or is_open(post) else {"visibility": Thread.Visibility.PRIVATE}
                self.threads.take(row, key, stages, entry, about)
        self.report.to_do += [
            _("%(name)s moderated there: make this person a moderator once they have an account here")
            % {"name": author.name or author.login}
            for author in self.plan.authors
            if author.is_ == MODERATOR
        ]

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
                self.leave(key, post, count, why_not(post))
                continue
            planned = self.plan.of(key)
            if planned is None:
                self.leave(key, post, count, _("page or post: not in the plan"))
            elif planned.becomes == LEAVE_OUT:
                self.leave(key, post, count, _("page or post: the plan leaves it out"))
            else:
                yield row, key, post, planned, count

    def leave(self, key, post, count, why):
        self.report.left_out[why] += 1
        self.report.left_out[_("comment: of one of these")] += count
        self.report.row(post.kind, key, title_of(post), "left out", why)

    def checked(self):
        """Return what is chosen, and find what cannot be done before anything is done. Raises Rejected."""
        chosen = list(self.chosen())
        if not chosen:
            raise Rejected(_("Nothing could be brought in: it has no pages or posts."))
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
            base = unquoted(post.slug) or html.plain_words(post.title)
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
        return free_slug(model, words, model._meta.model_name, taken)

    def known(self, key):
        return ImportedPost.objects.filter(origin=self.origin("post", key)).first()

    def thing(self, entry):
        """Return what an ImportedPost has become, or None if it is gone."""
        model = {"guide": Guide, "stage": Stage, "resource": Resource, "page": Page}[entry.kind]
        return model.objects.filter(pk=entry.target).first()

    # What there is to read

    def made(self, key, post, planned):
        """Make what a post becomes, unless it is here; return (its ImportedPost, the stages for its threads)."""
        if entry := self.known(key) or self.known_from_before(key, post):
            self.report.known.append(entry.title)
            self.report.row(post.kind, key, entry.title, "here already")
            return entry, self.stages_of(entry)
        blocks = html.page_blocks(post.content)
        write_out(blocks, planned.becomes)
        return self.newly_made(key, post, planned, blocks)

    @transaction.atomic
    def newly_made(self, key, post, planned, blocks):
        """Make it. A long text was written out before: meanwhile others write."""
        title = title_of(post)
        said = _("[%(name)s] in %(title)s")
        kept_words = sorted({said % {"name": name, "title": title} for name in html.shortcodes_in(post.content)})
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
            post.kind, key, title, planned.becomes if thing else "left out", "" if thing else _("nothing in it")
        )
        if thing:
            self.remember_places(post, kind, thing)
            self.report.left_out.update(lost_of(post, planned.becomes))
            self.report.terms.update(terms_of(post))
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
                    title=title_of(post)[:200],
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
            said = _("%(title)s: from “%(before)s” to “%(now)s”")
            told = {"title": entry.title, "before": word(entry.becomes), "now": word(planned.becomes)}
            self.report.mended_rows.append(said % told)
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
        """Let the addresses that it had lead there for ever; one that leads somewhere already stays as it is."""
        where = (
            {"kind": "url", "to": thing.get_absolute_url()} if kind == "page" else {"kind": kind, "target": thing.pk}
        )
        led = [OldPlace(run=self.run, path=path, **where) for path in sorted(places.of_post(post))]
        OldPlace.objects.bulk_create(led, ignore_conflicts=True)
