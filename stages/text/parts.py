"""The parts of a long text, by its headings, so that one can go to each."""

import re

from stages.text.plain import plain_text

HEADING = re.compile(r"<h([23])((?: dir=\"auto\")?)>(.*?)</h\1>", re.DOTALL)
FEWEST = 3  # headings: what has fewer is seen at a glance


def in_parts(html: str) -> tuple[str, list[tuple[str, str]]]:
    """In: rendered HTML. Out: the same, each heading with an id, and (id, words) of each; none where there are few."""
    parts = []

    def with_id(found):
        parts.append((f"part-{len(parts) + 1}", plain_text(found[3])))
        return f'<h{found[1]} id="{parts[-1][0]}"{found[2]}>{found[3]}</h{found[1]}>'

    marked = HEADING.sub(with_id, html)
    return (marked, parts) if len(parts) >= FEWEST else (html, [])
