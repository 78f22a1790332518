"""The site speaks English and Spanish: as the reader's browser asks, else as its settings say."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

from accounts.models import OutgoingMail
from stages.models import Identity, Resource

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/es/LC_MESSAGES/django.po"
PASSWORD = "django.contrib.auth.backends.ModelBackend"
APPS = [
    "accounts",
    "stages",
    "checks",
    "comments",
    "search",
    "wishes",
    "writing",
    "practice",
    "letters",
    "desk",
    "exchange",
    "leanback",
]
PAGES = ["/", "/stages/distance/", "/stages/distance/ask/", "/questions/", "/library/", "/search/?q=zanzibar"]
PAGES += ["/accounts/login/", "/accounts/signup/", "/not-here/"]
ENGLISH = re.compile(
    r"\b(the|you|your|and|with|what|here|nothing|sign|search|questions|library|stages|password|address|write|back|skip)\b",
    re.IGNORECASE,
)
QUOTED = r'"(?:[^"\\]|\\.)*"'
CALLED = re.compile(rf"\bn?gettext\(u?({QUOTED}|'(?:[^'\\]|\\.)*')|\b_\(({QUOTED})\)")


@pytest.fixture(autouse=True)
def no_language_stays():
    """A page sets the language of its thread, and all tests share one."""
    yield
    translation.deactivate()


@pytest.fixture
def spaniard(db):
    return Client(headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})


def words_shown(html):
    """Return the text of a page, and of what is read out in place of a picture."""
    named = " ".join(re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', html))
    return re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL) + named


def messages():
    """Return (flags, id, plural id or None, translations) of each message in the .po file."""
    found = []
    for block in CATALOGUE.read_text().strip().split("\n\n"):
        parts = re.findall(rf"^(msg\w+)(?:\[\d\])? ((?:{QUOTED}\n?)+)", block, re.MULTILINE)
        said = [(name, "".join(ast.literal_eval(line) for line in text.splitlines())) for name, text in parts]
        ids = dict(said)
        found.append((block, ids["msgid"], ids.get("msgid_plural"), [text for name, text in said if name == "msgstr"]))
    return found[1:]  # the first says what file this is


def said_in_the_source():
    """Return every text that is marked as one to translate in templates and Python."""
    for path in (ROOT / "templates").rglob("*.*"):
        for one, other in CALLED.findall(templatize(path.read_text())):
            yield ast.literal_eval(one or other)
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext_lazy"}:
                yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("path", PAGES)
def test_whoever_reads_spanish_sees_no_english(spaniard, stage, path):
    stage.title, stage.situation = "Distancia", "Alguien necesita aire."
    stage.save()
    stage.guidance.update(line="Vuelve a lo que amas.")
    stage.guide.title, stage.guide.what_it_is = "Dar espacio", "Sitio para dos."
    stage.guide.save()
    html = spaniard.get(path).content.decode()
    assert '<html lang="es" dir="ltr">' in html
    assert not ENGLISH.findall(words_shown(html))


@pytest.mark.parametrize("asked", ["fr", "tlh, xx;q=0.5", "*", "", "\N{SNOWMAN}", "es" * 4000])
def test_whoever_asks_for_a_language_that_we_lack_gets_the_site_s(client, stage, settings, asked):
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": asked}).content.decode()
    settings.LANGUAGE_CODE = "es"
    translation.trans_real._default = None
    assert '<html lang="es"' in client.get("/", headers={"Accept-Language": asked}).content.decode()


def test_caches_keep_what_is_public_by_language_and_not_by_reader(client, spaniard, stage):
    for response in (client.get("/feeds/stages.atom"), spaniard.get("/feeds/stages.atom")):
        assert "Accept-Language" in response["Vary"] and "Cookie" not in response["Vary"]
        assert "no-store" not in response.get("Cache-Control", "")
    assert response["Content-Language"] == "es"


def test_what_a_session_saw_is_kept_by_no_cache_in_spanish_either(spaniard, ann):
    spaniard.force_login(ann, backend=PASSWORD)
    assert "no-store" in spaniard.get("/me/")["Cache-Control"]


def test_a_broken_request_is_refused_in_the_reader_s_language(spaniard):
    response = spaniard.get("/search/?q=%00")
    assert response.status_code == 400 and '<html lang="es"' in response.content.decode()


def test_the_desk_speaks_spanish_too(spaniard, coach, guide):
    spaniard.force_login(coach, backend=PASSWORD)
    assert "Quién espera" in spaniard.get("/admin/").content.decode()
    html = spaniard.get(f"/admin/stages/guide/{guide.pk}/order/").content.decode()
    assert 'data-move="Mover: %s"' in html and 'data-hint="Arrastra' in html


def test_what_the_coach_wrote_is_said_to_be_in_the_site_s_language(spaniard, stage):
    html = spaniard.get("/stages/distance/").content.decode()
    assert '"inLanguage": "en"' in html and 'property="og:locale" content="en_GB"' in html


def test_the_mail_with_the_code_is_in_the_language_of_the_page_that_waits_for_it(spaniard, identity):
    spaniard.post("/accounts/signup/", {"pen_name": "Clara", "email": "clara@example.org", "adult": "on"})
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Tu código" and "Aquí tienes tu código" in mail.text and '<html lang="es"' in mail.html


# The coach's language, and the reader's


def test_what_the_coach_wrote_says_which_language_it_is_in(spaniard, answered, client):
    html = spaniard.get("/stages/distance/").content.decode()
    assert '<h1 lang="en" dir="ltr">Distance</h1>' in html and '<div class="prose" lang="en" dir="ltr"><p dir' in html
    assert 'lang="en" dir="ltr">' not in client.get("/stages/distance/").content.decode().partition("<body")[2]


@pytest.mark.parametrize("path", ["/", "/library/", "/library/walk/", "/about/", "/search/?q=walk"])
def test_her_words_say_their_language_on_every_page(spaniard, stage, path):
    Resource.objects.create(slug="walk", title="A walk", body="A walk at dusk.")
    assert spaniard.get(path).content.decode().partition("<main")[2].partition("</main")[0].count('lang="en" dir="ltr"')


def test_she_may_write_in_a_language_that_pages_do_not_speak(client, answered):
    Identity.objects.update(language="ar")
    html = client.get("/stages/distance/").content.decode()
    assert '<html lang="en" dir="ltr">' in html and '<h1 lang="ar" dir="rtl">' in html
    assert '"inLanguage": "ar"' in html and 'property="og:locale" content="ar"' in html


def test_a_starter_page_is_in_the_language_of_the_starter_texts(client, identity):
    Identity.objects.update(language="es")
    html = client.get("/rules/", headers={"Accept-Language": "es"}).content.decode()
    assert '<h1 lang="en" dir="ltr">' in html


def test_a_feed_is_in_the_language_of_the_coach(client, spaniard, stage):
    Identity.objects.update(language="es")
    feeds = [who.get("/feeds/stages.atom").content for who in (client, spaniard)]
    assert feeds[0] == feeds[1] and b'xml:lang="es"' in feeds[0]


def choose(client, language, back="/stages/distance/?page=1"):
    return client.post("/language/", {"language": language, "next": back})


def test_a_reader_chooses_another_language_and_stays_where_she_is(client, stage):
    assert 'name="language" value="es" lang="es">Español</button>' in client.get("/").content.decode()
    response = choose(client, "es")
    assert (response.status_code, response["Location"]) == (302, "/stages/distance/?page=1")
    page = client.get("/stages/distance/")
    assert '<html lang="es"' in page.content.decode() and "no-store" in page["Cache-Control"]


def test_only_who_chooses_gets_a_cookie_and_no_token_is_needed(stage):
    client = Client(enforce_csrf_checks=True)
    client.get("/")
    assert not client.cookies
    choose(client, "es")
    assert list(client.cookies) == ["language"] and client.cookies["language"]["httponly"]


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_choice_never_leads_away_from_the_site(client, stage, back):
    assert choose(client, "es", back)["Location"] == "/"


def test_a_look_chooses_nothing(client, stage):
    client.get("/language/?language=es")
    choose(client, "xx")
    assert "language" not in client.cookies


def test_every_sentence_has_its_spanish():
    lacking = set(said_in_the_source()) - {mid for _block, mid, _plural, _said in messages()}
    assert not lacking, "run `manage.py makemessages -l es --no-location --no-wrap`, translate, `compilemessages`"


def test_no_message_is_empty_or_guessed():
    assert [mid for block, mid, _plural, said in messages() if "fuzzy" in block or not all(map(str.strip, said))] == []


@pytest.mark.parametrize("mark", [r"%\(\w+\)[sd]|%[sd]", r"</?\w+>", r"\n"], ids=["placeholder", "HTML", "line"])
def test_no_placeholder_is_lost_in_translation(mark):
    for _block, mid, plural, said in messages():
        for text, source in zip(said, [mid, *[plural] * (len(said) - 1)], strict=True):
            assert sorted(re.findall(mark, text)) == sorted(re.findall(mark, source))


def test_what_is_compiled_is_what_is_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for _block, mid, plural, said in messages():
        assert compiled.gettext(mid) == said[0] if plural is None else compiled.ngettext(mid, plural, 1) == said[0]
        assert plural is None or compiled.ngettext(mid, plural, 2) == said[-1]
