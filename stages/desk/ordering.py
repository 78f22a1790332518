"""One page on which things are put in order: by dragging, with buttons, or by numbers. Works without JavaScript."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stages.models import Guide

HANDLES = Script(  # the script that lets rows be dragged, with the words that it shows
    "desk/order.js",
    type="module",
    **{
        "data-hint": gettext_lazy("Drag, or press the arrow keys"),
        "data-move": gettext_lazy("Move: %s"),
        "data-this-row": gettext_lazy("this row"),
    },
)

STALE = gettext_lazy(
    "Someone changed this order after you opened it, so nothing is saved yet. Yours is still here. Save again to put it in place."
)


def order_asked_for(rows, sent):
    """Return the keys of `rows` in the order of the numbers that were sent beside them; a pressed button ("up 7") moves
    its row by one place. What is not understood stays where it is."""

    def number(place, row):
        typed = sent.get(f"position-{row.pk}", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else place

    by_number = sorted(enumerate(rows, start=1), key=lambda each: (number(*each), each[0]))
    keys = [row.pk for _place, row in by_number]
    way, _space, key = sent.get("move", "").partition(" ")
    at = next((place for place, pk in enumerate(keys) if str(pk) == key), None)
    to = None if at is None else at + {"up": -1, "down": 1}.get(way, 0)
    if to is not None and 0 <= to < len(keys):
        keys.insert(to, keys.pop(at))
    return keys


def order_before(rows, named):
    """Return the rows as they stood before the last saving, which the address tells by their keys; [] if they stand so
    now, or if it tells of others."""
    by_key, keys = {str(row.pk): row for row in rows}, named.split(",")
    is_another = keys != list(by_key) and sorted(keys) == sorted(by_key)
    return [by_key[key] for key in keys] if is_another else []


def put_in_order_page(model_admin, request, title, rows, put_in_order):
    """Let somebody put these rows in order: show them, or save the order that was sent with `put_in_order(keys)`. An order that was
    made of another one than stands now is not saved: it comes back as she made it, to be saved knowingly."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    keys, read = [row.pk for row in rows], request.POST.get("read", "")
    order = order_asked_for(rows, request.POST) if request.method == "POST" else keys
    is_stale = bool(read) and read != joined(keys)
    if request.method == "POST" and not is_stale:
        put_in_order(order)
        messages.success(request, _("The order is saved."))
        return redirect(f"{request.path}?before={joined(keys)}")
    if is_stale:
        messages.error(request, STALE)
    by_key = {row.pk: row for row in rows}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "rows": [by_key[key] for key in order],
        "read": joined(keys),
        "before": order_before(rows, request.GET.get("before", "")),
        "opts": model_admin.opts,
        "handles": HANDLES,
    }
    return render(request, "desk/order.html", context, status=409 if is_stale else 200)


def joined(keys):
    return ",".join(map(str, keys))


class OrderingMixin:
    """The admin of guides: puts them in order, and the stages of each."""

    change_list_template = "desk/guides.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("order/", view(self.order_guides), name="stages_guide_order"),
            path("<key:pk>/order/", view(self.order_stages), name="stages_guide_order_stages"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("stages"))
    def stages_in_order(self, guide):
        """A link to the page on which the guide's stages are put in order."""
        address = reverse("admin:stages_guide_order_stages", args=[guide.pk]) if guide.pk else ""
        return format_html('<a href="{}">{}</a>', address, _("Change the order of its stages")) if address else "–"

    def order_guides(self, request):
        guides = Guide.objects.in_order()
        return put_in_order_page(self, request, _("Order of the guides"), list(guides), Guide.objects.put_in_order)

    def order_stages(self, request, pk):
        guide = self.get_object(request, pk)
        if guide is None:
            raise Http404
        stages = list(guide.stages.in_order())
        return put_in_order_page(self, request, _("Order of the stages of %s") % guide, stages, guide.order_stages)
