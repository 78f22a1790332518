"""What of the coach's is to be seen: when it appears, and a preview link for what is not on the site yet."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stages import previews
from stages.structured_data import absolute
from stages.time_fields import LocalTimeField


class PublishingForm(forms.ModelForm):
    """The form of something Publishable. What was published at some second of an hour that came twice stays so."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "published_at" in self.fields:
            self.fields["published_at"].kept = self.instance.pk and self.instance.published_at


class PublishingMixin:
    """A ModelAdmin of something Publishable."""

    form = PublishingForm
    formfield_overrides = {models.DateTimeField: {"form_class": LocalTimeField, "widget": None}}

    @admin.display(description=gettext_lazy("preview link"))
    def preview_link(self, row):
        if not row.pk:
            return _("you'll get one when you've saved")
        if row.can_be_read():
            return _("not needed: everyone can read it")
        address = absolute(previews.address_of(row))
        hint = _("Anyone with this link can see the page as it will be, and nothing else. It works for a week.")
        return format_html('<a href="{0}">{0}</a><br>{1}', address, hint)
