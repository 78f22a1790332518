"""Markdown -> safe HTML, the only place that makes HTML from what people typed.

Source of the rules: CommonMark, minus what a reader has no use for, and minus what turns plain typing into something
that she did not mean. Each departure says which typing it is for. markdown-it-py parses, our rules stand in the place
of some of its own, and nh3 is always the last step: no parser mistake reaches a page.

Left out on purpose: raw HTML, entities, code, setext headings ("Hello" over "---"), reference definitions, link titles,
`+` bullets ("+ he is kind" stays a plus). linkify-it is not used: it runs after emphasis, so www.site.com/_a_ breaks.

The parsers are shared by all threads: rendering keeps its state in the call, and `_parser` has warmed the rule caches,
which markdown-it fills lazily and not safely.
"""

import html as entities
import re
import unicodedata
from collections import deque

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote, list_block
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from stages import glossary

DEEPEST = 12  # levels of quotes and lists; deeper signs are shown as typed. The parser drops text at its own 20.
FARTHEST = 20  # open * and _ that are remembered, which keeps pairing linear
FIRST_WORDS = 160  # characters; search engines show no more
FIRST_WORDS_FROM = 4000  # characters of HTML that are looked into for them, however long the text is
LONGEST_ADDRESS = 2000  # characters, what browsers and mail programs agree on

READER_TAGS = {"p", "br", "em", "strong", "ol", "ul", "li", "blockquote", "a"}
COACH_TAGS = READER_TAGS | {"h3", "h4", "h5", "hr", "table", "thead", "tbody", "tr", "th", "td", "img"}
WITH_DIRECTION = {"p", "li", "blockquote", "h3", "h4", "h5", "th", "td"}

# Letters and signs that look like nothing (Hangul fillers, the blank Braille pattern): Unicode calls them letters all the same.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def reader_html(source: str) -> str:
    """In: what a reader typed. Out: paragraphs, line breaks, emphasis, lists, quotes and links, nothing else."""
    return _reader_cleaner.clean(_reader_parser.render(as_typed(source)))


def coach_html(source: str, shelf: dict | None = None, terms: tuple = ()) -> str:
    """In: what the coach typed, and what stands on the shelf: slug -> (title, address, or "" for what is not to be seen
    yet), and her own words: (key, word). Out: the same and headings, rules, tables, pictures, followed links, `[[slug]]`
    as the resource it names, and each word, where it first stands, as a link to `#term-key`."""
    return _coach_cleaner.clean(_coach_parser.render(as_typed(source), {"shelf": shelf or {}, "terms": terms}))


# [[slug]] or [[slug|other words]]; in a table the | between them is typed as \|
MENTION = re.compile(r"\[\[([-\w]{1,80}+)(?:\\?\|([^\[\]|\n]{1,200}+))?\]\](?!\()", re.ASCII)


def mentions(source: str) -> list[str]:
    """In: what the coach typed. Out: the slugs of the resources that it names, known or not, each once."""
    return list(dict.fromkeys(found[1] for found in MENTION.finditer(source)))


def headings_raised(html: str) -> str:
    """In: what `coach_html` made. Out: the same for a page whose title is the only heading above it: from h2 on."""
    return re.sub(r"(</?h)([345])\b", lambda found: f"{found[1]}{int(found[2]) - 1}", html)


def html_elsewhere(html: str, site: str) -> str:
    """In: rendered HTML, and where this site is. Out: the same to be read in another place, such as a feed: cleaned once
    more, its links and pictures with their whole address, her own words without theirs: the meanings stay here."""
    return _cleaner(COACH_TAGS, None, site).clean(glossary.without_links(html))


# Text of what was rendered

BLOCK_EDGES = re.compile(r"(?=</?(?:p|br|li|ol|ul|blockquote|h[1-6]|hr|table|tr|th|td|div|img)\b)", re.IGNORECASE)
BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def plain_text(html: str) -> str:
    """In: rendered HTML. Out: its words on one line, entities decoded; not safe as HTML.

    Direction controls go: a title stands within a line of ours, and they would turn the rest of it around."""
    bare = nh3.clean(BLOCK_EDGES.sub(" ", html.translate(NOT_TEXT)), tags=set())
    return _one_line(entities.unescape(bare))


def first_words(html: str) -> str:
    """In: rendered HTML. Out: what a search engine or a shared link tells of the page."""
    return excerpt(plain_text(html[:FIRST_WORDS_FROM]), FIRST_WORDS)


