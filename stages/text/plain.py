"""Words of what was rendered, for where no HTML can stand."""

import html as entities
import re
import unicodedata

import nh3

from stages.text.typed import LINE_ENDS, NOT_TEXT

# How people begin before they say what they ask: it names no question.
GREETING = re.compile(
    r"^[¡\s]*(?:hi|hello|hey|dear|good (?:morning|evening|day)|thanks?(?: you)?"
    r"|hola|querid[ao]|estimad[ao]|buen[ao]s?(?: d[ií]as| tardes| noches)?|gracias)"
    r"\b(?: [^\s,.!?:–—-]+){0,4}? ?(?:[,.!:–—-]+ ?|$)",
    re.IGNORECASE,
)
SHORTEST_SENTENCE = 12  # characters: "Help! He has gone." is one sentence to a list
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*(?= )|(?<=[。！？])")
PARAGRAPH = '<p dir="auto">'  # as nearly every one begins
PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|td)>")
FIRST_WORDS = 160  # characters; search engines show no more
FIRST_WORDS_FROM = 4000  # characters of HTML that are looked into for them, however long the text is

BLOCK_EDGES = re.compile(r"(?=</?(?:p|br|li|ol|ul|blockquote|h[1-6]|hr|table|tr|th|td|div|img)\b)", re.IGNORECASE)
BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
UNSEEN = NOT_TEXT | BIDI_CONTROLS
_without_tags = nh3.Cleaner(tags=set())  # made once: making it takes three times as long as cleaning a line


def plain_text(html: str) -> str:
    """In: rendered HTML. Out: its words on one line, entities decoded; not safe as HTML.

    Direction controls go: a title stands within a line of ours, and they would turn the rest of it around."""
    if "<" not in (words := html.removeprefix(PARAGRAPH)) and "&" not in words:
        return one_line(words)
    bare = _without_tags.clean(BLOCK_EDGES.sub(" ", html.translate(NOT_TEXT)))
    return one_line(entities.unescape(bare))


def first_words(html: str) -> str:
    """In: rendered HTML. Out: what a search engine or a shared link tells of the page."""
    return excerpt(plain_text(html[:FIRST_WORDS_FROM]), FIRST_WORDS)


def lines_of(text: str) -> list[str]:
    """In: text of which each line is a thing of its own. Out: the lines, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def first_sentence(html: str, limit: int) -> str:
    """In: rendered HTML. Out: what its first sentence says, no greeting and without its full stop, in at most `limit`
    characters and cut at a word's end; an empty string where nothing is said."""
    said, before = "", []
    for paragraph in PARAGRAPH_END.split(html[:FIRST_WORDS_FROM]):
        greeting, *rest = lines = [plain_text(line) for line in paragraph.lstrip().split("<br>")]
        before += filter(None, lines)
        said = GREETING.sub("", " ".join([GREETING.sub("", greeting, count=1), *rest]).strip(), count=1)
        if any(sign.isalnum() for sign in said):
            break
    else:
        said = " ".join(before)
    said = said if " ".join(before).startswith(said) else said[:1].upper() + said[1:]
    ends = (end.end() for end in SENTENCE_END.finditer(said) if end.end() >= SHORTEST_SENTENCE)
    sentence = excerpt(said[: next(ends, None)].strip(), limit)
    return sentence[:-1] if sentence.endswith(".") and not sentence.endswith("..") else sentence


def one_line(text: str) -> str:
    """In: text as it came. Out: its words on one line, without signs that only machines read."""
    if not text.isprintable():  # no other text has any of these
        text = LINE_ENDS.sub("\n", text).translate(UNSEEN)
    return " ".join(text.split())


def excerpt(source_or_plain: str, limit: int) -> str:
    """In: text (for a rendered one: `excerpt(plain_text(html), 160)`). Out: at most `limit` characters of it on one
    line, up to a word's end, and … when something is missing."""
    text = one_line(source_or_plain)
    if len(text) <= limit:
        return text
    space = text.rfind(" ", limit // 2, limit + 1)
    return text[: space if space > 0 else _whole_characters(text, limit)].rstrip(" ,.;:–—-") + "…"


def _whole_characters(text: str, limit: int) -> int:
    """Where to cut so that no 👩‍👧, é or flag is cut in two (the cases of UAX 29 that people type)."""
    cut = max(limit, 0)
    while cut > 0 and _belongs_together(text, cut):
        cut -= 1
    return cut or max(limit, 0)


def _belongs_together(text: str, cut: int) -> bool:
    before, after = text[cut - 1], text[cut]
    if "\U0001f1e6" <= after <= "\U0001f1ff":  # flags are pairs of letters
        return (len(text[:cut]) - len(text[:cut].rstrip(FLAG_LETTERS))) % 2 == 1
    return "\u200d" in (before, after) or unicodedata.category(after)[0] == "M" or bool(EXTENDS.match(after))


FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
EXTENDS = re.compile("[\u200c\u1160-\u11ff\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
