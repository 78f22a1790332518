"""Resources that texts name: a warning where one is not in the library."""

from django.contrib import messages
from django.utils.translation import gettext as _

from stages.models import Resource
from stages.models.resource import sources_of


class NamingMixin:
    """A ModelAdmin whose texts may name resources by [[their-address]]."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = [form.instance, *(each.instance for formset in formsets for each in formset.forms)]
        texts = [getattr(row, source) for row in rows for source in sources_of(type(row))]
        if unknown := Resource.objects.unknown_in("\n".join(texts)):
            names = ", ".join(f"[[{name}]]" for name in unknown)
            messages.warning(request, _("Not in your library, and shown as you typed it: %(names)s") % {"names": names})