def _one_line(text: str) -> str:
    return " ".join(LINE_ENDS.sub("\n", text).translate(NOT_TEXT | BIDI_CONTROLS).split())


def excerpt(source_or_plain: str, limit: int) -> str:
    """In: text (for a rendered one: `excerpt(plain_text(html), 160)`). Out: at most `limit` characters of it on one
    line, up to a word's end, and … when something is missing."""
    text = _one_line(source_or_plain)
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


# Before parsing: pasted text, and signs that only look like Markdown

# Controls, byte order marks, halves of surrogate pairs, and the two overrides that can make a link's text lie.
CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\t"), ord("\n")}
NOT_TEXT = dict.fromkeys((*CONTROLS, 0x202D, 0x202E, 0xFEFF, *range(0xD800, 0xE000)))
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MARGIN = re.compile(r"[\s\u200b]*")
SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ") | {0x200B: None}
PASTED_BULLET = re.compile(r"(?:[•◦▪●‣⁃∙]|([-*]|\d{1,9}[.)]))[\s\u200b]+(?=\S)")
QUOTED = re.compile(r">++[ \t]++(?![> \t]*+$)")
BLANK_QUOTED = re.compile(r"[> \t]+$")


def as_typed(source: str) -> str:
    """In: text as it came, from whatever phone or word processor. Out: text whose lines the parser reads as meant."""
    text = LINE_ENDS.sub("\n", source).translate(NOT_TEXT)
    return "\n".join(_line_as_typed(line) for line in text.split("\n"))


def _line_as_typed(line: str) -> str:
    """Spaces of any kind indent, "•" is a bullet, and ">:(" or ">3 years" is no quote."""
    margin = MARGIN.match(line).group()
    words = line[len(margin) :]
    if bullet := PASTED_BULLET.match(words):
        words = (bullet[1] or "-") + " " + words[bullet.end() :]
    if words.startswith(">\u00a0"):
        words = words.replace("\u00a0", " ", 1)
    if words.startswith(">") and not QUOTED.match(words) and not BLANK_QUOTED.match(words):
        words = "\\" + words
    return (margin.translate(SPACES) + words).rstrip()


# Blocks

LISTED = re.compile(
    r"(?:[-*]|(?!0\d)\d{1,2}[.)])[ \t]++"  # up to 99: "2019. That was the year" is a sentence
    r"(?![-*_+ \t]*+$)"  # "* * *" and "- - -" are typed lines, not lists in lists
    r"(?!\d+[.)](?:\s|$))\S"  # "3. 5. 2020" is a day
)
ONLY_SIGNS = re.compile(r"(?:[-*_][ \t]*){2,}$")


