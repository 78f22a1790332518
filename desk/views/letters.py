"""The coach's letters: written, looked at as page and as mail, sent."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments.models import StaleObject
from desk.forms.letters import LetterForm
from desk.permissions import coaches_only
from letters import mail
from letters.models import Letter, Subscription


def page(request, template, title, status=200, **context):
    return render(request, template, {**admin.site.each_context(request), "title": title, **context}, status=status)


@coaches_only
@require_safe
def letters(request):
    """Drafts, and what was sent with how it arrived."""
    found = list(Letter.objects.all()[:100])
    for letter in found:
        letter.counted = [letter.counted_in_words()] if letter.is_sent() else []
    readers = Subscription.objects.confirmed().count()
    return page(request, "desk/letters.html", _("Letters"), letters=found, readers=readers)


@coaches_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request):
    """Begin a letter."""
    return written(request, Letter(by=request.user))


@coaches_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request, pk):
    """Go on with one; one that was sent can still be corrected on the site."""
    return written(request, get_object_or_404(Letter, pk=pk))


def written(request, letter):
    """Keep what was written, with what was ticked behind it, and show it as it will come."""
    form = LetterForm(request.POST or None, instance=letter)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("admin:desk_letter", letter.pk)
    text, html = mail.bodies_of(letter) if letter.pk else ("", "")
    status = 422 if form.is_bound else 200
    title = letter.title or _("A new letter")
    return page(request, "desk/letter.html", title, status, form=form, letter=letter, as_text=text, as_html=html)


@coaches_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter_send(request, pk):
    """Ask before, for a mail cannot be called back; then send it to everyone who asked for letters."""
    letter = get_object_or_404(Letter, pk=pk)
    if request.method != "POST":
        readers = Subscription.objects.confirmed().count()
        return page(request, "desk/letter_send.html", letter.title, letter=letter, readers=readers)
    try:
        letter.send()
        messages.success(request, _("On its way. It's on the site too."))
    except StaleObject as refused:
        messages.warning(request, str(refused))
    return redirect("admin:desk_letters")


@coaches_only
@require_POST
def letter_trial(request, pk):
    """Send it to her own address alone."""
    mail.trial(get_object_or_404(Letter, pk=pk), request.user)
    messages.success(request, _("It's on its way to you."))
    return redirect("admin:desk_letter", pk)


@coaches_only
@require_POST
def letter_delete(request, pk):
    """Throw a draft away, or take a letter that was sent off the site."""
    get_object_or_404(Letter, pk=pk).delete()
    messages.success(request, _("The letter is gone from here."))
    return redirect("admin:desk_letters")
