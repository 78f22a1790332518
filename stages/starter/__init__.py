"""The starter content: a guide, its ten stages, resources, words and help lines, in our own words."""

import tomllib
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from simple_history.utils import bulk_create_with_history

from stages.models import Example, Guidance, Guide, HelpLine, Identity, Page, Resource, Sign, Stage, StageResource, Term


def _read(name):
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


# Read when they are asked for, as few processes ask: a tenth of a second.
PAGES = SimpleLazyObject(partial(_read, "pages.toml"))
EXAMPLES = SimpleLazyObject(partial(_read, "examples.toml"))
CONTENT = SimpleLazyObject(partial(_read, "guide.toml"))


@transaction.atomic
def load():
    """Make the starter content, once in the life of a site; returns whether it was made. Never touches what is there."""
    identity = Identity.objects.select_for_update().first()
    if identity and identity.starter_loaded_at:
        return False
    identity = identity or Identity.objects.create(pk=1, **CONTENT["identity"])
    identity.starter_loaded_at = timezone.now()
    identity.save()
    if Guide.objects.exists():  # she began without it, so she will not want it later either
        return False
    _keep(HelpLine(identity=identity, position=at, **line) for at, line in enumerate(CONTENT["help_lines"], 1))
    _keep(Term(word=entry["term"], meaning=entry["meaning"]) for entry in CONTENT["glossary"])
    resources = {row["slug"]: Resource.objects.create(**row) for row in CONTENT["resources"]}
    _load_guide(resources)
    return True


def _load_guide(resources):
    fields = dict(CONTENT["guide"])
    guide = Guide.objects.create(**fields | {"principles": "\n".join(fields["principles"]), "is_primary": True})
    for position, entry in enumerate(CONTENT["stages"], start=1):
        row = {name: entry[name] for name in ("slug", "title", "teaser", "situation", "lead_in")}
        row["donts"] = "\n".join(entry["donts"])
        stage = Stage.objects.create(guide=guide, position=position, **row)
        listed = (resources[slug] for slug in entry.get("resources", ()))
        _keep(StageResource(stage=stage, position=at, resource=row) for at, row in enumerate(listed, 1))
        _keep(Guidance(stage=stage, position=at, **line) for at, line in enumerate(entry["guidance"], 1))
        _keep(Sign(stage=stage, position=at, line=line) for at, line in enumerate(entry["signs"], 1))
        load_examples(stage, Example)


def load_examples(stage, model, besides=()):
    """Write how readers might tell of a stage, in both languages, besides what is known: for a stage at an address that the
    starter content has. `model` is Example, also as a migration knows it."""
    told = [line for lines in EXAMPLES.get(stage.slug, {}).values() for line in lines]
    model.objects.bulk_create(model(stage_id=stage.pk, line=line) for line in told if line not in besides)


def load_newer_examples(stage, model):
    """Write what the lists say after the last line that a site has of each. A line before that one was there, and the coach
    took it out; a list of which she has none she threw away."""
    known = set(model.objects.filter(stage_id=stage.pk).values_list("line", flat=True))
    for lines in EXAMPLES.get(stage.slug, {}).values():
        has = [at for at, line in enumerate(lines) if line in known]
        newer = lines[max(has) + 1 :] if has else []
        model.objects.bulk_create(model(stage_id=stage.pk, line=line) for line in newer)


def _keep(rows):
    """Save rows of one model, each as its own first version, so that the coach's first change can be taken back."""
    if rows := list(rows):
        bulk_create_with_history(rows, type(rows[0]))


def page(slug):
    """Return one of the coach's own pages as it stands until she has written hers; not saved."""
    page = Page(slug=slug, **PAGES[slug])
    page.language = CONTENT["identity"]["language"]
    Page._meta.get_field("body_html").fill(page)
    return page


def load_pages():
    """Make the rows of the coach's own pages, so that she can change them. Never touches what is there."""
    for slug in Page.Slug.values:
        Page.objects.get_or_create(slug=slug, defaults=PAGES[slug])
