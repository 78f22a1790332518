"""The parts of a page, and how quotes, lists and tables are made of what stands in them."""

import re
from dataclasses import dataclass, field

BULLET = "- "


class Block:
    """A part of a page: a paragraph, heading, list, quote, table, rule or picture. `words` is what one reads (of a
    picture: its alternative text), `bare` the Markdown without emphasis, `items` a list's items, bare. `is_bold`: a short line
    that stands alone and in bold, as some write headings. `src` is where a picture was. Markdown costs ten times what all else
    does: it may be given as a function, and is worked out when somebody asks for it, which planning never does."""

    def __init__(self, kind, words, markdown="", bare="", level=0, items=(), is_bold=False, src=""):
        self.kind, self.words, self.level, self.is_bold, self.src = kind, words, level, is_bold, src
        self._written = {"markdown": markdown, "bare": bare, "items": items}

    @property
    def markdown(self):
        return self._once("markdown")

    @property
    def bare(self):
        return self._once("bare")

    @property
    def items(self):
        return self._once("items")

    def _once(self, form):
        value = self._written[form]
        if callable(value):
            value = self._written[form] = value()
        return value


@dataclass
class Container:
    """A quote, list, item, table, row or cell that is open, and the blocks in it so far."""

    tag: str = ""
    number: int = 1
    blocks: list = field(default_factory=list)


def made_of(container):
    """Return the Block that a container makes when it closes, or None if nothing is in it."""
    return MAKERS[container.tag](container)


def _quote(container):
    return _changed(
        container, "quote", lambda source: re.sub(r"(?m)^(?=(.?))", lambda at: "> " if at[1] else ">", source)
    )


def _changed(container, kind, change):
    """One block made of a container's blocks."""
    blocks = container.blocks
    if not blocks:
        return None
    forms = [lambda form=form: change(_joined(blocks, form)) for form in ("markdown", "bare")]
    return Block(kind, "\n".join(block.words for block in blocks), *forms)


def _joined(blocks, form):
    """Blocks below one another; a list in an item follows without a gap."""
    joined = ""
    for block in blocks:
        gap = "\n" if block.kind == "list" and joined else "\n\n" if joined else ""
        joined += gap + getattr(block, form)
    return joined


def _item(container):
    return _changed(container, "item", lambda source: source)


def _list(container):
    items = [block for block in container.blocks if block.words]
    if not items:
        return None
    signs = [f"{container.number + at}. " if container.tag == "ol" else BULLET for at in range(len(items))]

    def written(form):
        return "\n".join(
            sign + getattr(item, form).replace("\n", "\n" + " " * len(sign))
            for sign, item in zip(signs, items, strict=True)
        )

    words = "\n".join(item.words for item in items)
    forms = (lambda: written("markdown"), lambda: written("bare"))
    return Block("list", words, *forms, items=lambda: tuple(item.bare for item in items))


def _row(container):
    """The cells of a row, or whatever stands in it."""
    cells = [" ".join(block.markdown.split()).replace("|", "\\|") for block in container.blocks]
    words = " ".join(block.words for block in container.blocks)
    return Block("row", words, " | ".join(cells), " | ".join(cells), level=len(cells)) if words.strip() else None


def _cell(container):
    return _changed(container, "cell", lambda source: source) or Block("cell", "")


def _table(container):
    """A table with its first row as head; what is no row stands above it."""
    rows = [block for block in container.blocks if block.kind == "row"]
    others = [block.markdown for block in container.blocks if block.kind != "row"]
    lines = [f"| {row.markdown} |" for row in rows]
    if rows:
        lines.insert(1, "|" + " --- |" * max(row.level for row in rows))
        lines[0] += " |" * (max(row.level for row in rows) - rows[0].level)
    markdown = "\n\n".join([*others, "\n".join(lines)]).strip()
    return (
        Block("table", "\n".join(block.words for block in container.blocks), markdown, markdown) if markdown else None
    )


MAKERS = {
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "li": _item,
    "table": _table,
    "tr": _row,
    "td": _cell,
    "th": _cell,
}
