"""Markdown -> safe HTML, the only place that makes HTML from what people typed.

Source of the rules: CommonMark, minus what a reader has no use for, and minus what turns plain typing into something
that she did not mean. Each departure says which typing it is for. markdown-it-py parses, our rules stand in the place
of some of its own, and nh3 is always the last step: no parser mistake reaches a page. A `RenderedField` keeps the HTML beside its source.
Text that is nothing but letters and the signs of sentences needs neither (`unmarked`): it has no <, > or & to clean away.

Left out on purpose: raw HTML, entities, code, setext headings ("Hello" over "---"), reference definitions, link titles,
`+` bullets ("+ he is kind" stays a plus). linkify-it is not used: it runs after emphasis, so www.site.com/_a_ breaks.
"""

from stages.text.html import coach_html, headings_raised, html_elsewhere, reader_html
from stages.text.links import mentions
from stages.text.parts import in_parts
from stages.text.plain import (
    BIDI_CONTROLS,
    excerpt,
    first_sentence,
    first_words,
    lines_of,
    one_line,
    plain_text,
)
from stages.text.steps import steps
from stages.text.typed import BLANK_LETTERS, NOT_TEXT, as_typed

__all__ = [
    "BIDI_CONTROLS",
    "BLANK_LETTERS",
    "NOT_TEXT",
    "as_typed",
    "coach_html",
    "excerpt",
    "first_sentence",
    "first_words",
    "headings_raised",
    "html_elsewhere",
    "in_parts",
    "lines_of",
    "mentions",
    "one_line",
    "plain_text",
    "reader_html",
    "steps",
]
