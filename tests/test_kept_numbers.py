"""Numbers that are kept beside what they count."""

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, Thread


@pytest.fixture
def thanked(answered, ann, bob):
    answered.question.reply(bob, "The same here.")
    for person in (ann, bob):
        answered.comments.get(kind="answer").thank(person)
    return answered


def test_what_is_kept_is_what_there_is(thanked, capsys):
    call_command("check_counts")
    assert "All numbers are what there is." in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [{"comment_count": 7}, {"thanks_count": 7}])
def test_a_number_that_somebody_changed_is_found_and_mended(thanked, wrong):
    before = Thread.objects.filter(pk=thanked.pk).values().get()
    Thread.objects.update(**wrong)
    with pytest.raises(CommandError, match=f" {thanked.pk}"):
        call_command("check_counts")
    call_command("check_counts", mend=True)
    assert Thread.objects.filter(pk=thanked.pk).values().get() == before


def test_thanks_of_one_message_are_counted_anew_too(thanked):
    Comment.objects.update(thanks_count=9)
    call_command("check_counts", mend=True)
    assert sorted(Comment.objects.values_list("thanks_count", flat=True))[-2:] == [0, 2]
