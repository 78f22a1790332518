"""An import as a whole: planned, done, watched and taken back. For the command and the desk alike."""

import time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.importing.arrive import bring
from exchange.importing.people import BY_ADDRESS, COACH, MODERATOR, READER
from exchange.importing.rejected import Rejected
from exchange.importing.report import table
from exchange.models import ImportRun
from stages.models import Guide

AS_WHAT = {
    COACH: gettext_lazy("the coach"),
    MODERATOR: gettext_lazy(
        "a reader, under the name shown there: make them a moderator once they have an account here"
    ),
    READER: gettext_lazy("a reader"),
}
TOLD_EVERY = 1  # seconds between two looks at how far it is


def dry_run(files, wishes):
    """Return (Report, Plan) of what would come in. Everything is done and rolled back, so that nothing is a surprise later."""
    return bring(files, wishes, dry_run=True)


def bring_in(files, wishes, path, *, told=lambda done, of: None, run=None):
    """Bring files in; return (Report, ImportRun). `path` is where the table is written. Raises Rejected."""
    primary = Guide.objects.filter(is_primary=True).first()
    run = run or ImportRun(primary_before=primary and primary.pk)
    run.files, run.state = [str(each) for each in files], ImportRun.State.RUNNING
    run.save()
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            report, plan = bring(files, wishes, rows=table(file), told=Told(run, told), run=run)
    except Rejected as error:
        if run.posts.exists() or run.old_places.exists():
            finish(run, ImportRun.State.FAILED, str(error))
        else:
            run.delete()
        raise
    run.plan = plan.as_toml()
    finish(run, ImportRun.State.DONE, "\n".join(report.lines()))
    return report, run


def finish(run, state, report):
    run.state, run.report = state, report
    run.save(update_fields=["state", "report", "plan"])


class Told:
    """Says how far an import is, to who watches and in its row, at most once a second."""

    def __init__(self, run, told):
        self.run, self.told, self.last = run, told, 0.0

    def __call__(self, done, of):
        self.told(done, of)
        if time.monotonic() - self.last >= TOLD_EVERY or done >= of:
            self.last = time.monotonic()
            ImportRun.objects.filter(pk=self.run.pk).update(done=done, of=of)


def undo(number):
    """Take an import back; return a sentence. Raises Rejected when somebody has written in it, ImportRun.DoesNotExist."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=number)
        if why := run.why_it_stays():
            raise Rejected(str(why))
        run.state = ImportRun.State.UNDOING
        run.save(update_fields=["state"])
    run.undo()
    return _("Import %(number)s has been taken back.") % {"number": number}


def who_commented(plan):
    """Yield lines about who wrote, how often, and as what each comes in."""
    if plan.authors:
        yield "\n" + _("Who wrote there:")
    for each in plan.authors:
        said = ngettext(
            "%(who)s: %(count)d comment, comes in as %(what)s",
            "%(who)s: %(count)d comments, comes in as %(what)s",
            each.comments,
        )
        yield "  " + said % {"who": called(each), "count": each.comments, "what": AS_WHAT[each.is_]}
    if plan.authors:
        yield "  " + _("Is the coach among the readers, or somebody else a coach? Change it in the plan.") + "\n"


def called(author):
    """Return who a PlannedAuthor is, as the old site shows and knows her."""
    if author.id.startswith(BY_ADDRESS):
        return _("%(name)s, who never signed in") % {"name": author.name or _("somebody without a name")}
    login = author.login or _("account %(number)s, which the file does not name") % {"number": author.id}
    return f"{author.name} ({login})" if author.name and author.name != login else login
