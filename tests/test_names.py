"""What people may be called: nobody looks like the coach, like the site, or like another reader."""

from threading import Barrier, Thread

import pytest
from allauth.core.context import request_context
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client

from accounts import pen_names
from accounts.forms import TAKEN, PenNameField, SignUpForm
from accounts.models import HeldName, User

GOOD = [
    "José",
    "Anne-Marie",
    "Waiting in Ohio",
    "李雷",
    "花子さん",
    "Ольга",
    "نور",
    "هدى",
    "सीता",
    "สมชาย ใจดี",
    "தமிழ்",
    "O'Neil",
    "O’Neil",
    "Dr. K",
    "Almost Thirty Years",
    "Jo & Sam",
    "Ægir 2",
    "a" * 40,
]
BAD = [
    "",
    "   ",
    "M",
    "7.",
    "a" * 41,
    "Ann\x00",
    "Ann\nof the hills\x07",
    "Ann\u200b Bell",
    "Ann\u202egnihton",
    "Ann\u2066 Bell",
    "Ann\ufeff",
    "Ann\u00adBell",
    "\U0001f600\U0001f525",
    "Ann \U0001f338",
    "<b>Ann</b>",
    "Mara\u2122",
    "Ann\u2122",
    "Mara\u2120",
    "\u24c2ara",
    "Mara\u00ae",
    "ann@example.org",
    "https://example.org",
    "...",
    "-Ann",
    "\u3164\u3164",
    "\u0301\u0301\u0301",
    "Ann" + "\u0316\u0317" * 15,
]
OFFICIAL = [
    "Mara",
    "MARA",
    "M a r a",
    "M.a.r.a.",
    "Màra",
    "M\u0430ra",
    "\u041c\u0430\u0433\u0430",
    "Μαrα",
    "Ｍａｒａ",
    "𝐌𝐚𝐫𝐚",
    "Rnara",
    "rn ara",
    "Coach",
    "C0ach",
    "c o a c h",
    "the coach",
    "The Coach.",
    "Your coach",
    "Coach Mara",
    "mara the coach",
    "Mara Coach",
    "MaraCoach",
    "Admin",
    "Adm1n",
    "Administrator",
    "Moderator",
    "Leanback",
    "1eanback",
    "Lean back",
    "Leanback team",
    "Team Leanback",
    "Support",
    "official Mara",
    "Mara\u3164",
    "Mara\uffa0",
    "\u115fMara",
    "MaraTM",
    "Mara TM",
    "Mara S.M.",
    "The Real Mara",
    "Mara verified",
    "I am Mara",
    "Mara la verdadera",
    "Soy Mara",
    "System",
    "5ystem",
    "S\u0443stem",
    "the system",
    "System message",
    "Automatic notice",
    "no-reply",
    "Site Owner",
    "Mods",
    "Moderation",
    "Webmaster",
    "A reader",
    "El sistema",
    "Mensaje del sistema",
    "La dueña del sitio",
    "Moderación",
    "Administración",
    "Aviso automático",
]
INNOCENT = [
    "Marian",
    "Tamara",
    "Amara",
    "Mara of York",
    "Coachella",
    "Stafford",
    "Teamore",
    "Adminah",
    "Supporting Cast",
    "My nervous system",
    "Help me",
    "A worried reader",
    "Robot Heart",
    "Under the radar",
    "Una lectora de Ohio",
    "Sin mensaje tuyo",
    "Tamara TM",
    "The real me",
    "Soy yo",
]
ALIKE = [
    ("Ann Bell", "ann bell"),
    ("Ann Bell", "Annbell"),
    ("Ann Bell", "Ann-Bell"),
    ("Ann Bell", "Ánn Bell"),
    ("Ann Bell", "Ａｎｎ Ｂｅｌｌ"),
    ("Ann Bell", "Ann BeII"),
    ("Ann Bell", "Ann Be11"),
    ("Ann Bell", "Αnn Βell"),
    ("Olga", "0lga"),
    ("Sonia", "5onia"),
    ("Warner", "Wamer"),
    ("Strasse", "Straße"),
    ("Ольга", "ольга"),
    ("Jose\u0301", "José"),
    ("copa", "сора"),
]
APART = [
    ("Ann", "Anna"),
    ("Olga", "Ольга"),
    ("李雷", "李磊"),
    ("نور", "نورا"),
    ("हरि", "हरी"),
    ("Ann 2", "Ann 3"),
]


def refusal(name):
    """Return the words with which the sign-up field refuses the name, or None."""
    try:
        PenNameField().clean(name)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def sign_up_form(rf, email, pen_name):
    request = rf.post("/accounts/signup/")
    request.session, request.user = {}, AnonymousUser()
    request._messages = FallbackStorage(request)
    return SignUpForm({"email": email, "pen_name": pen_name, "adult": "on"}), request


