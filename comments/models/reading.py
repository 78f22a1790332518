"""What a page says over and under one comment: whose it is, and how long it takes to read."""

import re

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stages import text

LONG = 100  # words: about nine lines on a laptop; what is longer is shown in part on its stage's page
WORDS_A_MINUTE = 200  # that people read of a plain text on a screen; Brysbaert 2019 has 238 on paper
BRIEF = 320  # characters: what can stand in large letters and still be read as one thing
PARAGRAPH = re.compile(r"\s*<p[^>]*>(.*?)</p>", re.DOTALL)

WHOSE = {
    "question": gettext_lazy("{name}'s question"),
    "answer": gettext_lazy("{name}'s answer"),
    "reply": gettext_lazy("{name}'s reply"),
}


class Readable:
    """How a Comment is named and measured for those who read it."""

    @property
    def whose(self):
        """Whose it is, in words: "Mara's answer"."""
        return WHOSE[self.kind].format(name=self.signed or _("A reader"))

    @property
    def heading(self):
        """The same for its heading, with the name marked."""
        return format_html(WHOSE[self.kind], name=format_html("<b>{}</b>", self.signed or _("A reader")))

    @property
    def is_long(self):
        return self.count_words() > LONG

    def reading_in_words(self):
        """The words that lead to all of it: "Read Mara's answer, 3 minutes"."""
        minutes = max(1, round(self.count_words() / WORDS_A_MINUTE))
        words = ngettext("Read %(whose)s, %(minutes)s minute", "Read %(whose)s, %(minutes)s minutes", minutes)
        return words % {"whose": self.whose, "minutes": minutes}

    def opens_briefly(self):
        """Is its first paragraph short enough to be its own title?"""
        first = PARAGRAPH.match(self.html)
        return bool(first) and len(text.plain_text(first[1])) <= BRIEF

    def count_words(self):
        return len(self.text.split())
