"""The parsers, the cleaners, and the HTML that comes out of them.

The parsers are shared by all threads: rendering keeps its state in the call, and `_parser` has warmed the rule caches,
which markdown-it fills lazily and not safely.
"""

import re

import nh3
from markdown_it import MarkdownIt

from stages import glossary
from stages.text import unmarked
from stages.text.addresses import ADDRESS, PICTURE_ADDRESS, STOPS, bare_address
from stages.text.blocks import WITH_DIRECTION, back_at_margin, dress, listing, only_signs, quote
from stages.text.emphasis import emphasis, pair
from stages.text.escapes import escape
from stages.text.links import link, mention, picture
from stages.text.typed import as_typed

READER_TAGS = {"p", "br", "em", "strong", "ol", "ul", "li", "blockquote", "a"}
COACH_TAGS = READER_TAGS | {"h3", "h4", "h5", "hr", "table", "thead", "tbody", "tr", "th", "td", "img"}


def reader_html(source: str) -> str:
    """In: what a reader typed. Out: paragraphs, line breaks, emphasis, lists, quotes and links, nothing else."""
    return unmarked.html_of(source) or _reader_cleaner.clean(_reader_parser.render(as_typed(source)))


def coach_html(source: str, shelf: dict | None = None, terms: tuple = ()) -> str:
    """In: what the coach typed, and what stands on the shelf: slug -> (title, address, or "" for what is not to be seen
    yet), and her own words: (key, word). Out: the same and headings, rules, tables, pictures, followed links, `[[slug]]`
    as the resource it names, and each word, where it first stands, as a link to `#term-key`."""
    plainly = unmarked.html_of(source, terms)
    return plainly or _coach_cleaner.clean(
        _coach_parser.render(as_typed(source), {"shelf": shelf or {}, "terms": terms})
    )


def headings_raised(html: str) -> str:
    """In: what `coach_html` made. Out: the same for a page whose title is the only heading above it: from h2 on."""
    return re.sub(r"(</?h)([345])\b", lambda found: f"{found[1]}{int(found[2]) - 1}", html)


def html_elsewhere(html: str, site: str) -> str:
    """In: rendered HTML, and where this site is. Out: the same to be read in another place, such as a feed: cleaned once
    more, its links and pictures with their whole address, her own words without theirs: the meanings stay here."""
    return _cleaner(COACH_TAGS | {"h2"}, None, site).clean(glossary.without_links(html))


INTERRUPTS = ["paragraph", "blockquote", "list"]


def _parser(blocks: list[str], inlines: list[str]) -> MarkdownIt:
    """One for each kind of writer, made once."""
    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False, "maxNesting": 20})
    md.block.ruler.at("blockquote", quote, {"alt": INTERRUPTS})
    md.block.ruler.at("list", listing, {"alt": ["paragraph", "blockquote"]})
    md.block.ruler.push("back_at_margin", back_at_margin, {"alt": ["paragraph", "blockquote"]})
    md.block.ruler.push("only_signs", only_signs, {"alt": ["list"]})
    md.block.ruler.enableOnly(["blockquote", "list", "back_at_margin", "paragraph", *blocks])
    for name, rule in (("escape", escape), ("emphasis", emphasis), ("link", link), ("image", picture)):
        md.inline.ruler.at(name, rule)
    md.inline.ruler.before("text", "bare_address", bare_address)
    md.inline.ruler.before("link", "mention", mention)
    md.inline.ruler.enableOnly(["bare_address", "text", "newline", "escape", "emphasis", "link", *inlines])
    md.inline.ruler2.at("balance_pairs", pair)
    md.inline.terminator_re = STOPS
    md.core.ruler.push("dress", dress)
    md.core.ruler.push("terms", glossary.mark)
    md.render("> - *warm* the [caches](/)")
    return md


def _cleaner(tags: set[str], rel: str | None, site: str | None = None) -> nh3.Cleaner:
    """What may be on a page, whatever the parser wrote."""
    named = {"a": {"class": {"term"}}} if tags >= COACH_TAGS else {}
    allowed = {
        "a": {"href"},
        "img": {"src", "alt"} if site else {"src", "alt", "loading"},
        "ol": {"start"},
        "li": {"value"},
    }
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
