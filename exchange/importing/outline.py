"""The blocks of a page -> what of it is the guide's, and its stages with their guidance. Every word ends up somewhere."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate

from exchange.importing.blocks import Block
from stages import text

BOLD, BOLD_LEVEL = "bold lines", 4
LONGEST_LINE = 500  # characters of a guidance line; what is longer stands whole in its detail
LEAD_IN = re.compile(r"lean(?:ing)?\s+back\s+(by|with)\b\s*:?\s*", re.IGNORECASE)
WHAT_IT_IS = re.compile(r"what\b.*\b(?:is|are|means?)\b|what[’']s\b", re.IGNORECASE)
HOW_IT_HELPS = re.compile(r"how\b.*\bhelps?\b", re.IGNORECASE)


@dataclass(frozen=True)
class StageOutline:
    """A stage to be: `guidance` is a list of (line, detail)."""

    title: str
    situation: str
    lead_in: str
    guidance: list[tuple[str, str]]
    pictures: list[Block]


@dataclass
class Outline:
    """A page in its parts; `pictures` are the guide's own ones."""

    what_it_is: str = ""
    how_it_helps: str = ""
    stages: list[StageOutline] = field(default_factory=list)
    pictures: list[Block] = field(default_factory=list)


def outline(blocks, stage_level=None):
    """Return the Outline. `stage_level` is the level of the headings that make stages; without it, the one that is
    there most often (of two the deeper). A heading above that level ends a stage: what follows is the guide's."""
    if stage_level == BOLD:
        stage_level, blocks = BOLD_LEVEL, [_as_heading(block) for block in blocks]
    stage_level = stage_level or usual_level(blocks)
    of_guide, of_stages = [], []
    into = of_guide
    for block in _with_pictures_below(blocks, stage_level):
        if block.kind == "heading" and block.level == stage_level:
            into = []
            of_stages.append((block.words, into))
            continue
        if block.kind == "heading" and block.level < (stage_level or 0):
            into = of_guide
        into.append(block)
    what, how = _sections(of_guide)
    return Outline(what, how, [stage_outline(title, inner) for title, inner in of_stages], pictures_of(of_guide))


def _as_heading(block):
    """A bold line that stands alone is a heading, unless it leads in to advice."""
    if not block.is_bold or LEAD_IN.match(block.words):
        return block
    words = " ".join(block.words.split()).rstrip(":")
    return Block("heading", words, f"### {words}", words, BOLD_LEVEL)


def pictures_of(blocks):
    return [block for block in blocks if block.kind == "picture"]


def _with_pictures_below(blocks, stage_level):
    """Pictures that stand above the headings of stages, as some pages have it, go below them, to the stage they show.
    Such a page has pictures before its first stage and none after its last."""
    ends = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.level == stage_level]
    above = bool(ends and ends[0] and blocks[ends[0] - 1].kind == "picture" and blocks[-1].kind != "picture")
    moved = list(blocks)
    for at in ends if above else []:
        start = at
        while start and moved[start - 1].kind == "picture":
            start -= 1
        moved[start : at + 1] = [moved[at], *moved[start:at]]
    return moved


def usual_level(blocks):
    levels = Counter(block.level for block in blocks if block.kind == "heading")
    return max(levels, key=lambda level: (levels[level], level), default=None)


def _sections(blocks):
    """Return (what it is, how it helps). Their headings become a bold line, since the page has its own; what stands
    under any other heading, or none, belongs to what it is."""
    what, how = [], []
    into = what
    for block in blocks:
        if block.kind != "heading":
            into.append(block.markdown)
            continue
        is_how, is_what = (pattern.match(block.words) for pattern in (HOW_IT_HELPS, WHAT_IT_IS))
        into = how if is_how else what
        into.append(f"**{block.bare}**" if is_how or is_what else block.markdown)
    return _joined(what), _joined(how)


def _joined(parts):
    return "\n\n".join(part for part in parts if part)


# A stage


def stage_outline(title, blocks):
    """Cut a stage at its lead-in: the situation stands before it, guidance behind it up to the next heading, quote or
    table; from there on, and without any lead-in, all is situation."""
    pictures = pictures_of(blocks)
    blocks = [block for block in blocks if block.kind != "picture"]
    at = next((at for at, block in enumerate(blocks) if _lead_in_of(block)), None)
    if at is None:
        return StageOutline(title, _joined(block.markdown for block in blocks), "by", [], pictures)
    before, lead_in, rest = _lead_in_of(blocks[at])
    end = next(
        (end for end in range(at + 1, len(blocks)) if blocks[end].kind not in {"paragraph", "list"}), len(blocks)
    )
    situation = [block.markdown for block in blocks[:at]] + [before] + [block.markdown for block in blocks[end:]]
    pieces = [*_pieces(rest, lead_in)]
    for block in blocks[at + 1 : end]:
        of_list = [line for item in block.items for line in _lines(item)]  # an item may hold a list of its own
        pieces += of_list or _pieces(block.bare, lead_in)
    return StageOutline(title, _joined(situation), lead_in, [_guidance(piece) for piece in pieces], pictures)