@pytest.mark.parametrize("name", GOOD)
def test_a_person_may_be_called(identity, name):
    assert refusal(name) is None


@pytest.mark.parametrize("name", BAD)
def test_a_person_may_not_be_called(identity, name):
    assert refusal(name)


@pytest.mark.parametrize("name", OFFICIAL)
def test_nobody_looks_like_the_coach_or_the_site(identity, name):
    assert refusal(name)


@pytest.mark.parametrize("name", INNOCENT)
def test_an_innocent_name_is_not_refused(identity, name):
    assert refusal(name) is None


def test_nobody_takes_the_name_that_the_coach_has_given_herself_later(identity):
    identity.coach_name = "Ines Weber"
    identity.save()
    assert refusal("1nes Weber") and refusal("Ines Weber, coach")
    assert refusal("Mara") is None


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_names_that_look_alike_are_one_name(db, one, other):
    User.objects.create_user("one@example.org", one)
    with pytest.raises(IntegrityError):
        User.objects.create_user("other@example.org", other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_names_that_differ_are_two_names(db, one, other):
    User.objects.create_user("one@example.org", one)
    assert User.objects.create_user("other@example.org", other).pen_name == other


def test_no_name_that_may_be_chosen_is_longer_than_the_column_of_its_key(db):
    room = User._meta.get_field("pen_name_key").max_length
    letters = (chr(point) for point in range(0x110000) if chr(point).isalnum())
    longest = max(letters, key=lambda letter: len(pen_names.key(pen_names.tidy(letter))) / len(pen_names.tidy(letter)))
    tidied = pen_names.tidy(longest)
    assert len(pen_names.key(tidied)) * (pen_names.LONGEST // len(tidied)) <= room


def test_a_name_is_shown_tidily(identity):
    assert PenNameField().clean("  Ann \t of   the Hills ") == "Ann of the Hills"


def test_a_name_that_is_taken_is_refused_beside_its_field(client, ann):
    page = client.post("/accounts/signup/", {"email": "new@example.org", "pen_name": "ANN of the hi11s", "adult": "on"})
    assert page.context["form"].errors == {"pen_name": [TAKEN]}
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_name_taken_in_the_same_instant_is_answered_as_the_form_does(rf, identity):
    (first, request), (second, _) = (sign_up_form(rf, f"{n}@example.org", "Quiet Moon") for n in ("one", "two"))
    with request_context(request):
        assert first.is_valid() and second.is_valid()
    first.try_save(request)
    with pytest.raises(ValidationError) as refused:
        second.try_save(request)
    assert refused.value.message_dict == {"pen_name": [TAKEN]}


def test_an_address_taken_in_the_same_instant_is_answered_as_one_that_has_an_account(rf, identity):
    (first, request), (second, again) = (sign_up_form(rf, "a@example.org", name) for name in ("Quiet Moon", "Loud Sun"))
    with request_context(request):
        assert first.is_valid() and second.is_valid()
    first.try_save(request)
    with request_context(again):
        user, response = second.try_save(again)
    assert user is None and response.status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", ["name", "address"])
def test_of_two_who_sign_up_at_once_with_one_thing_one_has_it_and_nobody_sees_an_error(same):
    statuses, together = [], Barrier(4)

    def sign_up(n):
        email = "a@example.org" if same == "address" else f"{n}@example.org"
        name = "Quiet Moon" if same == "name" else f"Moon {n * 7}"
        together.wait()
        browser = Client(raise_request_exception=False)
        said = {"email": email, "pen_name": name, "adult": "on"}
        statuses.append(browser.post("/accounts/signup/", said).status_code)
        connection.close()

    threads = [Thread(target=sign_up, args=[n]) for n in range(2, 6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert User.objects.exclude(email__endswith="@held.invalid").count() == 1
    assert set(statuses) <= {200, 302, 429}


def test_her_own_earlier_name_is_hers_to_take_back_and_nobody_else_s(as_person, ann, bob):
    as_person(ann).post("/me/name/", {"pen_name": "Second River"})
    refused = as_person(bob).post("/me/name/", {"pen_name": "Ann of the Hills"})
    assert "This name is taken" in refused.content.decode()
    as_person(ann).post("/me/name/", {"pen_name": "Ann of the hills"})
    assert User.objects.get(pk=ann.pk).pen_name == "Ann of the hills"
    as_person(bob).post("/me/name/", {"pen_name": "Second River"})
    assert User.objects.get(pk=bob.pk).pen_name == "Bob by the Sea"


def test_a_held_name_does_not_say_whose_it_was(ann):
    ann.rename("Second River")
    [held] = HeldName.objects.values()
    assert str(ann.pk) not in {str(held["mark"]), str(held["owner_mark"])} and len(held["owner_mark"]) == 64
