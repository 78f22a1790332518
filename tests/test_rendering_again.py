"""The renderer has changed: what was written before is rendered anew."""

from django.core.management import call_command

from comments.models import Comment
from stages.models import Stage


def test_every_text_is_made_anew_from_its_source(answered, stage):
    Comment.objects.update(html="old")
    Stage.objects.update(situation_html="old")
    call_command("render_texts", verbosity=0)
    assert "old" not in {
        *Comment.objects.values_list("html", flat=True),
        *Stage.objects.values_list("situation_html", flat=True),
    }
    assert "Step 1. Breathe." in Comment.objects.get(kind="answer").html


def test_no_words_and_no_revisions_change(answered):
    before = list(Comment.objects.order_by("pk").values_list("text", "revision", "edited_at"))
    call_command("render_texts", verbosity=0)
    assert list(Comment.objects.order_by("pk").values_list("text", "revision", "edited_at")) == before
