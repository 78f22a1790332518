"""Whatever is sent, the answer is a page: what is broken is refused, and nothing of ours breaks by it."""

import random
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stages.models import Resource

PAGES = [
    "/",
    "/guides/leaning-back/",
    "/stages/distance/",
    "/stages/distance/ask/",
    "/library/",
    "/library/letting-go/",
    "/questions/",
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/healthz/",
]
READING = [page for page in PAGES if not page.startswith("/accounts/") and not page.endswith("/ask/")]
FORMS = ["/stages/distance/ask/", *(page for page in PAGES if page.startswith("/accounts/"))]
NUMBERED = ["/questions/{}/", "/questions/{}/he-has-gone-quiet/", "/comments/{}/", "/comments/{}/reply/"]
STRANGE_NUMBERS = [
    "0",
    "-1",
    "9" * 10,
    "9" * 19,
    "9" * 30,
    "9" * 5000,
    "²",
    "١",
    "１",
    "1e3",
    "0x1",
    "1.0",
    "%00",
    " 1",
    "1%0a",
]
STRANGE_PATHS = [
    "/%00",
    "/stages/%00/",
    "/stages/distance%00/",
    "/questions/1/%00/",
    "/library/%00/",
    "/media/%00",
    "/media/a%00.jpg",
    "/media/",
    "/media/..%2f..%2fmanage.py",
    "/media/../../manage.py",
    "/media//etc/passwd",
    "/media/" + "a" * 300,
    "/media/" + "a/" * 3000,
    "/static/" + "a" * 300,
    "/static/../manage.py",
    "/static/%00",
    "/stages/" + "a" * 9000 + "/",
    "/" + "a" * 70_000,
    "/" * 3000,
    "//evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/questions%0d%0aX-Evil:%201",
    "/%ff%fe/",
    "/stages/%ed%a0%80/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/stages/dist\u200bance/",
    "/\u202e/",
    "/questions/1/" + quote("💔" * 500) + "/",
    "/accounts/confirm-email/%00/",
    "/accounts/password/reset/key/1-%00/",
    "/admin/%00/",
    "/admin/stages/stage/%00/change/",
]
STRANGE_QUERIES = [
    "page=%00",
    "%00=1",
    "page=%00&page=2",
    "stage=%00",
    "stage=distance%00",
    "show=%00",
    "next=%00",
    "page=0",
    "page=-1",
    "page=" + "9" * 30,
    "page=" + "9" * 5000,
    "page=1e9",
    "page=%C2%B2",
    "page=%D9%A1",
    "page=%ff%fe",
    "page=%ed%a0%80",
    "stage=" + "a" * 9000,
    "%ff=%ff",
    "&&&===;;;",
    "page=1&page=2",
    "page[]=1",
    "next=" + quote("\r\nX-Evil: 1"),
    "&".join(f"a{n}=1" for n in range(999)),
    "&".join(f"a{n}=1" for n in range(5000)),
]
STRANGE_HEADERS = [
    {"HTTP_COOKIE": 'session="\\000\\000\\000\\000\\000\\000\\000\\000\\000"'},
    {"HTTP_COOKIE": 'csrf="\\000\\000"; messages="\\000"'},
    {"HTTP_COOKIE": "session=" + "a" * 7000},
    {"HTTP_COOKIE": "session=" + "💔".encode().decode("latin-1")},
    {"HTTP_COOKIE": "messages=not:signed; ;;=;session"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 9000},
    {"HTTP_ACCEPT_LANGUAGE": "en-\x00;q=\x00"},
    {"HTTP_ACCEPT": "\x00", "HTTP_ACCEPT_ENCODING": "\x00"},
    {"HTTP_X_FORWARDED_FOR": "nobody, \x00, ::1, " * 500},
    {"HTTP_X_FORWARDED_PROTO": "https,http,\x00"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_REFERER": "\x00javascript:1"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_USER_AGENT": "\x00" * 900},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
    {"HTTP_IF_NONE_MATCH": "\x00"},
    {"HTTP_RANGE": "bytes=9-1,-,a-b"},
    {"HTTP_AUTHORIZATION": "Basic \x00"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_ACCEPT": "application/json"},
    {"CONTENT_LENGTH": "many"},
    {"CONTENT_LENGTH": "-1"},
]
STRANGE_TYPES = [
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\x00",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain; charset=\xff",
    "",
    ";;;=",
]
STRANGE_BODIES = [
    b"text=%00",
    b"text=%ff%fe%ed%a0%80",
    b"\xff\xfe\x00",
    b"%00=%00",
    b"email=a%00@example.org&pen_name=Moon&login=a%00@example.org&password=%00&next=%00",
    b"email=a@example.org&pen_name=%00%00&code=%00&login=%ff&password=%ff",
    b"email=" + b"a" * 100_000 + b"@example.org&pen_name=" + b"a" * 100_000,
    b"submission=%00&text=words&revision=%00&to=" + b"9" * 5000,
    b"{",
]
IDS = {"ids": lambda value: str(value)[:40]}


@pytest.fixture
def site(answered):
    """A site with one of everything, seen by a visitor whose browser shows errors instead of raising them."""
    Resource.objects.create(slug="letting-go", title="Letting go", body="Breathe.")
    return Client(raise_request_exception=False)


def breaks(response):
    return response.status_code >= 500


@pytest.mark.parametrize("page", PAGES)
def test_every_public_page_answers_to_head(site, page):
    head, get = site.head(page), site.get(page)
    assert (head.status_code, get.status_code, head.content) == (200, 200, b"")


@pytest.mark.parametrize("page", READING)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_page_for_reading_takes_nothing_else(site, page, method):
    assert site.generic(method, page).status_code == 405


@pytest.mark.parametrize("page", FORMS)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_form_takes_no_strange_method(site, page, method):
    assert site.generic(method, page).status_code in {405, 200} and not breaks(site.generic(method, page))


@pytest.mark.parametrize("number", STRANGE_NUMBERS, **IDS)
@pytest.mark.parametrize("page", NUMBERED)
def test_what_has_no_such_number_is_not_there(site, page, number):
    assert site.get(page.format(number)).status_code in {400, 404}


@pytest.mark.parametrize("path", STRANGE_PATHS, **IDS)
def test_a_strange_address_is_not_there(site, path):
    answer = site.generic("GET", "/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"))  # as a server gives it
    assert answer.status_code in {301, 302, 400, 403, 404, 414}
    assert "evil.example" not in answer.get("Location", "").removeprefix("/").split("/")[0] and "X-Evil" not in answer


