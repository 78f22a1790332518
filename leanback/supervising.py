"""supervisord, whose parts start at once: `python -m leanback.supervising`, with supervisord's own options.

It would look at them for the first time after it has waited a second for something to happen."""

from supervisor import supervisord


class Supervisor(supervisord.Supervisor):
    def runforever(self):
        for group in self.process_groups.values():
            group.transition()
        super().runforever()


if __name__ == "__main__":
    supervisord.Supervisor = Supervisor
    supervisord.main()
