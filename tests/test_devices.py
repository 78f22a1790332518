import pytest
from allauth.usersessions.models import UserSession

from accounts.devices import device_in_words

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36 Edg/125.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Chrome on Android"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8", "curl/8"),
        ("", ""),
    ],
)
def test_a_device_is_told_in_words_that_its_owner_knows(user_agent, words):
    assert device_in_words(user_agent) == words


@pytest.mark.django_db
def test_where_she_is_signed_in_names_her_browser(as_person, ann):
    client = as_person(ann)
    known = {"ip": "192.0.2.7", "user_agent": PHONE}
    UserSession.objects.update_or_create(user=ann, session_key=client.session.session_key, defaults=known)
    html = client.get("/accounts/sessions/").content.decode()
    assert "Chrome on Android" in html and "AppleWebKit" not in html
