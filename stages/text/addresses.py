"""Addresses: which may stand in a link, and those that are typed bare, without brackets."""

import re

from stages.text.escapes import show

LONGEST_ADDRESS = 2000  # characters, what browsers and mail programs agree on

ADDRESS = re.compile(
    r"""(?:https?://(?=[\w\[])(?![^/?#]*@)   # a name before the host is there to mislead: https://bank.com@other.com
    | mailto:(?=[^\s@]+@)
    | /(?![/\\]))                            # on this site; // would be another
    [^\s\\\x00-\x20]*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
PICTURE_ADDRESS = re.compile(r"/(?![/\\])")  # our own only: no page asks a third party for anything


def address_of(typed: str, state) -> str | None:
    """In: an address as typed. Out: as it goes into href, or None: http, https, mailto and /this-site only."""
    typed = typed.replace("&amp;", "&")
    if len(typed) > LONGEST_ADDRESS or not ADDRESS.match(typed):
        return None
    address = state.md.normalizeLink(typed)
    return address if ADDRESS.match(address) else None


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


def bare_address(state, silent):
    """https://…, www.… and site.com become links, e-mail addresses do not: they would be harvested."""
    found = state.linkLevel == 0 and BARE_ADDRESS.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    end = _end_of_address(state.src, state.pos, found.end())
    typed = state.src[state.pos : end]
    address = address_of(typed if typed[:4].lower() == "http" and "://" in typed[:8] else f"https://{typed}", state)
    if not address:
        return show(state, typed, end)  # all of it, or every https:// within would be tried again
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
