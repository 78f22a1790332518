"""Whose page is it? Pages about one's own questions say less and can be left at once: the site's name alone
is their title, and they begin with the way out (`_leave.html`). A thread is its asker's by `is_mine`."""

import re

from comments.models.thread import ACTS

# Where somebody writes, or sees and changes what is hers. A thread is its asker's too, which its view knows (`is_mine`).
ACTS_OF_HERS = "|".join(sorted(ACTS))
OWN = re.compile(
    rf"/(?:ask|drafts|find|me|mail|accounts|help)/|/stages/[^/]+/(?:ask|take-up)/|/comments/\d+/\w|/wishes/\d+/|/questions/\d+/(?:{ACTS_OF_HERS})/"
)


def own_page(request):
    """Tell every page whether it is about the person who opens it."""
    return {"is_own_page": bool(OWN.match(request.path))}
