"""What the screen of a thread needs for the acts that are no part of answering."""

from accounts.models import User
from comments.forms import BlockForm, MergeForm, MoveForm, SoftenForm, TrustForm
from comments.models import Block, Trust


def forms_for(request, thread):
    """Return the forms of a thread's screen, empty; one that comes back takes the place of its own."""
    return {
        "thread_acts": thread.acts_at_desk(request.user),
        "merged": thread.merged.all(),
        "move_form": MoveForm(initial={"stage": thread.stage_id}),
        "merge_form": MergeForm(others=thread.others_of_asker(request.user)),
        "soften_form": SoftenForm(),
        "block_form": BlockForm(),
        "trust_levels": TrustForm.LEVELS,
        "may_block": request.user.has_perm("comments.block_reader"),
    }


def tell_of_readers(comments):
    """Tell each comment, as `reader_now`, what is set by hand about the reader who wrote it; three queries in all."""
    writers = {comment.author_id for comment in comments if comment.author_id}
    blocks = {block.reader_id: block for block in Block.objects.standing().filter(reader__in=writers)}
    levels = dict(Trust.objects.filter(person__in=writers).values_list("person", "level"))
    staff = set(User.objects.staff().filter(pk__in=writers).values_list("pk", flat=True))
    readers = {pk: {"block": blocks.get(pk), "trust": levels.get(pk, "")} for pk in writers - staff}
    for comment in comments:
        comment.reader_now = readers.get(comment.author_id)
