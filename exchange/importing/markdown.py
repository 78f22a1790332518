"""Words with emphasis and links in them -> one paragraph of the Markdown that `stages.text` understands.

Typed text may hold signs that mean something in Markdown. The renderer itself is asked whether a paragraph shows the
words that were read, and only if not is anything escaped or emphasis given up."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from stages import text

SPECIAL = re.compile(r"[*_\[\]\\|]|^\s*[#>-]", re.MULTILINE)
SIGN = re.compile(
    r"(?P<address>(?:https?://|www\.)\S+)|(?P<inside>(?<=[^\W_])[*_]+(?=[^\W_]))|[*_]|\](?=\()|(?<=\\)[\[\]]"
)
LINE_SIGN = re.compile(r"^(?=#{1,6}(?:\s|$)|>|-[ -]*$)", re.MULTILINE)
LIST_SIGN = re.compile(r"^[ \t]*(?:[-*•◦▪●‣⁃∙]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
OWN_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.IGNORECASE)

REMEMBERED = 5_000  # addresses: each is asked about several times


@dataclass
class Mark:
    """Words within words: strong, em, a link; the outermost one has no kind."""

    kind: str = ""
    address: str = ""
    alt: str = ""
    children: list = field(default_factory=list)


def is_bold(nodes):
    """Whether all of a paragraph is strong."""
    said = [node for node in nodes if not isinstance(node, str) or node.strip()]
    return bool(said) and all(isinstance(node, Mark) and node.kind == "**" for node in said)


def has_emphasis(nodes):
    """Whether any of a paragraph is emphasised; where nothing is, what is bare is the same."""
    marks = [node for node in nodes if isinstance(node, Mark)]
    return any(mark.kind != "a" or has_emphasis(mark.children) for mark in marks)


def as_markdown(nodes):
    """The Markdown of one paragraph: the plainest of several that shows these words and no others."""
    return _first_that_shows(nodes, [(True, False), (True, True), (False, True)])


def as_bare(nodes):
    """The same without emphasis: it can be cut anywhere."""
    return _first_that_shows(nodes, [(False, False), (False, True)])


def _first_that_shows(nodes, ways):
    words = words_of(nodes)
    if all(isinstance(node, str) for node in nodes) and not SPECIAL.search(words):
        return tidy(words)
    for has_emphasis, is_escaped in ways:
        source = tidy(_written(nodes, has_emphasis, is_escaped))
        if _shows(source, words):
            break
    return source


def _shows(source, words):
    """Whether our renderer makes these words of it. Signs of lists may go: `1.` becomes the list that it was meant as."""
    shown = _squeezed(text.plain_text(text.coach_html(source)))
    return shown in {_squeezed(words), _squeezed(LIST_SIGN.sub("", words))}


def _squeezed(words):
    return "".join(words.translate(text.NOT_TEXT).translate(text.BIDI_CONTROLS).split())


def tidy(source):
    """Lines without spaces around them, none empty at the ends."""
    return "\n".join(line.strip() for line in source.split("\n")).strip("\n")


def words_of(nodes):
    return "".join(node if isinstance(node, str) else _label(node) for node in nodes)


def _label(mark):
    """What one reads of a mark; a link without words shows its picture's, or its address."""
    words = words_of(mark.children)
    if mark.kind != "a" or words.strip() or not _leads_somewhere(mark.address) or OWN_PICTURE.search(mark.address):
        return words
    return " ".join(mark.alt.split()) or _address(mark.address)


def _written(nodes, has_emphasis, is_escaped):
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(_escaped(node) if is_escaped else node)
        elif node.kind == "a":
            parts.append(_link(node, has_emphasis, is_escaped))
        else:
            inner = _written(node.children, has_emphasis, is_escaped)
            parts.append(_emphasised(inner, node.kind) if has_emphasis else inner)
    written = "".join(parts)
    return LINE_SIGN.sub(r"\\", _tidy_starts(written)) if is_escaped else written


def _tidy_starts(source):
    return re.sub(r"(?m)^[ \t]+(?=[#>-])", "", source)


def _escaped(words):
    r"""`*` as `\*` wherever it could mean something; addresses stay, they are read before any sign in them."""
    return SIGN.sub(lambda sign: sign[0] if sign["address"] or sign["inside"] else "\\" + sign[0], words)


def _emphasised(inner, mark):
    """Signs stand close to the words: `<b> so </b>` is ` **so** `."""
    before, core, after = _without_edges(inner)
    return f"{before}{mark}{core}{mark}{after}" if core else inner


def _without_edges(words):
    """(spaces before, the words, spaces behind)"""
    core = words.strip()
    start = len(words) - len(words.lstrip())
    return words[:start], core, words[start + len(core) :]


def _link(mark, has_emphasis, is_escaped):
    """`[words](address)`; only the words if our renderer would not make a link of it."""
    words = _label(mark)
    if not words.strip() or not _leads_somewhere(mark.address):
        return _written(mark.children, has_emphasis, is_escaped)
    address = _address(mark.address)
    if words.strip() == address:
        return words
    label = _written(mark.children, has_emphasis, is_escaped) if words_of(mark.children).strip() else words
    label = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", label) if is_escaped else label
    before, core, after = _without_edges(label)
    return f"{before}[{' '.join(core.split())}]({address}){after}"


def _address(typed):
    """An address that can stand in round brackets."""
    signs = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", '"': "%22", "\n": "", "\t": ""}
    return typed.strip().translate(str.maketrans(signs))


@lru_cache(REMEMBERED)
def _leads_somewhere(address):
    """Whether our renderer links to it: http, https, mailto and this site; it is the one that knows."""
    return text.plain_text(text.coach_html(f"[x]({_address(address)})")) == "x"
