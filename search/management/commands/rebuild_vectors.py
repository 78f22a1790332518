from django.core.management.base import BaseCommand

from search import meaning, sentence_model
from search.models import Vector


class Command(BaseCommand):
    help = "Write down anew what all public questions and answers mean. The worker keeps this up: it is for after a repair."

    def handle(self, *args, **options):
        if not sentence_model.is_there():
            return
        Vector.objects.all().delete()
        while meaning.write_missing():
            self.stdout.write(".", ending="")
            self.stdout.flush()
        meaning.bring_shelves_up_to_date()
        self.stdout.write(f"{Vector.objects.count()} parts of texts can be compared.")