def _rest_of(state, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _quote(state, line, end, silent):
    """`> he said`: needs a space and words after the sign."""
    return state.level < DEEPEST and bool(QUOTED.match(_rest_of(state, line))) and blockquote(state, line, end, silent)


def _list(state, line, end, silent):
    """`- `, `* `, `1. ` and `1) ` with words after them."""
    return state.level < DEEPEST and bool(LISTED.match(_rest_of(state, line))) and list_block(state, line, end, silent)


def _back_at_margin(state, line, end, silent):
    """A line without the quote's sign, left of the list item's words, or without a table's | is no longer part of it:
    nobody who answers below a quote means to be quoted. (CommonMark's lazy continuation says otherwise.)"""
    if state.parentType == "table":
        return silent and "|" not in _rest_of(state, line)
    return silent and (state.parentType == "blockquote" or state.sCount[line] < state.blkIndent)


def _only_signs(state, line, end, silent):
    """`* * *` below a list ends it and is shown as typed. Readers only: for the coach it is a rule."""
    return silent and bool(ONLY_SIGNS.match(_rest_of(state, line)))


def _dress(state):
    """After parsing: every block finds its own direction, headings sit below the page's, list numbers stay."""
    ranks = _ranks(token.tag for token in state.tokens if token.type == "heading_open")
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = ranks[token.tag]
        if token.nesting == 1 and token.tag in WITH_DIRECTION:
            token.attrs = {"dir": "auto"}  # and no style="text-align", which tables bring
    _keep_numbers(state.tokens)


def _ranks(levels):
    """{"h2": "h3", "h4": "h4"}: whatever a writer begins with comes first below the page's own headings, none is left out."""
    used = sorted(set(levels))
    return {level: f"h{min(3 + rank, 5)}" for rank, level in enumerate(used)}


def _keep_numbers(tokens):
    """1. 2. 5. stays 5. A list that says 1. each time is counted, as CommonMark does."""
    lists = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type == "ordered_list_close":
            _number(lists.pop())
        elif token.type == "bullet_list_close":
            lists.pop()


def _number(items):
    numbers = [int(item.info) for item in items]
    if set(numbers) == {1}:
        return
    for item, number, before in zip(items[1:], numbers[1:], numbers, strict=False):
        if number != before + 1:
            item.attrSet("value", str(number))


# Emphasis: `*so*`, `_so_`, `**so**`, never within a word, never a face

OPENS = re.compile(r"[*_]{0,4}+(?![\s*_,;:!?)\]}%^”]|\.(?!\.))\S")
KISS = re.compile(r"(?:^|\s)[:;=]['’]?-?$")  # :-* and :*, with the four characters before the sign


def _emphasis(state, silent):
    """Reads one run of * or _ and notes whether it may open or close; `_pair` decides."""
    start = end = state.pos
    sign = state.src[start]
    if silent or sign not in "*_":
        return False
    while end < state.posMax and state.src[end] == sign:
        end += 1
    _note(state, sign, end - start, *_sides(state.src, start, end))
    state.pos = end
    return True


def _note(state, sign, length, opens, closes):
    if not (opens or closes):
        state.append_pending(sign * length)
        return
    for _ in range(length):
        state.push("text", "", 0).content = sign
        state.delimiters.append(Delimiter(ord(sign), length, len(state.tokens) - 1, -1, opens, closes))


def _sides(src: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the run may open, may close. In f**k, 2*3*4 and snake_case it may do neither."""
    before, after = src[start - 1 : start] or " ", src[end : end + 1] or " "
    if end - start > 3 or _is_face(before, after) or KISS.search(src[max(0, start - 5) : start]):
        return False, False
    opens = not _in_word(before) and bool(OPENS.match(src, end))
    closes = not _in_word(after) and not before.isspace() and unicodedata.category(before) not in ("Ps", "Pi")
    return opens, closes


def _in_word(character: str) -> bool:
    """Letters, digits and their marks; not Chinese or Japanese ones, which write words without spaces."""
    kind = unicodedata.category(character)
    of_word = kind[0] in "LN" or (kind in ("Mn", "Mc") and not "\ufe00" <= character <= "\ufe0f")
    return of_word and unicodedata.east_asian_width(character) not in "WF"


def _is_face(before: str, after: str) -> bool:
    """^_^ -_- >_< ;_; – a mouth between two eyes, which are signs, but no quotes or brackets."""
    kinds = unicodedata.category(before), unicodedata.category(after)
    eyes = all(kind[0] in "PS" and kind not in ("Ps", "Pe", "Pi", "Pf") for kind in kinds)
    return eyes and (before == after or not {before, after} & set("\"'*_"))


def _pair(state):
    """Stands for markdown-it's balance_pairs: a run closes one of its own length, so `sh**` within `*…*` stays."""
    within = [meta["delimiters"] for meta in state.tokens_meta if meta]
    for delimiters in (state.delimiters, *within):
        waiting = deque(maxlen=FARTHEST)
        at = 0
        while at < len(delimiters):
            sign = delimiters[at]
            if not (sign.close and _close(delimiters, waiting, at)) and sign.open:
                waiting.append([at, sign.length])
            at += sign.length


def _close(delimiters, waiting, at) -> bool:
    """Ties the run at `at` to the nearest that waits for it; whatever opened in between stays as typed."""
    left = length = delimiters[at].length
    while left and (found := _opener(delimiters, waiting, delimiters[at], left)) is not None:
        while len(waiting) > found + 1:
            waiting.pop()
        first, open_left = waiting[found]
        tied = min(open_left, left)
        for step in range(tied):
            delimiters[first + open_left - 1 - step].end = at + length - left + step
        left -= tied
        waiting[found][1] -= tied
        if tied == open_left:
            waiting.pop()
    return left < length


def _opener(delimiters, waiting, closer, left):
    """`***both* of them**` and `**both *of them***`: three may be one and two."""
    for index in range(len(waiting) - 1, -1, -1):
        first, open_left = waiting[index]
        opener = delimiters[first]
        splits = (opener.length == 3 and left <= open_left) or (closer.length == 3 and open_left <= left)
        if opener.marker == closer.marker and (open_left == left or splits):
            return index
    return None


# Escapes

ARM = re.compile(r"(?<=[¯‾￣])\\{1,3}_?(?:(\([^()\n]{1,8}\))\\?_/)?")
ESCAPED = re.compile(r"\\(?:([*_\[\]])|([#>+-])|(?<=\d\\)([.)]))")


def _escape(state, silent):
    r"""`\*` is a star, `1\.` no list, `\#` at a line's start no heading. Any other \ is a \, as in \o/ and C:\ and the
    arm of ¯\_(ツ)_/¯, however often it was escaped."""
    src, pos = state.src, state.pos
    if src[pos] != "\\":
        return False
    if arm := ARM.match(src, pos, state.posMax):
        return _show(state, r"\_" + (arm[1] + "_/" if arm[1] else ""), arm.end())
    escaped = ESCAPED.match(src, pos, state.posMax)
    if not escaped or (escaped[2] and src[src.rfind("\n", 0, pos) + 1 : pos].strip()):
        return False
    return _show(state, escaped[0][1:], escaped.end())


def _show(state, text: str, end: int) -> bool:
    state.append_pending(text)
    state.pos = end
    return True


# Links and pictures

LINK = re.compile(
    r"""\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]\\]*+\])*+)\]
    \(\s*+(?:<(?P<within>[^<>\n]*+)>|(?P<to>(?:[^\s<>()]|\([^\s<>()]*+\))*+))
    (?:\s++(?:"[^"]*+"|'[^']*+'))?+\s*+\)""",
    re.VERBOSE | re.DOTALL,
)
ADDRESS = re.compile(
    r"""(?:https?://(?=[\w\[])(?![^/?#]*@)   # a name before the host is there to mislead: https://bank.com@other.com
    | mailto:(?=[^\s@]+@)
    | /(?![/\\]))                            # on this site; // would be another
    [^\s\\\x00-\x20]*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
PICTURE_ADDRESS = re.compile(r"/(?![/\\])")  # our own only: no page asks a third party for anything


def _address(typed: str, state) -> str | None:
    """In: an address as typed. Out: as it goes into href, or None: http, https, mailto and /this-site only."""
    typed = typed.replace("&amp;", "&")
    if len(typed) > LONGEST_ADDRESS or not ADDRESS.match(typed):
        return None
    address = state.md.normalizeLink(typed)
    return address if ADDRESS.match(address) else None


def _link(state, silent):
    """`[words](address)`. What is no link is shown as typed; a reader's `![words](address)` is "!" and a link."""
    found = state.linkLevel == 0 and LINK.match(state.src, state.pos, state.posMax)
    address = found and found["label"].strip() and _address(found["within"] or found["to"] or "", state)
    if not address:
        return False
    end, (state.pos, state.posMax) = state.posMax, found.span("label")
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    state.pos, state.posMax = found.end(), end
    return True


def _picture(state, silent):
    """`![what it shows](/…)`, for the coach. One from elsewhere is a link; without words for the blind, as typed."""
    found = state.src[state.pos] == "!" and LINK.match(state.src, state.pos + 1, state.posMax)
    address = found and found["label"].strip() and _address(found["within"] or found["to"] or "", state)
    if not address or not PICTURE_ADDRESS.match(address):
        return False
    picture = state.push("image", "img", 0)
    picture.attrs = {"src": address, "alt": "", "loading": "lazy"}
    picture.children = [Token("text", "", 0, content=found["label"])]  # the renderer makes alt of it
    state.pos = found.end()
    return True


def _mention(state, silent):
    """`[[slug]]`: the resource by its title, or by other words. One that is not on the shelf is shown as typed."""
    found = MENTION.match(state.src, state.pos, state.posMax)
    known = found and state.env["shelf"].get(found[1])
    if not known:
        return False
    title, address = known
    if address:
        state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = (found[2] or "").strip() or title
    if address:
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


HOST = r"[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,20}+(?![\w@])(?::\d{1,5}+(?![\d@]))?"
BARE = (
    rf"(?:(?<![A-Za-z0-9])(?i:https?://){HOST}"
    rf"|(?<![\w@.:/-])(?=(?i:www\.)){HOST}"
    # A bare name only with an ending that is no word: "okay.so he left.is it" is not two sites.
    r"|(?<![\w@.:/\\&=#%+-])(?:(?!-)[A-Za-z0-9-]{1,63}+(?<!-)\.){1,4}(?:com|org|net|COM|ORG|NET)(?![\w@-]|\.\w)"
    r"(?::\d{1,5}+(?![\d@]))?)"
)
# A path ends at a space, a bracket of HTML, typographic marks and emoji, which follow addresses and are not in them.
PATH = (
    r"(?:[/?#][^\s<>\"`\\|«»،؛؟\u200b-\u206f\u2018-\u201f\u2026\u2190-\u2bff\u3000-\u303f\ufe00-\ufe0f\uff00-\uffef"
    r"\U0001f000-\U0001faff]*+)?"
)
BARE_ADDRESS = re.compile(BARE + PATH)
STOPS = re.compile(rf"[\n\\*_\[\]!]|(?={BARE})")  # where the inline rules look; all between is text


def _bare_address(state, silent):
    """https://…, www.… and site.com become links, e-mail addresses do not: they would be harvested."""
    found = state.linkLevel == 0 and BARE_ADDRESS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    end = _end_of_address(state.src, state.pos, found.end())
    typed = state.src[state.pos : end]
    address = _address(typed if typed[:4].lower() == "http" and "://" in typed[:8] else f"https://{typed}", state)
    if not address:
        return _show(state, typed, end)  # all of it, or every https:// within would be tried again
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = typed
    state.push("link_close", "a", -1)
    state.pos = end
    return True


def _end_of_address(src: str, start: int, end: int) -> int:
    """Leaves to the sentence what is the sentence's: (see https://site.com/a_(b)), and all after the second ")"."""
    surplus = {close: src.count(close, start, end) - src.count(opened, start, end) for opened, close in ("()", "[]")}
    marks = ".,;:!?'*~" + ("_" if src[start - 1 : start] == "_" else "")
    while src[end - 1] in marks or surplus.get(src[end - 1], 0) > 0:
        if src[end - 1] in surplus:
            surplus[src[end - 1]] -= 1
        end -= 1
    return end


# Parsers and cleaners

INTERRUPTS = ["paragraph", "blockquote", "list"]


def _parser(blocks: list[str], inlines: list[str]) -> MarkdownIt:
    """One for each kind of writer, made once."""
    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False, "maxNesting": 20})
    md.block.ruler.at("blockquote", _quote, {"alt": INTERRUPTS})
    md.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
    md.block.ruler.push("back_at_margin", _back_at_margin, {"alt": ["paragraph", "blockquote"]})
    md.block.ruler.push("only_signs", _only_signs, {"alt": ["list"]})
    md.block.ruler.enableOnly(["blockquote", "list", "back_at_margin", "paragraph", *blocks])
    for name, rule in (("escape", _escape), ("emphasis", _emphasis), ("link", _link), ("image", _picture)):
        md.inline.ruler.at(name, rule)
    md.inline.ruler.before("text", "bare_address", _bare_address)
    md.inline.ruler.before("link", "mention", _mention)
    md.inline.ruler.enableOnly(["bare_address", "text", "newline", "escape", "emphasis", "link", *inlines])
    md.inline.ruler2.at("balance_pairs", _pair)
    md.inline.terminator_re = STOPS
    md.core.ruler.push("dress", _dress)
    md.core.ruler.push("terms", glossary.mark)
    md.render("> - *warm* the [caches](/)")
    return md


def _cleaner(tags: set[str], rel: str | None, site: str | None = None) -> nh3.Cleaner:
    """What may be on a page, whatever the parser wrote."""
    named = {"a": {"class": {"term"}}} if tags == COACH_TAGS else {}
    allowed = {"a": {"href"}, "img": {"src", "alt", "loading"}, "ol": {"start"}, "li": {"value"}}
    return nh3.Cleaner(
        tags=tags,
        attributes={tag: values for tag, values in allowed.items() if tag in tags},
        tag_attribute_values={tag: {"dir": {"auto"}} for tag in WITH_DIRECTION & tags} | named,
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=rel,
        url_relative=("rewrite_with_base", site) if site else None,
    )


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    checks = {"href": ADDRESS_OR_TERM, "src": PICTURE_ADDRESS, "start": NUMBER, "value": NUMBER, "loading": LAZY}
    return value if name not in checks or checks[name].match(value) else None


NUMBER = re.compile(r"\d{1,9}\Z")
ADDRESS_OR_TERM = re.compile(rf"{ADDRESS.pattern}|\#term-\d{{1,18}}\Z", ADDRESS.flags)
LAZY = re.compile(r"lazy\Z")

_reader_parser = _parser(["only_signs"], [])
_reader_cleaner = _cleaner(READER_TAGS, "nofollow ugc")
_coach_parser = _parser(["table", "hr", "heading"], ["image", "mention"])
_coach_cleaner = _cleaner(COACH_TAGS, None)
