from django.core.management.base import BaseCommand
from django.db import connection

from search import index
from search.models import Passage


class Command(BaseCommand):
    help = "Make the search index anew. It follows every change by itself: this is for after a repair by hand."

    def handle(self, *args, **options):
        index.put_back(connection)
        self.stdout.write(f"{Passage.objects.count()} texts can be found.")
