"""A thread in the words of schema.org. It is a discussion, never a QAPage: only the owner answers here."""

from django.utils.translation import gettext as _

from stages import text
from stages.structured_data import absolute, breadcrumbs, graph, moment, way_to


def thread(thread, question, comments, identity):
    """Return a public thread as a posting with those of `comments` that everybody may read, and the way to it. One whose
    question is gone is no posting any more: of it only the way is told."""
    way = breadcrumbs(*way_to(thread.stage, identity), (thread.title, thread.get_absolute_url()))
    if not question.is_approved:
        return graph(way)
    address = absolute(thread.get_absolute_url())
    posting = message(question) | {
        "@type": "DiscussionForumPosting",
        "@id": f"{address}#question",
        "url": address,
        "mainEntityOfPage": address,
        "headline": thread.title,
        "inLanguage": identity.language,
        "isPartOf": {"@type": "WebPage", "url": absolute(thread.stage.get_absolute_url())},
        "commentCount": thread.comment_count - 1,
        "comment": [
            {"@type": "Comment"} | message(comment)
            for comment in comments
            if comment.is_approved and not comment.is_question
        ],
    }
    return graph(posting, way)


def message(comment):
    """Return what stands on the page of one comment: its words, when, and the name that it shows."""
    data = {
        "@id": absolute(comment.get_absolute_url()),
        "url": absolute(comment.get_absolute_url()),
        "author": {"@type": "Person", "name": comment.signed or _("A reader")},
        "datePublished": moment(comment.created_at),
        "text": text.plain_text(comment.html),
    }
    return data | ({"dateModified": moment(comment.edited_at)} if comment.edited_at else {})
