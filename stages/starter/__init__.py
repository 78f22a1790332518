"""The starter content: a guide, its ten stages, resources, words and help lines, in our own words."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from stages.models import Guidance, Guide, HelpLine, Identity, Resource, Sign, Stage, Term

CONTENT = tomllib.loads((Path(__file__).parent / "guide.toml").read_text(encoding="utf-8"))


@transaction.atomic
def load():
    """Make the starter content, once in the life of a site; returns whether it was made. Never touches what is there."""
    identity = Identity.objects.select_for_update().filter(pk=1).first()
    if identity and identity.starter_loaded_at:
        return False
    identity = identity or Identity.objects.create(pk=1, **CONTENT["identity"])
    identity.starter_loaded_at = timezone.now()
    identity.save()
    if Guide.objects.exists():  # she began without it, so she will not want it later either
        return False
    HelpLine.objects.bulk_create(
        HelpLine(identity=identity, position=at, **line) for at, line in enumerate(CONTENT["help_lines"], 1)
    )
    Term.objects.bulk_create(Term(word=entry["term"], meaning=entry["meaning"]) for entry in CONTENT["glossary"])
    resources = {row["slug"]: Resource.objects.create(**row) for row in CONTENT["resources"]}
    _load_guide(resources)
    return True


def _load_guide(resources):
    fields = dict(CONTENT["guide"])
    guide = Guide.objects.create(**fields | {"principles": "\n".join(fields["principles"]), "is_primary": True})
    for position, entry in enumerate(CONTENT["stages"], start=1):
        row = {name: entry[name] for name in ("slug", "title", "teaser", "situation", "lead_in")}
        stage = Stage.objects.create(guide=guide, position=position, **row)
        stage.resources.set(resources[slug] for slug in entry.get("resources", ()))
        Guidance.objects.bulk_create(
            Guidance(stage=stage, position=at, **line) for at, line in enumerate(entry["guidance"], 1)
        )
        Sign.objects.bulk_create(Sign(stage=stage, position=at, line=line) for at, line in enumerate(entry["signs"], 1))
