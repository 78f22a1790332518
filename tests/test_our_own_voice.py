"""No page, form or mail of a reader speaks in the stock sentences of Django or allauth, in neither language."""

import gettext
import re
from html import unescape
from pathlib import Path

import allauth
import django
import pytest
from django.test import Client

from accounts.models import OutgoingMail
from tests.test_languages import said_in_the_source

STOCK = [Path(allauth.__file__).parent / "locale/es", Path(django.__file__).parent / "conf/locale/es"]
STOCK += [Path(django.__file__).parent / "contrib/auth/locale/es"]
OURS = Path(__file__).parents[1] / "locale"
FEWEST_WORDS = 3  # "Sign out" is nobody's own

DOORS = ["login/", "signup/", "signup/passkey/", "login/code/", "password/reset/", "password/reset/done/", "inactive/"]
HERS = ["email/", "password/set/", "password/change/", "logout/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/"]
HERS += ["2fa/recovery-codes/generate/", "sessions/", "reauthenticate/code/"]
WRONG = {"login": "x", "email": "x", "password": "", "password1": "a", "password2": "b", "code": "x"}


def sentences(language):
    """Return {what a library says in this language: a pattern of it}, without what we say in its place or as well."""
    own = set(said_in_the_source())
    mended = {key for tongue in ("en", "es") for key in catalogue(OURS / tongue)}
    known = {mid: said for path in STOCK for mid, said in catalogue(path).items() if mid not in mended | own}
    said = {(said if language == "es" else mid).strip() for mid, said in known.items()}
    return {each: pattern(each) for each in said if len(each.split()) >= FEWEST_WORDS}


def catalogue(path):
    with (path / "LC_MESSAGES/django.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog
    return {key if isinstance(key, str) else key[0]: said for key, said in found.items() if key}


def pattern(sentence):
    words = r"\s+".join(re.escape(word) for word in sentence.split())
    return re.compile(r"(?<!\w)" + re.sub(r"%\\\(\w+\\\)[sd]|%\w|\\\{\w+\\\}", r"[^.]{1,60}?", words) + r"(?!\w)")


def text_of(html):
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))).split()
    )


def pages(client, paths):
    for path in paths:
        at = f"/accounts/{path}"
        yield at, text_of(client.get(at, follow=True).content.decode())
        yield f"POST {at}", text_of(client.post(at, WRONG, follow=True).content.decode())


def of_nobody(language, ann):
    client = Client(headers={"Accept-Language": language})
    yield from pages(client, DOORS)
    for path, email in (("signup/", "new@example.org"), ("signup/", ann.email), ("login/code/", ann.email)):
        client.post(f"/accounts/{path}", {"email": email, "adult": "on"})
        yield from pages(client, ["confirm-email/" if path == "signup/" else "login/code/confirm/"])
    client.post("/accounts/password/reset/", {"email": ann.email})
    yield from pages(client, ["password/reset/code/confirm/"])
    client.post("/accounts/login/code/", {"email": "nobody@example.org"})


def of_hers(language, ann):
    client = Client(headers={"Accept-Language": language})
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    yield from pages(client, HERS)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_and_no_mail_speaks_in_a_library_s_sentences(stage, ann, language):
    stock = sentences(language)
    shown = [*of_nobody(language, ann), *of_hers(language, ann)]
    shown += [(mail.subject, f"{mail.subject} {mail.text}") for mail in OutgoingMail.objects.all()]
    found = [(where, said) for where, text in shown for said, finder in stock.items() if finder.search(text)]
    assert len(shown) > 40 and found == []
