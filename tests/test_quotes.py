"""Quotes and apostrophes as a book has them, wherever text is shown, and nowhere else."""

import time

import pytest

from comments.models import Thread
from stages.text.quotes import curly

SET = {
    """It's "he", isn't it?""": "It’s “he”, isn’t it?",
    "It&#x27;s &quot;he&quot;.": "It’s “he”.",
    """<p>He said <em>"never"</em> and "<b>go</b>".</p>""": "<p>He said <em>“never”</em> and “<b>go</b>”.</p>",
    """She wrote 'this, and that.' and left""": "She wrote ‘this, and that.’ and left",
    """the '90s, rock 'n' roll, 'til then""": "the ’90s, rock ’n’ roll, ’til then",
    """my parents' house ("old")""": "my parents’ house (“old”)",
    """"'Go,' he said." """: "“‘Go,’ he said.” ",
    """<p>"One.</p><p>"Two."</p>""": "<p>“One.</p><p>“Two.”</p>",
    """¿"Quieres"?""": "¿“Quieres”?",
}
LEFT = [
    """He is 5'10" tall.""",
    """https://a.example/it's?q="x" and o'neil@example.org""",
    """<a title="it's" href='/x'>x</a>""",
    """<textarea>it's "x"</textarea><code>'x'</code>""",
    """<script>const a = "it's"</script>""",
    """צה"ל""",
    """a " b""",
]


@pytest.mark.parametrize("typed", SET)
def test_quotes_are_set(typed):
    assert curly(typed) == SET[typed]


@pytest.mark.parametrize("typed", LEFT)
def test_what_is_no_quote_is_left(typed):
    assert curly(typed) == typed


@pytest.mark.parametrize(
    "odd", ["'" * 40_000, "'a" * 40_000, '"' * 40_000, "<a>'" * 20_000, "a@" * 20_000, "' " * 40_000]
)
def test_no_text_takes_long(odd):
    began = time.process_time()
    curly(odd)
    assert time.process_time() - began < 2


def test_pages_have_them_and_the_desk_shows_what_was_typed(as_person, settings, coach, stage):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "leanback.middleware.quotes_are_typographic"]
    thread = Thread.ask(stage, coach, """It's "me".""")
    assert "It’s “me”." in as_person(None).get(thread.get_absolute_url()).content.decode()
    assert "It’s" not in as_person(coach).get(f"/admin/threads/{thread.pk}/").content.decode()