@pytest.mark.parametrize("query", STRANGE_QUERIES, **IDS)
def test_a_strange_query_breaks_no_page(site, query):
    answers = {page: site.generic("GET", page, QUERY_STRING=query).status_code for page in PAGES}
    assert set(answers.values()) <= {200, 302, 400, 404}


@pytest.mark.parametrize("query", ["page=%00", "stage=%00", "show=%00"])
def test_a_nul_byte_in_a_query_is_refused(site, query):
    answers = {page: site.generic("GET", page, QUERY_STRING=query).status_code for page in READING}
    assert set(answers.values()) <= {400, 404}


@pytest.mark.parametrize("headers", STRANGE_HEADERS, **IDS)
def test_a_strange_header_breaks_no_page(site, headers):
    answers = {page: site.get(page, **headers).status_code for page in [*PAGES, "/me/", "/admin/", "/not-there/"]}
    assert all(status < 500 for status in answers.values()), answers


@pytest.mark.parametrize("headers", STRANGE_HEADERS, **IDS)
def test_a_strange_header_breaks_no_form(site, headers):
    fields = {"text": "words", "login": "mara@example.org", "password": "a long password", "email": "a@example.org"}
    answers = {page: site.post(page, fields, **headers).status_code for page in FORMS}
    assert all(status < 500 for status in answers.values()), answers


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "a b", "", "[::1", "localhost:port", "\x00"]
)
@pytest.mark.parametrize("page", ["/", "/accounts/login/", "/questions", "/not-there/", "/healthz/"])
def test_a_host_that_is_not_ours_is_refused(site, host, page):
    if page == "/healthz/" and host == "":
        pytest.skip("a server fills in its own name where there is none")
    answer = site.get(page, HTTP_HOST=host)
    assert answer.status_code in {400} or (page == "/healthz/" and answer.status_code == 200)


