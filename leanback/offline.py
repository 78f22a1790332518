"""What a browser shows when there is no net: one page, the same for everybody, and the worker that keeps it there."""

from hashlib import sha256

from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from leanback.styles import WHOLE
from stages.drawing.svg import scene

STYLES = [WHOLE]


def what_it_shows():
    return {"styles": STYLES, "scene": scene("distance")}


@require_safe
def offline(request):
    """There is no net. Nothing on it is of anyone, since a phone that is shared may keep it."""
    return render(request, "offline.html", what_it_shows())


@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """The worker. Its release is made of all that it keeps: when that changes, browsers take the new one."""
    kept = [reverse("offline"), *map(static, STYLES)]
    shown = "".join(kept) + render_to_string("offline.html", what_it_shows())
    release = sha256(shown.encode()).hexdigest()[:12]
    return render(request, "sw.js", {"kept": kept, "release": release}, content_type="text/javascript; charset=utf-8")
