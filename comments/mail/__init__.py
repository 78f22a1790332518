"""The mails of the talk, one function each. LETTERS are those that people can choose about: each is told a Notice (who, of
what) and the person's MailChoices, and returns a Letter. The others go to whom they must, whatever she chose."""

from comments.mail.to_coaches import came_back, danger, failed, question, reported
from comments.mail.to_readers import (
    answered,
    approved,
    asked_back,
    blocked,
    declined,
    following,
    moved,
    publish,
    replied,
    touch_base,
    wish,
)
from comments.mail.what_came import what_came

LETTERS = {
    letter.__name__: letter
    for letter in [
        *[answered, approved, asked_back, declined, following, moved, publish, replied, touch_base, wish],
        *[came_back, danger, failed, question, reported],
    ]
}

__all__ = ["LETTERS", "blocked", "what_came"]
