from hashlib import sha256

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import InvalidPage
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stages import previews, starter
from stages.addresses import LastingRedirect, moved
from stages.drawing import share as share_drawing
from stages.models import Guide, Identity, Page, Resource, SavedStage, Stage
from stages.models.path import Path
from stages.pages import page_of

MOST_ANSWERS = 20  # that recommend a resource, named on its page


@require_safe
def guide(request, slug):
    """Another guide than the one on the home page: what it is, and its stages."""
    guides = Guide.objects.published()
    guide = guides.at(slug)
    if guide is None:
        return LastingRedirect(request, moved(guides, slug).get_absolute_url())
    context = {
        "guides": guides.besides(guide).in_order(),
        "guide": guide,
        "path": Stage.objects.path_of(guide),
    }
    return render(request, "stages/guide_detail.html", context)


@require_safe
def stage(request, slug):
    """A stage: where you are, how to lean back, and what others asked."""
    path = Stage.objects.path_through(slug)
    here = next((place for place, step in enumerate(path) if step.slug == slug), None)
    if here is None:
        return LastingRedirect(request, moved(Stage.objects.published(), slug).get_absolute_url())
    stage = path[here]
    try:
        page = stage.threads.page_on(stage, request.GET.get("page"))
    except InvalidPage as error:
        raise Http404 from error
    threads = stage.threads.with_first_comments(page.items, request.user)
    context = {"page": page, "threads": threads, "saving_in_words": saving_in_words(request.user, stage)}
    return render(request, "stages/stage_detail.html", on_path(path, here) | context)


def on_path(path, here):
    """What the page of a stage shows of it, and of the path that it stands on."""
    return {"stage": path[here], "path": Path.of(path, here)} | path[here].parts()


def saving_in_words(reader, stage):
    """Return the words on the button that saves a stage on one's own page, or takes it off."""
    is_saved = SavedStage.objects.holds(reader, stage)
    return _("Saved. Remove it") if is_saved else _("Save this stage on my page")


@require_POST
def save_stage(request, slug):
    """Keep a stage on her own page, or take it from there. Who is not signed in signs in and comes back."""
    stages = Stage.objects.published()
    stage = stages.at(slug)
    if stage is None:
        return LastingRedirect(request, reverse("save_stage", args=[moved(stages, slug).slug]))
    if not request.user.is_authenticated:
        return redirect_to_login(stage.get_absolute_url())
    SavedStage.objects.toggle(request.user, stage)
    return redirect(stage)


@require_safe
def library(request):
    """All that the coach recommends."""
    return render(request, "stages/library.html", {"resources": Resource.objects.published()})


@require_safe
def resource(request, slug):
    """One resource; one that is only a link leads on, without telling where from."""
    resources = Resource.objects.published()
    resource = resources.at(slug)
    if resource is None:
        return LastingRedirect(request, moved(resources, slug).get_absolute_url())
    if resource.leads_away():
        return redirect(resource.url)
    context = {
        "resource": resource,
        "stages": Stage.objects.published().recommending(resource).in_order(),
        "made_from": resource.made_from.listed().order_by("pk")[:1],
        "answers": resource.answers.listed().newest_first()[:MOST_ANSWERS],
    }
    return render(request, "stages/resource_detail.html", context)


@require_safe
def preview(request, token):
    """One thing as it will be, for whoever has its link."""
    try:
        row = previews.find(token)
    except SignatureExpired:
        return render(request, "stages/preview_over.html", status=410)
    except BadSignature as error:
        raise Http404 from error
    if row is None:
        raise Http404
    if row.can_be_read():
        return redirect(row)
    response = render(request, "stages/preview.html", as_it_will_be(row) | {"days": previews.GOOD_FOR.days})
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex, nofollow", "no-referrer"
    add_never_cache_headers(response)
    return response


def as_it_will_be(row):
    """Return the context of the page of a guide, stage or resource that is not published, and the page's template."""
    if isinstance(row, Guide):
        stages = row.stages.ready().in_order()
        return {"page_template": "stages/guide_detail.html", "guide": row, "path": Path.of(stages)}
    if isinstance(row, Stage):
        path = Stage.objects.path_with(row)
        return on_path(path, path.index(row)) | {
            "page_template": "stages/stage_detail.html",
            "page": page_of(Stage.objects.none(), None, 1),
        }
    stages = Stage.objects.published().recommending(row).in_order()
    return {"page_template": "stages/resource_detail.html", "resource": row, "stages": stages}


@require_safe
def stage_share(request, slug):
    """The picture that a link to a stage brings along."""
    stages = Stage.objects.published()
    stage = stages.at(slug)
    if stage is None:
        return LastingRedirect(request, moved(stages, slug).share_picture())
    return share_picture(request, stage.title, stage.drawing, Identity.objects.current().title)


@require_safe
def share(request):
    """The picture that a link to any other page brings along."""
    return share_picture(request, Identity.objects.current().title, share_drawing.HOME)


def share_picture(request, title, drawing, site=""):
    """Answer with the picture; a browser or preview that has it already is told that it is the same."""
    png = share_drawing.draw(title, drawing, site)
    etag = quote_etag(sha256(png).hexdigest()[:32])
    headers = {"ETag": etag, "Cache-Control": "public, max-age=86400"}
    response = HttpResponse(png, content_type="image/png", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def own_page(request, slug):
    """One of the coach's own pages: hers, or the starter text as long as she has not touched it."""
    own_page = Page.objects.at(slug) or starter.page(slug)
    return render(request, "stages/own_page.html", {"own_page": own_page})


@require_safe
def help(request):
    """Whom to call in danger or despair. Reached from the foot of every page, and left as quickly as one's own pages."""
    return render(request, "stages/help.html")
