"""What there is to read, as pages that another system would have: each with its address, words and place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.html import escape, format_html

from exchange.export.rows import file_pieces
from stages.models import Guide, Identity, Page, Resource, StagePicture

STEP = 100_000  # numbers of guides, stages, resources and own pages never meet
IN_TEXT = re.compile(r"!\[([^\]]*)\]\(/media/([\w./-]+)\)")


@dataclass(frozen=True)
class Exported:
    """A page. `number` and `parent` are numbers that only this export knows; `html` and `markdown` give its words."""

    number: int
    kind: str
    title: str
    slug: str
    address: str
    at: datetime
    html: Callable = field(compare=False)
    markdown: Callable = field(compare=False)
    folder: str = ""
    summary: str = ""
    parent: int = 0
    position: int = 0
    is_published: bool = True
    category: str = ""
    stage: object = None


@dataclass(frozen=True)
class ExportedPicture:
    name: str
    url: str
    alt: str
    caption: str
    page: int


def all_of_them():
    """Yield every page, a guide before its stages."""
    for guide in Guide.objects.in_order():
        yield of_guide(guide)
        for stage in guide.stages.order_by("position"):
            yield of_stage(stage, guide)
    for resource in Resource.objects.oldest_first():
        yield of_resource(resource)
    for page in Page.objects.order_by("pk"):
        yield of_page(page)


def of_guide(guide):
    principles = "\n".join(f"- {line}" for line in guide.principle_list())
    return Exported(
        number=guide.pk,
        kind="page",
        title=guide.title,
        slug=guide.slug,
        address=guide.get_absolute_url(),
        at=guide.published_at or guide.updated_at,
        summary=guide.summary,
        position=guide.position,
        is_published=guide.is_published(),
        folder="guides",
        html=lambda: guide.what_it_is_html + guide.how_it_helps_html + listed(guide.principle_list()),
        markdown=lambda: joined(guide.what_it_is, guide.how_it_helps, principles),
    )


def of_stage(stage, guide):
    return Exported(
        number=STEP + stage.pk,
        kind="page",
        title=stage.title,
        slug=stage.slug,
        address=stage.get_absolute_url(),
        at=stage.published_at or stage.updated_at,
        summary=stage.teaser,
        parent=guide.pk,
        position=stage.position,
        is_published=stage.can_be_read(),
        folder="stages",
        html=lambda: stage_html(stage),
        markdown=lambda: stage_markdown(stage),
        stage=stage,
    )


def of_resource(resource):
    link = format_html('<p><a href="{0}">{0}</a></p>', resource.url) if resource.url else ""
    return Exported(
        number=2 * STEP + resource.pk,
        kind="post",
        title=resource.title,
        slug=resource.slug,
        address=resource.get_absolute_url(),
        at=resource.published_at or resource.updated_at,
        summary=resource.summary,
        is_published=resource.is_published(),
        folder="library",
        category=resource.kind,
        html=lambda: resource.body_html + link,
        markdown=lambda: joined(with_pictures_beside(resource.body), f"<{resource.url}>" if resource.url else ""),
    )


def of_page(page):
    return Exported(
        number=3 * STEP + page.pk,
        kind="page",
        title=page.title,
        slug=page.slug,
        address=page.get_absolute_url(),
        at=page.updated_at,
        folder="pages",
        html=lambda: page.body_html,
        markdown=lambda: with_pictures_beside(page.body),
    )


def stage_html(stage):
    """A stage on one page, with the words before its advice that the importer knows it by."""
    drawn = "".join(
        format_html(
            '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>',
            each.image.url,
            each.alt,
            each.caption,
        )
        for each in stage.pictures.order_by("position")
    )
    advice = "".join(f"<li>{escape(each.line)}{each.detail_html}</li>" for each in stage.guidance.order_by("position"))
    lead = f"<p><strong>Lean back {stage.lead_in}</strong></p><ul>{advice}</ul>" if advice else ""
    signs = [each.line for each in stage.signs.order_by("position")]
    return stage.situation_html + drawn + lead + (f"<h2>Signs</h2>{listed(signs)}" if signs else "")


def stage_markdown(stage):
    advice = [f"- {each.line}" + indented(each.detail) for each in stage.guidance.order_by("position")]
    drawn = [f"![{each.alt}](../media/{each.image.name})" for each in stage.pictures.order_by("position")]
    signs = [f"- {each.line}" for each in stage.signs.order_by("position")]
    lead = [f"**Lean back {stage.lead_in}**", "\n".join(advice)] if advice else []
    return joined(stage.situation, *drawn, *lead, *(["## Signs", "\n".join(signs)] if signs else []))


def with_pictures_beside(words):
    """Return Markdown whose pictures are those that are written beside it."""
    return words.replace("](/media/", "](../media/")


def indented(detail):
    return "\n\n  " + detail.replace("\n", "\n  ") if detail else ""


def listed(lines):
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def joined(*parts):
    return "\n\n".join(part for part in parts if part)


def pictures():
    """Yield the pictures of stages, the coach's own, and those in the texts of the library and her pages, each with its words."""
    for each in StagePicture.objects.select_related("stage").order_by("pk"):
        yield ExportedPicture(each.image.name, each.image.url, each.alt, each.caption, STEP + each.stage_id)
    identity = Identity.objects.current()
    if identity.picture:
        yield ExportedPicture(identity.picture.name, identity.picture.url, identity.coach_name or identity.title, "", 0)
    for step, model in ((2 * STEP, Resource), (3 * STEP, Page)):
        for pk, body in model.objects.filter(body__contains="](/media/").order_by("pk").values_list("pk", "body"):
            for alt, name in IN_TEXT.findall(body):
                yield ExportedPicture(name, f"{settings.MEDIA_URL}{name}", alt, "", step + pk)


def write_pictures(target):
    """Write the pictures; yield the name of each. One whose file is gone keeps nobody from leaving: it stays out."""
    for name in dict.fromkeys(picture.name for picture in pictures()):
        if default_storage.exists(name):
            target.write(f"media/{name}", file_pieces(name))
            yield f"media/{name}"


def missing_pictures():
    return [picture.name for picture in pictures() if not default_storage.exists(picture.name)]
