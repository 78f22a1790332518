"""Those who work at the desk: who they are, what they may do, and who is invited. Only coaches come here."""

from allauth.core import ratelimit
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.reauthentication import reauthentication_required
from comments.models import StaleObject
from desk.acts import Button
from desk.forms.roles import InvitationForm, RoleForm
from desk.models import Invitation
from desk.models.role_changes import change_roles, let_set_up_another_factor
from desk.permissions import staff_keepers_only
from desk.views.people import person_of


@staff_keepers_only
@require_safe
def people(request):
    """Everybody who works here, and who is invited."""
    staff, invitations = list(User.objects.at_work()), list(Invitation.objects.newest_first())
    for each in staff:
        each.signed_in = _("last signed in") if each.last_login else _("never signed in")
        each.marks = [] if each.is_active else [_("can't sign in")]
    for each in invitations:
        each.inviters = [each.invited_by] if each.invited_by else []
        again, back = (reverse(f"admin:desk_{act}", args=[each.pk]) for act in ("invite_again", "uninvite"))
        each.buttons = [Button(_("Send it again"), again), Button(_("Take it back"), back)]
    context = {"title": _("People"), "staff": staff, "invitations": invitations}
    return render(request, "desk/people.html", admin.site.each_context(request) | context)


@staff_keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def office(request, pk):
    """What somebody is here, and within which limits."""
    person = person_of(request, pk)
    form = RoleForm(request.POST or None, person=person)
    if form.is_valid() and given(request, person, form):
        messages.success(request, _("Saved. It applies from now on."))
        return redirect("admin:index") if person == request.user else redirect("admin:desk_person", person.pk)
    return form_page(request, form, _("Role of %(name)s") % {"name": person.pen_name}, _("Save"))


def given(request, person, form):
    """Give the office; returns whether that could be done, and tells it in the form if not."""
    try:
        change_roles(person, request.user, form.cleaned_data["roles"], form.cleaned_data["is_active"], form.instance)
    except StaleObject as changed:
        form.add_error(None, str(changed))
    return not form.errors


@staff_keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def invite(request):
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, instance=Invitation())
    if form.is_valid():
        return too_many(request) or invited(request, form)
    return form_page(request, form, _("Invite someone"), _("Send the invitation"))


def too_many(request):
    """Return a page that says so when she has sent many invitations lately, else None."""
    return ratelimit.consume_or_429(request, action="invite", user=request.user)


def invited(request, form):
    try:
        form.instance.send(request.user)
    except StaleObject as changed:
        form.add_error("email", str(changed))
        return form_page(request, form, _("Invite someone"), _("Send the invitation"), status=409)
    messages.success(request, _("Invited. The link works for a week."))
    return redirect("admin:desk_people")


def form_page(request, form, title, button, status=200):
    context = {**admin.site.each_context(request), "title": title, "form": form, "button": button}
    return render(request, "desk/office.html", context, status=422 if form.errors and status == 200 else status)


@staff_keepers_only
@require_POST
@reauthentication_required
def invite_again(request, pk):
    """Mail a new link; the old one opens nothing any more."""
    found = get_object_or_404(Invitation, pk=pk)
    if told := too_many(request):
        return told
    try:
        found.send_again(request.user)
        messages.success(request, _("Sent again. The earlier link no longer works."))
    except StaleObject as changed:
        messages.warning(request, str(changed))
    return redirect("admin:desk_people")


@staff_keepers_only
@require_POST
def uninvite(request, pk):
    """Take an invitation back."""
    get_object_or_404(Invitation, pk=pk).take_back(request.user)
    messages.success(request, _("Taken back. The link no longer works."))
    return redirect("admin:desk_people")


@staff_keepers_only
@require_POST
@reauthentication_required
def new_factor(request, pk):
    """Let one of the staff who lost her phone set up another second factor; for oneself there are recovery codes."""
    person = person_of(request, pk)
    if person == request.user or not person.is_staff:
        raise Http404
    let_set_up_another_factor(person, request.user)
    messages.success(request, _("They're signed out everywhere, and set up a new one when they sign in."))
    return redirect("admin:desk_person", person.pk)
