"""Where the bench's screens are in a database: keys of rows such as a site of any size has."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import RequestFactory

from accounts.models import User
from comments.models import Comment, ModerationEntry, Report, Thread
from comments.models.moderation_log import Act
from stages.models import Resource, Stage
from wishes.models import Wish

TICKED = 15  # comments at once that wait; the small site has as many


def of(person):
    """Return {name: what stands in its place in an address or a form} for this person of the desk."""
    asked = Thread.objects.waiting().filter(visibility="public", is_shown=True, answer_drafts=None)
    waiting = asked.filter(comment_count__lte=2).first()
    pending = Comment.objects.pending().filter(thread__visibility="public", kind="reply").order_by("created_at", "pk")
    standing = Comment.objects.listed_as_approved().filter(kind="reply", thread__visibility="public")
    standing = standing.filter(replies=None, concerns="")
    entry = ModerationEntry.objects.filter(act=Act.SPAM, thread__visibility="public").first()
    readers = User.objects.filter(groups=None).order_by("pk")
    day = ModerationEntry.objects.exclude(thread=None).order_by("pk")[:1].get().at + timedelta(days=30)
    newest = ModerationEntry.objects.order_by("-at").values_list("at", flat=True)[0]
    return {
        "waiting": waiting.pk,
        "question": waiting.to_answer().pk,
        "long": Thread.objects.order_by("-comment_count").first().pk,
        "often": Thread.objects.filter(asker=readers.first(), visibility="public", state="answered")
        .order_by("-pk")
        .first()
        .pk,
        "pending": pending.first().pk,
        "undoable": entry.comment_id,
        "reported": Report.objects.open().filter(comment__thread__visibility="public").first().comment_id,
        "ticked": [f"{comment.pk}-1" for comment in pending[:TICKED]],
        "hundred": [f"{comment.pk}-1" for comment in standing[:100]],
        "stage": Stage.objects.order_by("pk").first().pk,
        "resource": Resource.objects.order_by("pk").first().pk,
        "reader": readers.first().pk,
        "moderator": User.objects.filter(groups__name="moderator").first().pk,
        "wish": Wish.objects.open().first().pk,
        "idle": User.objects.filter(groups__name="coach").order_by("-pk").first().pk,
        "group": Group.objects.get(name="moderator").pk,
        "day": f"{(newest - timedelta(days=1)).date()} 00:00Z",
        "old_day": f"{day.date()} 00:00Z",
        "next_day": f"{(day + timedelta(days=1)).date()} 00:00Z",
        "last_of_threads": last_page(Thread, person),
        "last_of_comments": last_page(Comment, person),
        "last_of_log": last_page(ModerationEntry, person),
        "last_of_people": last_page(User, person),
    }


def last_page(model, person):
    """Return the number of the last page that the desk's list of these has for somebody."""
    request = RequestFactory().get("/")
    request.user = person
    return admin.site.get_model_admin(model).get_changelist_instance(request).paginator.num_pages


def put(value, places):
    """Return a text, a list or a dict with what stands in {braces} put in."""
    if isinstance(value, dict):
        return {name: put(each, places) for name, each in value.items()}
    if value[:1] == "{" and isinstance(places.get(value[1:-1]), list):
        return places[value[1:-1]]
    return value.format_map(places)
