from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Thread
from stages.models import Guide, Page, Resource, Stage

AT_ONCE = 100  # threads that go in one transaction


class ImportRun(models.Model):
    """One import: of which site, by whom, and how it went. What it brought can be taken back until somebody has written in
    it."""

    class State(models.TextChoices):
        READING = "reading", _("being looked through")
        WAITING = "waiting", _("waiting for your yes")
        RUNNING = "running", _("coming in")
        DONE = "done", _("done")
        FAILED = "failed", _("could not be done")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    site = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    files = models.JSONField(default=list)
    plan = models.TextField(blank=True)
    report = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)  # comments so far, and of how many
    of = models.PositiveIntegerField(default=0)
    primary_before = models.PositiveBigIntegerField(null=True)  # the guide that was on the home page

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.site

    def is_under_way(self):
        return self.state in {self.State.READING, self.State.RUNNING, self.State.UNDOING}

    def is_running(self):
        return self.state == self.State.RUNNING

    def is_being_undone(self):
        return self.state == self.State.UNDOING

    def can_be_undone(self):
        return self.state in {self.State.DONE, self.State.FAILED} and self.posts.exists()

    def threads(self):
        return Thread.objects.filter(imported__post__run=self)

    def why_it_stays(self):
        """Return why it cannot be taken back, or an empty string."""
        threads = self.threads()
        written = Comment.objects.filter(thread__in=threads, origin=None)
        if count := written.count():
            return _("Somebody has written in its questions since: %(count)d messages.") % {"count": count}
        stages = Stage.objects.filter(pk__in=self.keys("stage"))
        other = Thread.objects.filter(Q(stage__in=stages) | Q(stage__guide__in=self.keys("guide")))
        if count := other.exclude(pk__in=threads).count():
            return _("Other questions stand under its stages: %(count)d.") % {"count": count}
        return ""

    def keys(self, kind):
        return self.posts.filter(kind=kind).values("target")

    def undo(self):
        """Take all of it back. Call `why_it_stays` first. It can be killed and done again."""
        while keys := list(self.threads().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            with transaction.atomic():
                Thread.objects.filter(pk__in=keys).update(last_answer=None)
                Thread.objects.filter(pk__in=keys).delete()
        with transaction.atomic():
            self.give_back_own_pages()
            Resource.objects.filter(pk__in=self.keys("resource")).delete()
            guides = list(self.keys("guide").values_list("target", flat=True))
            Stage.objects.filter(Q(pk__in=self.keys("stage")) | Q(guide__in=guides)).delete()
            Guide.objects.filter(pk__in=guides).annotate(left=Count("stages")).filter(left=0).delete()
            before = Guide.objects.filter(pk=self.primary_before).first()
            if before and not Guide.objects.filter(is_primary=True).exists():
                before.show_on_home_page()
            self.old_places.all().delete()
            self.posts.all().delete()
            self.state = self.State.UNDONE
            self.save(update_fields=["state"])

    def give_back_own_pages(self):
        """Let pages of hers say again what they said before, unless she has changed them since."""
        for post in self.posts.filter(kind="page"):
            page = Page.objects.filter(pk=post.target).first()
            if page and page.body == post.before.get("now"):
                page.title, page.body = post.before["title"], post.before["body"]
                page.save()


class ImportedPost(models.Model):
    """A page or post that came in: what it has become."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="posts")
    origin = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    becomes = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, blank=True)  # "guide", "stage", "resource", "page" or nothing
    target = models.PositiveBigIntegerField(null=True)
    before = models.JSONField(default=dict)  # what a page of hers said

    def __str__(self):
        return self.title


class ImportedThread(models.Model):
    """A thread that came in, and the page under which it stood."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="imported")
    post = models.ForeignKey(ImportedPost, models.CASCADE, related_name="threads")

    def __str__(self):
        return str(self.thread)
