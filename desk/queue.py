"""Who is waiting for the coach: the lists of the first page. One more list is one more entry of `LISTS`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Report, Switch, Thanks, Thread
from desk import first_day
from desk.forms.moderation import SwitchForm
from desk.responses import undo_bar, waiting_for
from wishes.models import Wish

MOST = 50  # rows of each list on the first page; the rest comes up as these are done
MOST_BEHIND = 10  # of the answers that she gave, and of the thanks for them
PRESSING = "desk-concern"
HEADING = 2  # lines of text that the heading of a list is as high as


@dataclass(frozen=True)
class Listed:
    """One list: what it is called, which rows are on it for a person, how a row looks, what is said when there is none."""

    name: str
    title: str
    rows: Callable[..., QuerySet]
    row: str
    empty: str = ""  # without it, an empty list is left out
    is_for_coach: bool = False
    most: int = MOST
    is_counted: bool = True
    look: str = ""  # the class of its section
    row_height: int = 3  # about so many lines of text
    takes_acts: bool = False  # its rows are comments, on which one may act without opening them
    marks: Callable = lambda row: []  # what a row says beside who and when


def newcomers(row):
    return [_("first question")] if row.by_newcomer else []


def marks_of_waiting(thread):
    hidden = [] if thread.is_shown else [_("not approved yet")]
    promised = [_("answer promised by %(day)s") % {"day": date_format(thread.answer_by)}] if thread.answer_by else []
    return [*newcomers(thread), *hidden, *([_("private")] if thread.is_private() else []), *promised]


def why_held(draft):
    return [draft.get_held_display()] if draft.held else []


def outcomes(thread):
    return [thread.get_outcome_display()] if thread.outcome else []


def to_be_seen_to(user):
    return Comment.objects.moderated_by(user).to_be_seen_to().with_what_desks_show()


def waiting(user):
    """Those of whom nothing stands on top already: one question is one row."""
    return rows_of_waiting(user, waiting_for(user).filter(came_back_at=None))


def came_back(user):
    """Those who told how it went: they stand before all others that wait."""
    return rows_of_waiting(user, waiting_for(user).came_back())


def rows_of_waiting(user, threads):
    on_top = Comment.objects.moderated_by(user).to_be_seen_to().order_by().values("thread")
    return threads.exclude(pk__in=on_top).with_what_lists_show().with_newcomers().with_drafts_of(user)


def snoozed(user):
    return (
        Thread.objects.moderated_by(user).snoozed_by(user).with_what_lists_show().with_newcomers().with_drafts_of(user)
    )


def to_approve(user):
    pending = Comment.objects.moderated_by(user).pending().not_to_be_seen_to()
    return pending.with_what_desks_show().with_newcomers().order_by("created_at", "pk")


def touch_base(user):
    return Thread.objects.moderated_by(user).touch_base_due().with_what_lists_show()


def scheduled(user):
    return user.answer_drafts.scheduled().with_what_lists_show()


def begun(user):
    on_top = Comment.objects.moderated_by(user).to_be_seen_to().order_by().values("thread")
    return user.answer_drafts.begun().exclude(thread__in=on_top).with_what_lists_show()


def reported(user, *reasons):
    return Report.objects.open().for_reasons(*reasons).moderated_by(user).with_what_desks_show()


def reported_otherwise(user):
    return reported(user, *(reason for reason in Report.Reason if reason not in Report.LISTED_APART))


def reports_apart():
    """Return a list for each reason that has one of its own: it stands above all others, and is left out while empty."""
    return [
        Listed(
            f"reports-{reason}", title, lambda user, reason=reason: reported(user, reason), "_reported", look=PRESSING
        )
        for reason, title in Report.LISTED_APART.items()
    ]


def wishes_to_be_seen_to(user):
    return Wish.objects.pending().of_danger().longest_waiting_first().with_what_desks_show()


def wishes(user):
    return Wish.objects.pending().of_no_danger().longest_waiting_first().with_what_desks_show()


def thanks(user):
    return Thanks.objects.not_returned().newest_first().with_what_desks_show()


def answered(user):
    return Thread.objects.moderated_by(user).lately_answered().with_what_lists_show()


LISTS = [
    *reports_apart(),
    Listed("to-be-seen-to", _("Urgent: please read first"), to_be_seen_to, "_to_be_seen_to", look=PRESSING),
    Listed("wishes-to-be-seen-to", _("Urgent: wishes to read first"), wishes_to_be_seen_to, "_wish", look=PRESSING),
    Listed("came-back", _("Came back"), came_back, "_waiting", marks=marks_of_waiting),
    Listed(
        "waiting",
        _("Waiting for your answer"),
        waiting,
        "_waiting",
        _("No one is waiting. Time for tea."),
        marks=marks_of_waiting,
    ),
    Listed(
        "to-approve",
        _("To approve"),
        to_approve,
        "_to_approve",
        _("Nothing to approve."),
        row_height=6,
        takes_acts=True,
        marks=newcomers,
    ),
    Listed("reports", _("Reported"), reported_otherwise, "_reported", _("Nothing is reported.")),
    Listed("wishes", _("Wishes"), wishes, "_wish", row_height=5),
    Listed("touch-base", _("Check back"), touch_base, "_touch_base", is_for_coach=True),
    Listed("snoozed", _("Put off"), snoozed, "_waiting", is_for_coach=True, marks=marks_of_waiting),
    Listed("scheduled", _("Scheduled"), scheduled, "_scheduled", is_for_coach=True),
    Listed("begun", _("Drafts"), begun, "_begun", is_for_coach=True, marks=why_held),
    Listed(
        "answered",
        _("Recently answered"),
        answered,
        "_answered",
        _("Your answers will be listed here."),
        marks=outcomes,
        most=MOST_BEHIND,
        is_counted=False,
    ),
    Listed(
        "thanks",
        _("Thanks"),
        thanks,
        "_thanks",
        _("When readers thank you, you'll see it here, with what they wrote."),
        is_for_coach=True,
        row_height=5,
        most=MOST_BEHIND,
        is_counted=False,
    ),
]

# Elsewhere at the desk: the name of its address, what it is called, and the permission that it takes.
WAYS = [
    ("admin:desk_many", _("Moderate many"), None),
    ("admin:desk_weekly", _("The week"), "comments.answer_thread"),
    ("admin:desk_wishes", _("Wishes"), None),
    ("admin:desk_letters", _("Letters"), "comments.answer_thread"),
    ("admin:desk_people", _("People"), "accounts.change_user"),
    ("moving", _("Import, export and backups"), "comments.answer_thread"),
    ("admin:comments_moderationentry_changelist", _("The log"), "comments.view_moderationentry"),
]


def of(request):
    """Return what the first page shows this person. On a phone it shows one list at a time: the one that was asked for,
    else the first that has anything in it."""
    lists = [shown(each, request.user) for each in LISTS if request.user.is_coach() or not each.is_for_coach]
    lists = [each for each in lists if each["rows"] or each["list"].empty]
    names = [each["list"].name for each in lists]
    filled = [each["list"].name for each in lists if each["rows"]]
    asked = request.GET.get("show")
    chosen = asked if asked in names else (filled or names)[0]
    for each in lists:
        each["is_chosen"] = each["list"].name == chosen
    return {
        "lists": lists,
        "columns": balanced(lists),
        "undo_bar": undo_bar(request),
        "first_day": first_day.of(request.user),
        "demo_threads": Thread.objects.demo().exists() if request.user.is_coach() else False,
        "ways": [(name, words) for name, words, needs in WAYS if not needs or request.user.has_perm(needs)],
        **switchboard(request.user),
    }


def balanced(lists):
    """Return the lists in two columns of a wide screen, about as high as each other: each in its turn where there is more
    room. Who waits stands first, so on the left."""
    columns, heights = ([], []), [0, 0]
    for each in lists:
        side = heights.index(min(heights))
        columns[side].append(each)
        heights[side] += HEADING + max(1, len(each["rows"])) * each["list"].row_height
    return columns


def switchboard(user):
    """Return the switches for a spam wave, for whoever may throw them."""
    if not user.has_perm("comments.throw_switch"):
        return {}
    board = Switch.objects.board()
    off = [(switch, SwitchForm(auto_id=f"%s-{switch.name}")) for switch in board if not switch.until]
    return {"switches": {"on": [switch for switch in board if switch.until], "off": off}}


def shown(listed, user):
    """Return a list with its rows for this person, and how many there are in all."""
    rows = listed.rows(user)
    found = list(rows[: listed.most + 1])
    shown, is_cut = found[: listed.most], len(found) > listed.most
    count = (rows.count() if is_cut else len(shown)) if listed.is_counted else None
    for row in shown:
        row.marks = listed.marks(row)
    return {
        "list": listed,
        "rows": shown,
        "count": count,
        "titled": listed.title if count is None else f"{listed.title}: {count}",
        "cut_at": [listed.most] if count is not None and count > listed.most else [],
        "template": f"desk/rows/{listed.row}.html",
    }
