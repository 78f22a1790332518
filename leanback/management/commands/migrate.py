from django.core.management.commands import migrate
from django.db import connections

from leanback.page_cache import version
from search import index


class Command(migrate.Command):
    """Django's own, which changes tables with our triggers on all of them set aside, and puts them back afterwards."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if options["plan"] or options["check_unapplied"]:
            return super().handle(*args, **options)
        if not self.has_something_to_do(connection, options):
            version.put_back(connection)
            return super().handle(*args, **options)
        version.set_aside(connection)
        index.set_aside(connection)
        try:
            return super().handle(*args, **options)
        finally:
            index.put_back(connection)
            version.put_back(connection)

    def has_something_to_do(self, connection, options):
        executor = migrate.MigrationExecutor(connection)
        return bool(options["app_label"] or executor.migration_plan(executor.loader.graph.leaf_nodes()))
