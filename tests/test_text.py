"""What people type becomes HTML that says the same and does nothing else."""

import re
import threading
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stages.text import coach_html, excerpt, plain_text, reader_html, unmarked
from tests.hostile.text import COACH, HOSTILE, INNOCENT, LONG

READER_TAGS = {
    "p": {"dir"},
    "li": {"dir", "value"},
    "blockquote": {"dir"},
    "ol": {"start"},
    "ul": set(),
    "br": set(),
    "em": set(),
    "strong": set(),
    "a": {"href", "rel"},
}
COACH_TAGS = READER_TAGS | {
    "a": {"href"},
    "img": {"src", "alt", "loading"},
    **{tag: {"dir"} for tag in ("h3", "h4", "h5", "th", "td")},
    **{tag: set() for tag in ("hr", "table", "thead", "tbody", "tr")},
}
SAFE_ADDRESS = {
    "href": re.compile(r"(https?://[^/@\s\\]+([/?#][^\s\\]*)?|mailto:[^\s]+|/(?![/\\])[^\s\\]*)\Z", re.I),
    "src": re.compile(r"(https://[^/@\s\\]+([/?#][^\s\\]*)?|/(?![/\\])[^\s\\]*)\Z", re.I),
}
EXACT = {"dir": "auto", "rel": "nofollow ugc", "loading": "lazy"}
WRITERS = pytest.mark.parametrize(("render", "tags"), [(reader_html, READER_TAGS), (coach_html, COACH_TAGS)])


class Page(HTMLParser):
    """Reads HTML as a browser would and refuses what is not allowed."""

    def __init__(self, html, tags):
        super().__init__()
        self.tags = tags
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag in self.tags
        for name, value in attrs:
            assert name in self.tags[tag]
            assert value == EXACT.get(name, value)
            assert name not in SAFE_ADDRESS or SAFE_ADDRESS[name].match(value)
            assert name not in ("start", "value") or value.isdecimal()

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def bare(html):
    """Without what every block and link carries, and without the line ends between tags."""
    return re.sub(r' dir="auto"| rel="nofollow ugc"', "", html).replace("\n", "")


def letters(text):
    return [character for character in text if character.isalpha()]


def named(table):
    return pytest.mark.parametrize(("source", "html"), [pytest.param(s, h, id=name) for name, s, h in table])


@named(INNOCENT)
def test_what_people_type_comes_out_as_they_meant_it(source, html):
    assert bare(reader_html(source)) == html


@named(COACH)
def test_the_coach_has_headings_tables_and_pictures_too(source, html):
    assert bare(coach_html(source)) == html


@named([row for row in INNOCENT if re.match(r"an? (address|shrug|angry|swear|list|quote|year|German)", row[0])])
def test_the_coach_is_understood_as_readers_are(source, html):
    if "* * *" not in source:
        assert bare(coach_html(source)) == html


@pytest.mark.parametrize(
    "html",
    [
        "<script>",
        "<p onclick=x>",
        "<p style=x>",
        "<a href=javascript:x>",
        "<a href=//x>",
        "<a href=https://a@b>",
        "<img src=x>",
        "<!-- -->",
        "<p dir=rtl>",
    ],
)
def test_the_page_of_these_tests_refuses_what_it_should(html):
    with pytest.raises(AssertionError):
        Page(html, COACH_TAGS)


@WRITERS
@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_anybody_types_does_anything(render, tags, source):
    Page(render(source), tags)
    Page(render(f"> - {source}\n\n**{source}** [a]({source})"), tags)


