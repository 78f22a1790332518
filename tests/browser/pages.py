"""Every kind of page there is, for tests that look at all of them."""

import re
import urllib.request

PUBLIC = [
    "/",
    "/guides/leaning-back/",
    "/stages/distance/",
    "/stages/distance/ask/",
    "/ask/",
    "/questions/",
    "/questions/9/",  # with an answer
    "/questions/11/",  # in Arabic
    "/library/",
    "/wishes/",
    "/search/",
    "/search/?q=quiet",
    "/search/?q=zzxqj",
    "/about/",
    "/privacy/",
    "/help/",
    "/rules/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/signup/passkey/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/nowhere/",
]
ACCOUNT = [
    "/me/",
    "/me/messages/",
    "/me/notifications/",
    "/me/name/",
    "/me/data/",
    "/me/delete/",
    "/accounts/email/",
    "/accounts/password/set/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/code/",
]


def link(site, path, pattern):
    """Return the first link on the page that matches."""
    html = urllib.request.urlopen(site.url + path).read().decode()
    return re.search(rf'href="({pattern})"', html)[1]


def public(site):
    """Return the paths of all pages that anyone may read, one or more of each kind."""
    return [
        *PUBLIC,
        link(site, "/library/", '/library/[^"]+/'),
        link(site, "/questions/9/", "/comments/[0-9]+/report/"),
        link(site, "/questions/9/", "/comments/[0-9]+/reply/"),
    ]


ANOTHER = """
from accounts.models import User
from comments.models import Comment, Thread
asked = Thread.objects.get(pk={pk})
words = "Another night, and he has not called."
if not Thread.objects.asked_by(asked.asker).filter(comments__text=words).exists():
    Thread.ask(asked.stage, asked.asker, words).question.approve(User.objects.coaches().first())
from pathlib import Path
Path("{file}").write_text(str(Thread.objects.get(comments__text=words, comments__number=1).pk))
"""


def own(site):
    """Return the paths of a signed-in reader's pages: her question and what she can do with it and with another's, her
    draft, her wish, her account."""
    question = [site.asked, f"/comments/{site.asked_comment}/edit/", f"/comments/{site.asked_comment}/delete/"]
    asked = "/".join(site.asked.split("/")[:3])
    file = site.folder / "another"
    site.do(ANOTHER.format(pk=asked.split("/")[2], file=file))
    another = file.read_text()  # one that was read: she may move on from it
    after = [f"{asked}/sign/", f"{asked}/visibility/", f"/questions/{another}/moved-on/", "/questions/9/follow/"]
    after += [link(site, "/questions/", '/questions/9/[^"]+'), link(site, "/questions/9/", "/comments/[0-9]+/thank/")]
    after += ["/wishes/", site.wish]
    return [*question, *after, site.draft, f"{site.draft}stage/", f"{site.draft}delete/", *ACCOUNT]


def desk(site):
    """Return the paths of the coach's screens."""
    wish = f"/admin/wishes/{site.wish.split('/')[2]}/"
    return ["/admin/", f"/admin/threads/{site.asked.split('/')[2]}/", "/admin/wishes/", wish]
