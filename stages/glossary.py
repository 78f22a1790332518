"""The coach's own words in her texts: each becomes, where a text first says it, a link to its meaning at the end of the
page. Words come as (key, word); a word is whole, in any case, with any spaces and any apostrophe."""

import re
from functools import lru_cache

from markdown_it.token import Token

from stages.text.words import pattern_of

NOT_IN = ("heading_open", "th_open")
# As the sanitiser writes it. Nobody can type it: < is escaped, and # is no address that a link may have.
LINK = re.compile(r'<a class="term" href="#term-(\d{1,18})">(.*?)</a>', re.DOTALL)


@lru_cache(maxsize=4)
def _finder(terms: tuple):
    """Return one expression for all words, the longest first, and the keys of its groups."""
    terms = sorted(((key, word) for key, word in terms if word.strip()), key=lambda term: -len(term[1]))
    words = "|".join(f"({pattern_of(word)})" for _key, word in terms)
    return re.compile(rf"(?<!\w)(?:{words})(?![\w\u0300-\u036f])", re.IGNORECASE), [key for key, _word in terms]


def has_any(source, terms):
    """Does a text say one of these words, perhaps?"""
    return bool(terms) and bool(_finder(tuple(terms))[0].search(source))


def mark(state):
    """A rule of the parser, the last one: links the words that `env["terms"]` holds, each once."""
    if terms := tuple(state.env.get("terms", ())):
        finder, seen = _finder(terms), set()
        for before, token in zip(state.tokens, state.tokens[1:], strict=False):
            if token.type == "inline" and before.type not in NOT_IN:
                token.children = list(_marked(token.children, finder, seen))


def _marked(tokens, finder, seen):
    within = 0
    for token in tokens:
        within += token.nesting if token.tag == "a" else 0
        if token.type == "text" and not within:
            yield from _pieces(token.content, finder, seen)
        else:
            yield token


def _pieces(text, finder, seen):
    """Yield a text in pieces. What was linked once is passed over whole: no shorter word is found within it."""
    pattern, keys = finder
    done = 0
    for found in pattern.finditer(text):
        key = keys[found.lastindex - 1]
        if key not in seen:
            seen.add(key)
            yield _text(text[done : found.start()])
            yield Token("link_open", "a", 1, attrs={"class": "term", "href": f"#term-{key}"})
            yield _text(found.group())
            yield Token("link_close", "a", -1)
            done = found.end()
    yield _text(text[done:])


def _text(words):
    return Token("text", "", 0, content=words)


# In what was rendered


def marked_in(html: str) -> set[int]:
    """Return the keys of the words that are linked in rendered HTML."""
    return {int(found[1]) for found in LINK.finditer(html)} if 'class="term"' in html else set()


def without_links(html: str) -> str:
    """Return rendered HTML with its words and no links to their meanings, for where those do not stand."""
    return LINK.sub(r"\2", html)


APART = 600  # signs of HTML, some six lines: notes that stood closer would lie on each other


def with_notes(html: str, meanings: dict[int, str]) -> str:
    """In: a page, and the meanings of the words that are linked in it, as HTML. Out: the page with a note behind each such
    word where there is room for one; wide windows show it beside the line (`.aside`). Listeners find it at the end."""
    last = -APART

    def noted(found):
        nonlocal last
        if found.start() - last < APART or int(found[1]) not in meanings:
            return found[0]
        last = found.start()
        return f'{found[0]}<small class="aside" aria-hidden="true">{meanings[int(found[1])]}</small>'

    return LINK.sub(noted, html)