@pytest.mark.parametrize("body", STRANGE_BODIES, **IDS)
@pytest.mark.parametrize("page", FORMS)
def test_a_strange_body_breaks_no_form(site, page, body):
    assert not breaks(site.generic("POST", page, body, "application/x-www-form-urlencoded"))


@pytest.mark.parametrize("body", STRANGE_BODIES, **IDS)
def test_a_strange_body_breaks_no_form_of_a_person(as_person, site, answered, ann, coach, body):
    question = answered.question.pk
    pages = [f"/comments/{question}/{act}/" for act in ("reply", "edit", "delete")]
    pages += ["/stages/distance/ask/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/totp/activate/"]
    as_person(ann).raise_request_exception = False
    answers = [as_person(ann).generic("POST", page, body, "application/x-www-form-urlencoded") for page in pages]
    assert not any(map(breaks, answers)), [
        (page, answer.status_code) for page, answer in zip(pages, answers, strict=True)
    ]


@pytest.mark.parametrize("kind", STRANGE_TYPES, **IDS)
@pytest.mark.parametrize("page", FORMS)
def test_a_strange_kind_of_body_breaks_no_form(site, page, kind):
    careful = Client(raise_request_exception=False, enforce_csrf_checks=True)
    assert not breaks(site.generic("POST", page, b"text=words", kind))
    assert not breaks(careful.generic("POST", page, b"text=words", kind))


@pytest.mark.parametrize("checks", [True, False])
@pytest.mark.parametrize("page", FORMS)
def test_too_much_is_refused(site, page, checks):
    visitor = Client(raise_request_exception=False, enforce_csrf_checks=checks)
    long = visitor.generic("POST", page, b"text=" + b"a" * 2_000_000, "application/x-www-form-urlencoded")
    many = visitor.post(page, {f"field{number}": "x" for number in range(5000)})
    assert {long.status_code, many.status_code} <= {400, 403, 413}


def test_a_form_sent_with_hundreds_of_files_is_refused(site):
    files = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="f%d"; filename="\x00.txt"\r\n\r\nx\r\n' % n for n in range(500)
    )
    answer = site.generic("POST", "/stages/distance/ask/", files + b"--b--\r\n", "multipart/form-data; boundary=b")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/not-there/", "/comments/1e9/", "/%00"])
def test_what_is_not_there_is_said_on_a_page_of_ours_that_no_cache_keeps(site, path):
    answer = site.get(path)
    assert b"<main" in answer.content and "no-store" in answer["Cache-Control"]


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    page=st.sampled_from([*PAGES, "/questions/1/", "/comments/1/", "/admin/", "/me/"]),
    query=st.lists(
        st.tuples(st.sampled_from(["page", "stage", "show", "next", "q", "code", "", "o"]) | st.text(), st.text()),
        max_size=5,
    ),
    raw=st.binary(max_size=30),
)
def test_no_query_breaks_a_page(site, page, query, raw):
    encoded = "&".join(f"{quote(name, errors='replace')}={quote(value, errors='replace')}" for name, value in query)
    assert not breaks(site.generic("GET", page, QUERY_STRING=encoded))
    assert not breaks(site.generic("GET", page, QUERY_STRING="page=" + raw.decode("latin-1")))


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(st.text(max_size=20) | st.sampled_from(["stages", "questions", "comments", "..", "1"]), max_size=4)
)
def test_no_path_breaks_the_site(site, parts):
    path = "/" + "/".join(quote(part, safe="", errors="replace") for part in parts)
    assert not breaks(site.generic("GET", path)) and not breaks(site.generic("GET", path + "/"))


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    page=st.sampled_from(FORMS),
    fields=st.dictionaries(
        st.sampled_from(["text", "email", "pen_name", "login", "password", "next", "submission", "code"]),
        st.text(st.characters(exclude_categories=["Cs"])),
    ),
)
def test_no_words_break_a_form(site, page, fields):
    address = f"198.51.{random.randrange(256)}.{random.randrange(256)}"  # else a limit would answer before the form
    assert not breaks(site.post(page, fields, REMOTE_ADDR=address))
