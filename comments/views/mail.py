"""The link in a mail: it needs no sign-in. Opening it, as scanners of mail do, changes nothing."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms.utils import flatatt
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.code_by_mail import send_code
from accounts.login_required import login_required
from accounts.mail import ONE_CLICK
from accounts.mail_links import MailLink
from accounts.models import KINDS, MailChoices, User
from accounts.rate_limits import limited
from comments.models import Comment, Thread


@login_required
@require_POST
def hear_again_of(request):
    """Take back, on her own page of what is mailed to her, that she muted a question or stopped a kind."""
    for mute in request.user.mutes.all():
        if str(mute.thread_id) == request.POST.get("thread"):
            mute.delete()
    _hear_again(request.user, request.POST.get("kind"))
    messages.success(request, _("You'll hear of it again."))
    return redirect("notifications")


@never_cache
@csrf_exempt  # the token is the right to do it: mail programs send neither cookie nor token of a form (RFC 8058, 3.2)
@require_http_methods(["GET", "HEAD", "POST"])
@limited("mail", "POST")
def mail(request, token):
    """Read what a mail is about, mute that question, or stop mails of this kind or all."""
    link = MailLink.of(token)
    if link is None:
        return render(request, "comments/mail_unknown.html", status=404)
    person = get_object_or_404(User, pk=link.person_id, is_active=True)
    if request.method == "POST":
        return act(request, link, person)
    return render(request, "comments/mail.html", what_it_offers(request, link, person))


@dataclass(frozen=True)
class Button:
    """One of ACTS as the page offers it; one that sends more mail, or none at all, is quiet."""

    act: str
    words: str
    is_quiet: bool = True

    @property
    def attributes(self):
        return flatatt({"class": "quiet" if self.is_quiet else None, "name": "act", "value": self.act})


@dataclass(frozen=True)
class Offer:
    """How something stands, and the button that changes it."""

    says: tuple = ()
    buttons: tuple = ()


def what_it_offers(request, link, person):
    choices, thread = MailChoices.objects.of(person), thread_of(link)
    of_thread = [offer_of_thread(thread.is_muted_by(person))] if thread else []
    return {
        "link": link,
        "to_read": [what_to_read(link)] if thread else [],
        "is_hers": request.user == person,
        "offers": [
            *of_thread,
            offer_of_kind(link.kind, choices.hears_of(link.kind)),
            offer_of_all(choices.hears_of_something()),
        ],
    }


def offer_of_thread(is_muted):
    if is_muted:
        says = (_("You get no more e-mails about this question."),)
        return Offer(says, (Button("unmute", _("E-mail me about it again")),))
    return Offer(buttons=(Button("mute", _("Mute this question"), is_quiet=False),))


def offer_of_kind(name, hears_of_it):
    kind = KINDS[name].label if name in KINDS else _("Everything that comes once a day")
    if hears_of_it:
        says = _("This one came because you chose to hear of: “%(kind)s”.") % {"kind": kind}
        return Offer((says,), (Button("stop", _("Stop these"), is_quiet=False),))
    says = _("You get no more e-mails of this kind: “%(kind)s”.") % {"kind": kind}
    return Offer((says,), (Button("hear_again", _("Send me these again")),))


def offer_of_all(hears_of_something):
    if hears_of_something:
        says = _("Codes and warnings about your account still come.")
        return Offer((says,), (Button("stop_all", _("Stop all e-mails")),))
    return Offer((_("You get no e-mails at all now, but for codes and warnings about your account."),))


def thread_of(link):
    """Return the thread that a mail is about, or None: where its comment stands now, or what it has become part of."""
    threads = Thread.objects.standing()
    about = threads.filter(comments=link.comment_id) if link.comment_id else threads.none()
    about = about or threads.filter(pk=link.thread_id) or threads.part_of(link.thread_id)
    return about.first() if link.thread_id else None


def what_to_read(link):
    """Return the path of what the mail is about."""
    comment = Comment.objects.filter(pk=link.comment_id).first() if link.comment_id else None
    return (comment or thread_of(link)).get_absolute_url()


def act(request, link, person):
    """Do what a button or a mail program asks for, and show the page again, which says how it is now."""
    if request.POST.get("List-Unsubscribe") == ONE_CLICK.partition("=")[2]:
        stop(link, person)
        return HttpResponse("OK", content_type="text/plain")
    asked = request.POST.get("act")
    if asked == "code" and thread_of(link):
        return send_code(request, person, what_to_read(link)) or redirect(request.path)
    do = ACTS.get(asked)
    if do:
        do(link, person)
    return redirect(request.path)


def mute(link, person):
    if thread := thread_of(link):
        thread.mute(person)


def unmute(link, person):
    if thread := thread_of(link):
        thread.unmute(person)


def stop(link, person):
    _stop(person, link.kind)


def stop_all(link, person):
    _stop(person)


def _stop(person, *kind):
    choices = MailChoices.objects.of(person)
    choices.stop(*kind)
    person.notices.choose_anew(choices)


def hear_again(link, person):
    _hear_again(person, link.kind)


def _hear_again(person, name):
    choices = MailChoices.objects.of(person)
    if name in {kind.name for kind in choices.kinds()}:
        choices.hear_again(name)


ACTS = {"mute": mute, "unmute": unmute, "stop": stop, "stop_all": stop_all, "hear_again": hear_again}
