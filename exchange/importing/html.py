"""WordPress's HTML -> the Markdown that `stages.text` understands.

Two kinds come in. Comments are typed: line breaks count, few tags are tags, `<3` is a heart. Pages are made of blocks or
of classic text, in which line breaks count too (WordPress calls it wpautop). Nothing that can be read is dropped: a tag
that we have no use for leaves its words behind, and what would come out otherwise than it looked is escaped."""

import re
from html import escape
from html.parser import HTMLParser

from exchange.importing.blocks import Block, Container, made_of
from exchange.importing.markdown import Mark, as_bare, as_markdown, has_emphasis, is_bold, tidy, words_of
from stages import text

LONGEST_HEADING = 80  # characters of a bold line that may be meant as one
DEEPEST = 8  # quotes, lists and tables in one another; deeper ones are plain paragraphs

MEANS_MORE = re.compile(
    r"[<>&*_\[\]\\|#\r\x00-\x08]|^\s*-", re.MULTILINE
)  # a comment without any of these is what it says
COMMENT_TAGS = "a|abbr|acronym|b|blockquote|br|cite|code|del|div|em|i|ins|li|ol|p|pre|q|s|span|strike|strong|u|ul"  # what kses allows
ANY_TAG = "[a-z][a-z0-9:-]*"
BLOCK_TAG = re.compile(
    "address|article|aside|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|header|hr|main|nav|p|pre"
    "|section|summary"
)
HEADING = re.compile("h[1-6]")
CONTAINERS = {"blockquote", "ul", "ol", "li", "table", "tr", "td", "th"}
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "a": "a"}
# Divi, WPBakery, Avada, Beaver, Cornerstone, Elementor's template, Tatsu, Oxygen, Enfold: brackets around words
BUILDER = re.compile(
    r"\[(/?(?:et_pb|vc|fusion|fl|cs|x|tatsu|ct|av|mk|us|ult|nectar|themify|elementor)[_-][\w-]+|/?av_\w+|/?/?(?:row|column|section|fullwidth))"
    r"(\s[^\[\]]*)?/?\]"
)
BUILDER_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:["”″]([^"”″]*)["”″]|'([^']*)')""")
SHORTCODE = re.compile(r"(?<!\[)\[([a-z][\w-]{2,30})(?:\s+[\w-]+=[^\[\]]*)?/?\](?![(\]])")
UNSEEN = {"script", "style", "noscript", "template"}
PLAYERS = {"iframe", "video", "audio", "embed", "source"}


def comment_markdown(source):
    """In: a comment as WordPress keeps it. Out: Markdown that shows the same."""
    if not MEANS_MORE.search(source):
        return "\n\n".join(filter(None, map(tidy, re.split(r"\n[ \t\xa0]*\n\s*", source))))
    converter = Converter(is_typed=True)
    return "\n\n".join(
        block.markdown for block in converter.convert(_only_tags(source, COMMENT_TAGS)) if block.markdown
    )


def page_blocks(source):
    """In: the content of a page or post. Out: its Blocks, in order."""
    converter = Converter(is_typed="<!-- wp:" not in source)
    return converter.convert(_only_tags(_without_shortcodes(_without_comments(source)), ANY_TAG))


def plain_words(source):
    """In: a title or name, in which WordPress keeps entities and now and then a tag. Out: its words on one line."""
    return text.plain_text(source)


# Before parsing: what looks like a tag and is none


def _only_tags(source, names):
    """Escape every `<` that begins none of these tags, and every `&` that begins no entity. So `<3`, `<-`, `a < b` and
    `</3` stay, and html.parser never meets what it would swallow."""
    source = re.sub(r"\r\n?", "\n", source)
    source = re.sub(r"&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)", "&amp;", source, flags=re.IGNORECASE)
    return re.sub(rf"<(?!/?(?:{names})(?:[\s/][^<>]*+)?>)", "&lt;", source, flags=re.IGNORECASE)


def _without_comments(source):
    """Drop `<!-- … -->`: the marks of blocks, `<!--more-->`."""
    kept, at = [], 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start)) >= 0:
        kept.append(source[at:start])
        at = end + 3
    return "".join(kept) + source[at:]


def _without_shortcodes(source):
    """[caption] leaves its words, [embed] its address, [gallery] a picture to tell about; what page builders write around
    words goes, their titles stay; others are shown as typed, so that the coach sees where something stood."""
    source = re.sub(r"\[(/?)caption(?:\s[^\[\]]*)?\]", r"<\1figure>", source)
    source = re.sub(r"\[/?embed(?:\s[^\[\]]*)?\]", "", source)
    source = re.sub(r"\[gallery(?:\s[^\[\]]*)?\]", '<img alt="(a gallery)">', source)
    return BUILDER.sub(_words_of_builder, source)


def _words_of_builder(found):
    """A builder's bracket leaves its picture or its title, if it says one."""
    said = {name: one or other for name, one, other in BUILDER_ATTRIBUTE.findall(found[2] or "")}
    if found[1].startswith("/"):
        return "\n\n"
    picture = said.get("src", "") if found[1].endswith(("image", "img")) else ""
    words = said.get("title") or said.get("heading") or ""
    if picture:
        return f'<img src="{escape(picture)}" alt="{escape(said.get("alt", ""))}">'
    return f"<h3>{escape(words)}</h3>" if words else "\n\n"


def shortcodes_in(source):
    """Yield the name of each shortcode that is left as it was typed: [contact-form-7 id="3"] and the like."""
    for found in SHORTCODE.finditer(_without_shortcodes(_without_comments(source))):
        yield found[1]


# Tags to blocks