def _lead_in_of(block: Block):
    """Return (what stands before it in its paragraph, "by" or "with", the rest), or None."""
    lines = block.bare.split("\n")
    for at, line in enumerate(lines if block.kind in {"paragraph", "heading"} else []):
        found = LEAD_IN.match(line)
        if found and (block.kind == "paragraph" or found.end() == len(line)):
            rest = "\n".join([line[found.end() :], *lines[at + 1 :]]).strip()
            return "\n".join(lines[:at]).strip(), found[1].lower(), rest
    return None


# Guidance


def _pieces(source, lead_in):
    """One piece a line if there are several, else one a sentence; "with" may also be a list with commas."""
    lines = _lines(source)
    if len(lines) != 1:
        return lines
    pieces = sentences(lines[0])
    return enumerated(pieces[0]) if lead_in == "with" and len(pieces) == 1 else pieces


def _lines(source):
    return [re.sub(r"^[-*•]\s+", "", line.strip()) for line in source.split("\n") if line.strip()]


def _guidance(piece):
    """Return (line, detail). What has a link or is long stands whole in the detail, and short in the line."""
    html = text.coach_html(piece)
    words = _capitalised(text.plain_text(html))
    if len(words) <= LONGEST_LINE and "<a " not in html:
        return words, ""
    aside = r"\s*\((?:[^()]*\[[^\]]*\]\([^()]*\)|\s*https?://[^()\s]*)[^()]*\)"  # "(see [here](…))"
    short = _capitalised(text.plain_text(text.coach_html(re.sub(aside, "", piece)))).strip()
    return text.excerpt(short if len(short) > 3 else words, LONGEST_LINE - 1), piece


def _capitalised(words):
    return words[:1].upper() + words[1:]


END = re.compile(r"[.!?][)\]”’»\"']*+(\s+)(?=[^\s.…])")
ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e)|\b[A-Z]|\.\s?)\.$")  # and ". . ."
QUESTION = re.compile(r"\?[)\]”’»\"']*$")


def sentences(words):
    """Cut into sentences, never within brackets or quotes, nor at `. . .`; questions in a row stay together."""
    outside = _is_outside(words)
    cuts = [0]
    for end in END.finditer(words):
        last_words, following = words[max(cuts[-1], end.start(1) - 8) : end.start(1)], words[end.end()]
        if outside[end.start(1)] and not following.islower() and not ABBREVIATION.search(last_words):
            cuts.append(end.end())
    pieces = [words[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True)]
    return _with_questions_together([piece for piece in pieces if piece])


def _with_questions_together(pieces):
    together = []
    for piece in pieces:
        if together and QUESTION.search(piece) and QUESTION.search(together[-1]):
            together[-1] += " " + piece
        else:
            together.append(piece)
    return together


def enumerated(words):
    """Cut `this, that (and more) and those` into its parts; a sentence without a comma is one part."""
    outside = _is_outside(words)
    cuts = [found.span() for found in re.finditer(r"[,;]\s+", words) if outside[found.start()]]
    if not cuts:
        return [words]
    ands = [found.span() for found in re.finditer(r"\s+and\s+", words) if outside[found.start()]]
    if not re.match(r"and\s", words[cuts[-1][1] :]):
        cuts += [span for span in ands[-1:] if span[0] > cuts[-1][1]]
    parts = [words[end:start] for (_, end), (start, _) in zip([(0, 0), *cuts], [*cuts, (len(words), 0)], strict=True)]
    parts[-1] = re.sub(r"^and\s+", "", parts[-1])
    return [_capitalised(part.strip()) for part in parts if part.strip()]


def _is_outside(words):
    """For each character, whether it stands outside all brackets and quotes."""
    steps = {"(": 1, "[": 1, "“": 1, "«": 1, ")": -1, "]": -1, "”": -1, "»": -1}
    depths = accumulate((steps.get(sign, 0) for sign in words), lambda depth, step: max(0, depth + step))
    quotes = accumulate(sign == '"' for sign in words)
    return [depth == 0 and quote % 2 == 0 for depth, quote in zip(depths, quotes, strict=True)]
