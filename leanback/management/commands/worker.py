from django_tasks_db.management.commands import db_worker

from accounts.patience import until_the_database_is_back
from leanback import processes, tasks, working


class Command(db_worker.Command):
    help = "Do the work behind the pages: send mail. Any number of workers may run; what a killed one left is taken up."

    requires_system_checks = ()  # `serve` has made them

    def configure_logging(self, verbosity):
        """Leave it to the settings."""

    def handle(self, *, queue_name, exclude_queues, reload, verbosity, interval, **options):
        processes.end_with_supervisor()
        chosen = ("batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = working.Worker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            interval=interval,
            **{name: options[name] for name in chosen},
        )
        worker.configure_signals()
        until_the_database_is_back(tasks.begin)
        worker.run()
