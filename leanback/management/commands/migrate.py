from django.core.management.commands import migrate
from django.db import connections

from search import index


class Command(migrate.Command):
    """Django's own, which changes tables with the search index's triggers set aside, and fills the index afterwards."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        changes_nothing = options["plan"] or options["check_unapplied"]
        if changes_nothing or not self.has_something_to_do(connection, options):
            return super().handle(*args, **options)
        index.set_aside(connection)
        try:
            return super().handle(*args, **options)
        finally:
            index.put_back(connection)

    def has_something_to_do(self, connection, options):
        executor = migrate.MigrationExecutor(connection)
        return bool(options["app_label"] or executor.migration_plan(executor.loader.graph.leaf_nodes()))
