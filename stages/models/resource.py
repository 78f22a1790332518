"""Resources, and the texts that name them by [[their-address]]. `coach_html` renders a coach's text with the names of her
resources as links; after a change of one, `render_again(row)` brings every text that names it up to date."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.task_queue import enqueue
from stages import text
from stages.fields import (
    AddressField,
    LineField,
    PlaceField,
    RenderedField,
    WebAddressField,
    WordsField,
    render_again,
    rendered_fields,
)
from stages.models.address import OldAddress
from stages.models.publishable import Publishable, PublishableQuerySet
from stages.models.revised import Revised
from stages.models.term import Term
from stages.text import first_words


class ResourceQuerySet(PublishableQuerySet):
    def with_page(self):
        """Those that have a page of their own in the library."""
        return self.published().exclude(body="")

    def listed_on(self, stage):
        """Those that a stage lists, in its order."""
        return self.filter(on_stages__stage=stage).order_by("on_stages__position", "on_stages__pk")

    def named_in(self, source):
        """Return {slug as typed: resource} of the resources that a text of the coach names, drafts too. One that has
        moved is known by its old address."""
        typed = text.mentions(source)
        known = {resource.slug: resource for resource in self.filter(slug__in=typed)} if typed else {}
        moved = {slug: OldAddress.objects.found_at(slug, self.all()) for slug in typed if slug not in known}
        return known | {slug: resource for slug, resource in moved.items() if resource}

    def like(self, letters):
        """Return those whose title or address has these letters, the ones that begin so first. A library is small, and
        databases fold letters differently, so all are looked at."""
        sought = letters.strip().casefold()
        names = {each: f"{each.title} {each.slug}".casefold() for each in self.order_by("title", "pk")}
        found = [each for each in names if sought in names[each]]
        return sorted(found, key=lambda each: not names[each].startswith(sought))

    def unknown_in(self, source):
        """Return what a text names that is not in the library, as typed: it is shown so."""
        known = self.named_in(source)
        return [slug for slug in text.mentions(source) if slug not in known]


def coach_html(source):
    """Return the HTML of what the coach typed; a resource in it is a link as soon as readers can open it, and
    her own words lead to their meanings."""
    named = Resource.objects.named_in(source)
    shelf = {slug: resource.on_shelf() for slug, resource in named.items()}
    return text.coach_html(source, shelf, Term.objects.as_texts_need_them())


class Resource(Revised, Publishable):
    """Something that the coach sends people to again and again: a page of the library, or a link outside."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        EXERCISE = "exercise", _("exercise")
        LIST = "list", _("list")
        VIDEO = "video", _("video")
        HANDBOOK = "handbook", _("handbook")

    slug = AddressField(_("address"), max_length=80, unique=True)
    title = LineField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    summary = LineField(_("in one sentence"), max_length=300, blank=True)
    url = WebAddressField(_("link outside"), max_length=500, blank=True)
    body = WordsField(_("text"), blank=True)
    body_html = RenderedField(source="body", render=lambda resource, source: text.headings_raised(coach_html(source)))

    objects = ResourceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["body_html", "updated_at"])

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(url="", body=""),
                name="a_resource_leads_somewhere",
                violation_error_message=_("Give it a text of its own or a link outside."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Its lasting address here; one that is only a link leads on from there, so that a new link changes nothing."""
        return reverse("resource", args=[self.slug])

    def leads_away(self):
        return not self.body

    def on_shelf(self):
        """Return (title, address) as texts show it; "" for the address while readers cannot open it."""
        return self.title, self.get_absolute_url() if self.is_published() else ""

    # Where it was recommended

    def slugs(self):
        """All that a text may call it: its address and those that it had."""
        left = OldAddress.objects.filter(kind="resource", target=self.pk).values_list("slug", flat=True)
        return {self.slug, *left}

    def texts_that_name_it(self):
        """Return the rows of the guide's and library's texts that name it: few, so all are looked at."""
        slugs = self.slugs()
        models_with_text = [model for model in apps.get_app_config("stages").get_models() if sources_of(model)]
        return [
            row
            for model in models_with_text
            for row in model._base_manager.filter(names_something(model))
            if any(slugs & set(text.mentions(getattr(row, source))) for source in sources_of(model))
        ]

    def places(self):
        """Return the stages, guides and pages on which it is recommended, each once, drafts too."""
        named = [getattr(row, "stage", row) for row in self.texts_that_name_it()]
        return list(dict.fromkeys([*self.stages.all(), *named]))

    def is_recommended(self):
        return self.answers.exists() or bool(self.places())

    def newest_answers(self, most):
        """Return answers that stand and name it, the newest first. Of those that came last so many are looked at that
        there are enough even where some were taken away; of a resource that she always names, the others are not."""
        named = self.answers.through.objects.filter(resource=self).order_by("-comment").values("comment")[: most * 4]
        return self.answers.model.objects.filter(pk__in=named).approved().newest_first()[:most]

    @transaction.atomic
    def note_answers(self):
        """Note all answers that name it: some did before it was there, or before it had this address."""
        slugs, answers = self.slugs(), self.answers.model
        begun = reduce(or_, (models.Q(text__contains=f"[[{slug}") for slug in slugs))
        naming = answers.objects.filter(answers._meta.get_field("html").by_coach, begun).only("text")
        self.answers.add(*(answer for answer in naming if slugs & set(text.mentions(answer.text))))

    def refresh_mentions(self):
        """Let every text that names it show its title, address and whether it can be opened, as they are now."""
        self.note_answers()
        for row in [*self.texts_that_name_it(), *self.answers.iterator()]:
            render_again(row)

    def refresh_mentions_soon(self):
        """Have the worker refresh them now and, if it is still to appear, then."""
        enqueue("stages.tasks.refresh_mentions", self.pk)
        if self.published_at and not self.is_published():
            enqueue("stages.tasks.refresh_mentions", self.pk, at=self.published_at)

    def description(self):
        """What search engines and shared links tell of it."""
        return self.summary or first_words(self.body_html)


class StageResource(Revised):
    """A resource in the list of a stage."""

    stage = models.ForeignKey("stages.Stage", models.CASCADE, related_name="listed")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="on_stages", verbose_name=_("resource"))
    position = PlaceField(_("position"), within="stage")

    history = HistoricalRecords(excluded_fields=["position"])

    class Meta:
        verbose_name = _("listed resource")
        verbose_name_plural = _("listed resources")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "resource"],
                name="a_stage_lists_a_resource_once",
                violation_error_message=_("It is in the list already."),
            )
        ]

    def __str__(self):
        return str(self.resource)


def names_something(model):
    """Return the condition that a text of the coach in a row of this model names any resource."""
    return reduce(or_, (models.Q(**{f"{source}__contains": "[["}) for source in sources_of(model)))


def sources_of(model):
    """Return the names of the fields of a model that hold text of the coach."""
    return [field.source for field in rendered_fields(model)]
