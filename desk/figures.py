"""What the weekly page counts. One more figure is one more function in `CHARTS`; each asks for these weeks alone, so that
the page costs the same on an old, large site."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from comments.models import Comment, Thanks, Thread
from desk.charts import Chart, Row, at_one_scale
from desk.weeks import MANY, Weeks
from search.models import EmptySearch
from stages.models import Resource
from stages.templatetags.when import how_long
from wishes.models import Wish

AHEAD = MANY  # weeks for which promises are shown: as many as lie behind, so that all charts are equally wide
MOST = 10  # rows of what is most sent, most searched, most wished
STEPS = [  # how long somebody waits: less than …
    (timedelta(days=1), _lazy("less than a day")),
    (timedelta(days=3), _lazy("one to three days")),
    (timedelta(days=7), _lazy("up to a week")),
    (timedelta(days=14), _lazy("up to two weeks")),
    (timedelta(days=30), _lazy("up to a month")),
]
LONGER = _lazy("longer")


def of(weeks):
    return at_one_scale([chart(weeks) for chart in CHARTS])


def in_sentences(weeks):
    """Return what came and went in one week, and who waits now, in a few sentences."""
    [asked] = weeks.count(Thread.objects.asked_since(weeks.start), "asked_at")
    [answers] = weeks.count(Comment.objects.answers_since(weeks.start), "published_at")
    [said_thanks] = weeks.count(Thanks.objects.for_answers(), "at")
    due = Thread.objects.touch_base_due().count()
    return [
        ngettext("One question came.", "%(count)d questions came.", asked) % {"count": asked},
        ngettext("One answer went out.", "%(count)d answers went out.", answers) % {"count": answers},
        *(
            [ngettext("One reader said thanks.", "%(count)d said thanks.", said_thanks) % {"count": said_thanks}]
            if said_thanks
            else []
        ),
        *who_waits(),
        *(
            [
                ngettext("One is waiting for you to check back.", "%(count)d are waiting for you to check back.", due)
                % {"count": due}
            ]
            if due
            else []
        ),
    ]


def who_waits():
    """Return how many wait at this moment, and the longest wait, in sentences."""
    waiting, longest = Thread.objects.in_line().count(), Thread.objects.in_line().waiting().first()
    said = ngettext("One person waits now.", "%(count)d people wait now.", waiting) % {"count": waiting}
    return [said, _("The longest: %(time)s.") % {"time": how_long(longest.waited())}] if longest else [said]


def short_day():
    """Return the format of a day with its month cut short, so that the days under a chart do not lie on each other."""
    return get_format("MONTH_DAY_FORMAT").replace("F", "M")


def week_by_week(weeks, numbers, shown=None):
    """Return the Rows of a chart over time. `numbers` has a tuple for each week."""
    return [
        Row(date_format(monday, short_day()), values, shown[place] if shown else ())
        for place, (monday, values) in enumerate(zip(weeks.mondays, numbers, strict=True))
    ]


def waiting(_weeks):
    lengths = Thread.objects.waiting_by_length([step for step, _label in STEPS])
    labels = [*(label for _step, label in STEPS), LONGER]
    return Chart(
        "waiting",
        _("Who waits"),
        _("How long"),
        (_("people"),),
        [Row(label, (count,)) for label, count in zip(labels, lengths, strict=True)],
        empty=_("No one is waiting. Time for tea."),
        link=reverse("admin:index") + "?show=waiting#waiting",
        link_label=_("See the list"),
    )


def asked_and_answered(weeks):
    asked = weeks.count(Thread.objects.asked_since(weeks.start), "asked_at")
    answers = weeks.count(Comment.objects.answers_since(weeks.start), "published_at")
    return Chart(
        "asked",
        _("Questions and answers"),
        _("Week of"),
        (_("questions"), _("answers")),
        week_by_week(weeks, zip(asked, answers, strict=True)),
        empty=_("Questions and answers will be counted here, week by week."),
        over_time=True,
        open_row=len(weeks.mondays) - 1,
    )


def waits(weeks):
    """How long first answers took: the usual, and the slowest."""
    spans = weeks.waits(Thread.objects.first_answered_since(weeks.start))
    days = [tuple(round(span / timedelta(days=1), 1) for span in each) if each else (0, 0) for each in spans]
    shown = [tuple(how_long(span) for span in each) if each else ("–", "–") for each in spans]
    return Chart(
        "waits",
        _("How long first answers took"),
        _("Week of"),
        (_("half of them within"), _("the slowest")),
        week_by_week(weeks, days, shown),
        said=_("In days. Readers who ask are told the same."),
        empty=_("Once you've answered, you'll see here how long people waited."),
        over_time=True,
        open_row=len(weeks.mondays) - 1,
        in_bars=tuple(tuple(f"{value:.0f}" if value >= 1 else "<1" for value in each) for each in days),
    )


def due(weeks):
    ahead = Weeks.from_now(weeks.zone, AHEAD)
    promised = ahead.count_days(Thread.objects.promised(), "touch_base_on")
    now = Thread.objects.touch_base_due().count()
    return Chart(
        "due",
        _("Check back"),
        _("Week of"),
        (_("promised"),),
        week_by_week(ahead, [(count,) for count in promised]),
        said=ngettext("One is due now.", "%(count)d are due now.", now) % {"count": now} if now else "",
        empty=_("When you've promised to check back, you'll see it here, week by week."),
        over_time=True,
        link=reverse("admin:index") + "?show=touch-base#touch-base" if now else "",
        link_label=_("See the list"),
    )


def thanks(weeks):
    counts = weeks.count(Thanks.objects.for_answers(), "at")
    return Chart(
        "thanks",
        _("Thanks"),
        _("Week of"),
        (_("thanks"),),
        week_by_week(weeks, [(count,) for count in counts]),
        empty=_("When readers thank you, you'll see it here."),
        over_time=True,
        open_row=len(weeks.mondays) - 1,
        template="desk/_thanks.html",
    )


def stages(weeks):
    counted = Thread.objects.asked_since(weeks.start).by_stage()
    return Chart(
        "stages",
        _("Where questions come from"),
        _("Stage"),
        (_("questions"),),
        [Row(title, (count,)) for title, count in counted],
        said=_("In the last twelve weeks."),
        empty=_("You'll see here which stages people ask about."),
    )


def resources(weeks):
    named = Comment.objects.answers_since(weeks.start).resources_named(MOST)
    known = Resource.objects.in_bulk([key for key, _times in named])
    return Chart(
        "resources",
        _("What you sent most"),
        _("Resource"),
        (_("answers"),),
        [Row(known[key].title, (times,), link=reverse("resource", args=[known[key].slug])) for key, times in named],
        said=_("In the last twelve weeks."),
        empty=_("Resources you recommend in answers, with [[ ]], will be counted here."),
    )


def searches(weeks):
    wanted = EmptySearch.objects.since(weeks.mondays[0]).most_wanted(MOST)
    return Chart(
        "searches",
        _("Searched for, and not found"),
        _("Words"),
        (_("times"),),
        [Row(words, (times,)) for words, times in wanted],
        said=_("No one knows who searched. Anything that looks like a name or a place isn't kept."),
        empty=_("When readers search for something and find nothing, you'll see it here: ideas for what to write."),
    )


def wishes(_weeks):
    wanted = Wish.objects.open().most_shared_first()[:MOST]
    return Chart(
        "wishes",
        _("What readers wish for"),
        _("Wish"),
        (_("readers"),),
        [Row(wish.words, (wish.wished_by(),), link=reverse("admin:desk_wish", args=[wish.pk])) for wish in wanted],
        said=_("Open wishes. Readers are told when theirs comes true."),
        empty=_("What readers wish for, and how many share it, will be listed here."),
        link=reverse("admin:desk_wishes"),
        link_label=_("See the wishes"),
    )


CHARTS = [waiting, asked_and_answered, waits, due, thanks, stages, resources, searches, wishes]
