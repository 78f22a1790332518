"""What staff do about the person who wrote a comment. She is reached by what she wrote, never by a list: a moderator who
may not read it has nothing to do with her either."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.desk.acts import comment_of, done, incomplete, refused
from comments.desk.moderating import BlockForm, TrustForm
from comments.models import Block, Changed, Trust

blockers_only = permission_required("comments.block_reader", raise_exception=True)


def by_reader(request, pk):
    """Return a comment that a reader with an account wrote; staff are nobody's to block or to hold."""
    comment = comment_of(request, pk)
    if comment.author is None or comment.author.is_staff:
        raise Http404
    return comment


@blockers_only
@require_POST
def block(request, pk):
    """Keep the author from writing, with a message to her and an end."""
    comment = by_reader(request, pk)
    form = BlockForm(request.POST)
    if not form.is_valid():
        return incomplete(request, comment.thread, form, block_form=form, block_pk=comment.pk)
    try:
        Block.put(comment.author, request.user, form.cleaned_data["message"], form.until())
    except Changed as changed:
        return refused(request, comment.thread, changed)
    return done(request, comment.thread, _("She cannot write now, and is told so."))


@blockers_only
@require_POST
def unblock(request, pk):
    """Let the author write again."""
    comment = by_reader(request, pk)
    if block := Block.objects.of(comment.author):
        block.lift(request.user)
    return done(request, comment.thread, _("She may write again."))


@blockers_only
@require_POST
def trust(request, pk):
    """Trust the author by hand, let her always wait, or leave her to the rule."""
    comment = by_reader(request, pk)
    form = TrustForm(request.POST)
    if not form.is_valid():
        raise Http404
    Trust.set(comment.author, form.cleaned_data["level"], request.user)
    return done(request, comment.thread, _("Noted. It counts from her next message on."))