@WRITERS
@pytest.mark.parametrize("part", LONG, ids=ascii)
def test_twenty_thousand_of_anything_come_back(render, tags, part):
    source = part * (20_000 // len(part))
    assert excerpt(plain_text(render(source)), 160) is not None
    Page(render(source[:2000]), tags)


SIGNS = st.text(alphabet=st.sampled_from("ab1 \n\t*_[]()<>!#-+.:/\\`|&;@\"'=~ש漢😀\u200d\u202e\xa0\r•¯"), max_size=120)
PIECES = st.lists(st.sampled_from([*HOSTILE, *(row[1] for row in INNOCENT), "\n", "\n\n", "> ", "- ", "](", "*"]))


@WRITERS
@given(source=st.one_of(st.text(), SIGNS, PIECES.map("".join)))
@settings(max_examples=300, deadline=None)
def test_only_what_is_allowed_remains(render, tags, source):
    Page(render(source), tags)


@WRITERS
@given(words=st.lists(st.text(alphabet=st.characters(categories=["L", "Nl"]), min_size=1), min_size=1))
@settings(deadline=None)
def test_words_are_kept(render, tags, words):
    assert plain_text(render(" ".join(words))) == " ".join(words)


@given(source=st.text(alphabet="abcdefgh שע\n\t*_>#-+~`!|.,:;'\"\\<&/", max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_letter_is_lost_among_signs(source):
    assert letters(plain_text(reader_html(source))) == letters(source)


@given(depth=st.integers(1, 100), sign=st.sampled_from(["> ", ">", "- ", "1. ", "* > ", "- > 1. "]))
@settings(deadline=None)
def test_no_word_is_lost_however_deep(depth, sign):
    assert plain_text(reader_html(sign * depth + " so")).endswith("so")


@given(source=st.text(alphabet=st.characters(exclude_categories=["C"])), limit=st.integers(0, 50))
def test_an_excerpt_is_short_and_begins_as_the_text_does(source, limit):
    short = excerpt(source, limit)
    assert len(short) <= limit + 1
    assert " ".join(source.split()).startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("hello", 5, "hello"),
        ("hello world", 5, "hello…"),
        ("hello brave new world", 13, "hello brave…"),
        ("well, he left", 6, "well…"),
        ("a\n\n b", 9, "a b"),
        ("a\rb\x0bc", 9, "a b c"),
        ("x" * 30, 10, "x" * 10 + "…"),
        ("日本語の強調です", 3, "日本語…"),
        ("a👩‍👩‍👧b", 3, "a…"),
        ("cafe\u0301s", 4, "caf…"),
        ("🇩🇪🇫🇷🇬🇧", 3, "🇩🇪…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("\u2067abc", 9, "abc"),
    ],
)
def test_an_excerpt_ends_where_a_word_does(text, limit, short):
    assert excerpt(text, limit) == short


def test_plain_text_has_the_words_and_spaces_between_blocks():
    html = coach_html("# A & B\n\n|a|b|\n|-|-|\n|1|2|\n\n- x\n- *y*z <3 **q**r\xa0s")
    assert plain_text(html) == "A & B a b 1 2 x *y*z <3 **q**r s"


def test_plain_text_keeps_emphasised_letters_in_their_words():
    assert plain_text("<p>he<em>l</em>lo<br>you</p><p>&lt;b&gt; &amp;amp;</p>") == "hello you <b> &amp;"


@pytest.mark.parametrize("control", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))], ids=ascii)
def test_directions_stay_within_their_block(control):
    assert control not in plain_text(reader_html(f"a{control}b"))
    assert control not in excerpt(f"a{control}b", 9)
    assert control not in "\u202d\u202e" or control not in reader_html(f"a{control}b")


@pytest.mark.parametrize("control", [c for c in map(chr, [*range(32), *range(127, 160)]) if not c.isspace()], ids=ascii)
def test_control_characters_are_dropped(control):
    assert reader_html(f"a{control}b") == '<p dir="auto">ab</p>\n'


def test_every_block_finds_its_own_direction():
    html = coach_html("# a\n\nb\n\n- c\n\n> d\n\n1) e\n\n|f|\n|-|\n|g|")
    assert re.findall(r'<(\w+) dir="auto"', html) == ["h3", "p", "li", "blockquote", "p", "li", "th", "td"]


def test_readers_links_are_not_followed_and_the_coachs_are():
    assert reader_html("a.org").count('rel="nofollow ugc"') == 1
    assert "rel" not in coach_html("a.org")


def test_many_may_render_at_once():
    source, pages = "\n\n".join(row[1] for row in INNOCENT), []
    threads = [threading.Thread(target=lambda: pages.append(reader_html(source))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(pages) == {reader_html(source)}


# What needs no parser says what the parser would make of it

LIKELY = [
    "a",
    "Yes",
    "o",
    "-",
    "–",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n \n",
    ".",
    ":",
    ";",
    "!",
    "…",
    "'",
    "’",
    "(",
    ")",
    "1. ",
]
LIKELY += ["1)", "é", "www.", "x.com", "https:", "lean back", "¿", "😀", "said he", "* ", "&", "<3"]
TERMS = ((3, "lean back"), (4, "yes"))


@given(source=st.lists(st.sampled_from(LIKELY), max_size=14).map("".join))
@settings(max_examples=1000, deadline=None)
def test_what_needs_no_parser_is_what_it_would_make(source):
    quickly = [reader_html(source), coach_html(source), coach_html(source, terms=TERMS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unmarked, "html_of", lambda source, terms=(): None)
        assert quickly == [reader_html(source), coach_html(source), coach_html(source, terms=TERMS)]


def test_most_of_what_people_type_needs_none():
    assert unmarked.html_of("Hello Oriel,\nhe went quiet (again) – for 3 weeks…\n\nWhat now? I don’t know.")
    assert not unmarked.html_of("See https://a.org") and not unmarked.html_of("Lean back now.", TERMS)
