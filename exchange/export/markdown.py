"""Markdown: a file a page and a file a public question, with pictures, to read anywhere and to keep."""

import json

from comments.models import Thread
from exchange.export import pages, redirects


def write(target):
    """Write all files into a target; yield the name of each."""
    for page in pages.all_of_them():
        name = f"{page.folder}/{page.slug}.md"
        target.write(
            name, [front({"title": page.title, "address": page.address, "date": page.at}), page.markdown(), "\n"]
        )
        yield name
    for thread in (
        Thread.objects.public().filter(is_demo=False).select_related("stage", "asker").order_by("pk").iterator(500)
    ):
        name = f"questions/{thread.pk}-{thread.address}.md"
        target.write(name, conversation(thread))
        yield name
    yield from pages.write_pictures(target)
    yield from redirects.write(target)


def front(about):
    """Return the head of a file as YAML; JSON's strings are YAML's."""
    lines = (f"{name}: {json.dumps(str(value), ensure_ascii=False)}\n" for name, value in about.items())
    return f"---\n{''.join(lines)}---\n\n"


def conversation(thread):
    """Yield a question and what was said to it, each with its name, time and what it replies to."""
    yield front(
        {
            "title": thread.title,
            "stage": thread.stage.slug,
            "address": thread.get_absolute_url(),
            "date": thread.asked_at,
        }
    )
    shown = thread.adopt(thread.comments.filter(is_shown=True).select_related("author", "parent").order_by("number"))
    for comment in shown:
        replies = f", to {comment.parent.number}" if comment.parent else ""
        yield f"## {comment.number}. {comment.signed or '—'}, {comment.created_at:%Y-%m-%d %H:%M} UTC{replies}\n\n"
        yield (comment.text or f"*{comment.words_in_its_place()}*") + "\n\n"
