from django.apps import apps
from django.core.management.base import BaseCommand

from stages.fields import render_again, rendered_fields


class Command(BaseCommand):
    help = "Make the HTML of every text anew from its source: after the renderer itself has changed. Changes no words."

    def handle(self, *args, **options):
        for model in (model for model in apps.get_models() if rendered_fields(model)):
            count = 0
            for count, row in enumerate(model._base_manager.iterator(chunk_size=500), start=1):  # noqa: B007
                render_again(row)
            self.stdout.write(f"{count} {model._meta.verbose_name_plural}")
