"""Links, pictures, and resources named in brackets."""

import re

from markdown_it.token import Token

from stages.text.addresses import PICTURE_ADDRESS, address_of

LINK = re.compile(
    r"""\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]\\]*+\])*+)\]
    \(\s*+(?:<(?P<within>[^<>\n]*+)>|(?P<to>(?:[^\s<>()]|\([^\s<>()]*+\))*+))
    (?:\s++(?:"[^"]*+"|'[^']*+'))?+\s*+\)""",
    re.VERBOSE | re.DOTALL,
)


def link(state, silent):
    """`[words](address)`. What is no link is shown as typed; a reader's `![words](address)` is "!" and a link."""
    found = state.linkLevel == 0 and LINK.match(state.src, state.pos, state.posMax)
    address = found and found["label"].strip() and address_of(found["within"] or found["to"] or "", state)
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


def picture(state, silent):
    """`![what it shows](/…)`, for the coach. One from elsewhere is a link; without words for the blind, as typed."""
    found = state.src[state.pos] == "!" and LINK.match(state.src, state.pos + 1, state.posMax)
    address = found and found["label"].strip() and address_of(found["within"] or found["to"] or "", state)
    if not address or not PICTURE_ADDRESS.match(address):
        return False
    picture = state.push("image", "img", 0)
    picture.attrs = {"src": address, "alt": "", "loading": "lazy"}
    picture.children = [Token("text", "", 0, content=found["label"])]  # the renderer makes alt of it
    state.pos = found.end()
    return True


# [[slug]] or [[slug|other words]]; in a table the | between them is typed as \|
MENTION = re.compile(r"\[\[([-\w]{1,80}+)(?:\\?\|([^\[\]|\n]{1,200}+))?\]\](?!\()", re.ASCII)


def mentions(source: str) -> list[str]:
    """In: what the coach typed. Out: the slugs of the resources that it names, known or not, each once."""
    return list(dict.fromkeys(found[1] for found in MENTION.finditer(source)))


def mention(state, silent):
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