class Converter(HTMLParser):
    """Collects Blocks while html.parser reads. `is_typed`: line breaks count everywhere, as in a comment."""

    def __init__(self, is_typed):
        super().__init__(convert_charrefs=True)
        self.is_typed = is_typed
        self.containers = [Container()]
        self.marks = [Mark()]
        self.heading = 0
        self.unseen = 0
        self.in_block = False
        self.after_break = False

    def convert(self, source):
        self.feed(source)
        self.close()
        self.end_paragraph()
        while len(self.containers) > 1:
            self.close_container()
        return self.containers[0].blocks

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.break_line()
            self.after_break = True
        elif tag == "img":
            self.add_picture(attrs.get("alt", ""), attrs.get("src", ""))
        elif tag in PLAYERS:
            self.add_words(f" {attrs['src']} " if attrs.get("src", "").startswith("http") else "")
        elif tag in MARKS:
            self.open_mark(MARKS[tag], attrs.get("href", ""))
        elif HEADING.fullmatch(tag):
            self.end_paragraph()
            self.heading = int(tag[1])
        elif tag in CONTAINERS:
            self.open_container(tag, attrs.get("start", ""))
        elif BLOCK_TAG.fullmatch(tag) or (tag == "cite" and not self.is_typed):
            self.end_paragraph()
            self.in_block = True
            if tag == "hr":
                self.add(Block("rule", "", "---", "---"))

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in MARKS:
            self.close_mark(MARKS[tag])
        elif HEADING.fullmatch(tag):
            self.end_paragraph()
        elif tag in CONTAINERS:
            self.end_paragraph()
            self.close_container_of(tag)
        elif BLOCK_TAG.fullmatch(tag):
            self.end_paragraph()

    def handle_data(self, data):
        if self.unseen:
            return
        if not self.lines_count():
            self.add_words(re.sub(r"\s+", lambda run: " " if run[0].strip("\xa0") else run[0], data))
            return
        if self.after_break:
            data = re.sub(r"^[ \t]*\n", "", data)  # "<br />" and the line's end behind it are one break
        for number, paragraph in enumerate(re.split(r"\n[ \t\xa0]*\n\s*", data)):
            if number:
                self.end_paragraph()
            for again, line in enumerate(paragraph.split("\n")):
                if again:
                    self.break_line()
                self.add_words(line)

    def lines_count(self):
        """In typed text, always but within a table's own tags; in blocks, where text stands in no block at all."""
        return self.is_typed or (len(self.containers) == 1 and not self.in_block and not self.heading)

    # Words

    def add_words(self, words):
        if words:
            self.marks[-1].children.append(words)
            self.after_break = False

    def break_line(self):
        """A line's end; the second in a row begins a paragraph."""
        children = self.marks[-1].children
        if children and children[-1] == "\n":
            self.end_paragraph()
        elif children or len(self.marks) > 1:
            children.append("\n")

    def open_mark(self, kind, address):
        if all(mark.kind != kind for mark in self.marks):
            self.marks.append(Mark(kind, address))

    def close_mark(self, kind):
        """Close it and what was opened in it; the latter goes on behind it, as browsers have it."""
        if all(mark.kind != kind for mark in self.marks):
            return
        reopened = []
        while (mark := self.marks.pop()).kind != kind:
            reopened.insert(0, Mark(mark.kind, mark.address))
            self.marks[-1].children.append(mark)
        self.marks[-1].children.append(mark)
        self.marks += reopened

    def add_picture(self, alt, src=""):
        """Pictures stand for themselves, wherever they are; a link around one keeps the picture's words."""
        self.containers[0].blocks.append(Block("picture", " ".join(alt.split()), src=src))
        self.marks[-1].alt = alt

    def end_paragraph(self):
        """Make a block of the words so far. Marks that are open go on in the next paragraph."""
        still_open = [Mark(mark.kind, mark.address) for mark in self.marks]
        while len(self.marks) > 1:
            mark = self.marks.pop()
            self.marks[-1].children.append(mark)
        nodes, self.marks = self.marks[0].children, still_open
        level, self.heading = self.heading, 0
        self.in_block = self.after_break = False
        words = tidy(words_of(nodes))
        if not words:
            return
        if level and len(self.containers) == 1:
            sign, block = "#" * max(1, level - 1), None

            def bare():
                return " ".join(as_bare(nodes).split())

            block = Block("heading", " ".join(words.split()), lambda: f"{sign} {block.bare}", bare, level)
            self.add(block)
        else:
            bold = is_bold(nodes) and len(words) <= LONGEST_HEADING and len(self.containers) == 1
            block = Block(
                "paragraph",
                words,
                lambda: as_markdown(nodes),
                lambda: as_bare(nodes) if has_emphasis(nodes) else block.markdown,
                is_bold=bold,
            )
            self.add(block)

    def add(self, block):
        self.containers[-1].blocks.append(block)

    # Containers

    def open_container(self, tag, start):
        self.end_paragraph()
        if tag == "li":
            self.close_container_of("li", within={"ul", "ol"})
            if self.containers[-1].tag not in {"ul", "ol"}:
                self.containers.append(Container("ul"))
        elif tag in {"tr", "td", "th"}:
            self.close_container_of(tag, within={"table"})
        if len(self.containers) <= DEEPEST:
            self.containers.append(Container(tag, int(start) if re.fullmatch(r"\d{1,9}", start) else 1))

    def close_container_of(self, tag, within=()):
        """Close the nearest container of this tag and all that is open in it; none beyond one of `within`."""
        tags = {"td", "th"} if tag in {"td", "th"} else {tag}
        for container in reversed(self.containers):
            if container.tag in tags:
                break
            if container.tag in within or not container.tag:
                return
        while self.containers[-1] is not container:
            self.close_container()
        self.close_container()

    def close_container(self):
        container = self.containers.pop()
        made = made_of(container)
        if made:
            self.add(made)
