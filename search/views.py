"""Finding: the search page, and what stands beside words while they are written."""

from contextlib import suppress

from django.core.paginator import InvalidPage
from django.db import OperationalError, connection
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rate_limits
from accounts.rate_limits import limited
from checks import safety
from search import engine
from search.answered_before import answered_before
from search.forms import FindForm, SearchForm
from search.models import EmptySearch
from search.stage_finder import get_ready_soon
from stages.addresses import stage_renamed_in
from writing.hints import sent_words

LONGEST_SEARCH = 3  # seconds; the slowest that we know takes a third of it, with 20,000 comments
TOO_OFTEN = _(
    "There have been a lot of searches from your connection in the last minute. Please wait a minute, then press “Search” "
    "again: your words are still here."
)
TOO_LONG = _("This took too long, and we stopped. Try fewer words, or rarer ones: yours are still here.")


@require_safe
def search(request):
    """Words in what everybody may read. Who looks for what is neither kept nor logged; words that nothing here has are
    counted, so that the coach can write about them."""
    if renamed := stage_renamed_in(request):
        return renamed
    form = SearchForm(request.GET)
    search = form.search()
    if search.words and rate_limits.is_reached_by(request, "search"):
        return not_now(request, form, TOO_OFTEN, status=429)
    try:
        with engine.at_most(LONGEST_SEARCH, connection):
            page = search.page(request.GET.get("page"))
    except InvalidPage as error:
        raise Http404 from error
    except engine.TooLong:
        return not_now(request, form, TOO_LONG, status=503)
    shown = set() if search.means_a_sentence else {found.about for found in page.items}
    close = [each for each in search.close if each.about not in shown] if page.number == 1 else []
    if search.is_everywhere() and not page.items and request.method == "GET":
        with suppress(OperationalError):  # where nothing can be written (a full disk), she reads all the same
            EmptySearch.objects.note(form.cleaned_data["q"])
    return render(request, "search/search.html", {"form": form, "search": search, "page": page, "close": close})


def not_now(request, form, why, status):
    """Say that nothing was looked for, and why, in a sentence; what she typed stands in the form."""
    response = render(request, "search/search.html", {"form": form, "not_now": why}, status=status)
    response["Retry-After"] = rate_limits.SECONDS
    return response


@never_cache
@limited("alike")
@require_POST
def alike(request):
    """Answered questions like the one that is being written: a part of its page. Nothing is kept."""
    return render(
        request, "search/_answered_before.html", {"alike": answered_before(sent_words(request), request.user)}
    )


@csrf_exempt  # it changes nothing and keeps nothing, so that the box on a cached page needs no cookie
@never_cache
@limited("find", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    """Find one's stage by what one notices. What is ticked and typed is neither kept nor logged."""
    form = FindForm(request.POST if request.method == "POST" else None)
    context = {"form": form}
    if not form.is_bound:
        get_ready_soon()
    elif form.is_valid():
        context |= found_for(form, request.user)
    return render(request, "search/find.html", context, status=422 if form.errors else 200)


def found_for(form, reader):
    """Return what the page says to a valid form. Beside words that speak of danger there is help, and nobody's question."""
    finder, needs_help = form.finder(), bool(safety.check(form.words))
    alike = [] if needs_help or not form.words else answered_before(form.words, reader)
    return {"found": finder.found(), "is_sure": finder.is_sure, "needs_help": needs_help, "alike": alike}
