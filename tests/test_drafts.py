"""Drafts: what somebody has written and not sent is never lost, never sends itself, and is nobody else's."""

import re
import uuid
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import MailedLink, OutgoingMail, User
from comments.models import Comment, Thread
from leanback.tasks import tend
from stages.models import Stage
from tests.lasting import lasting
from writing.models import MOST_IN_A_BROWSER, MOST_OF_A_PERSON, Draft

WORDS = "He has gone quiet since Sunday. Do I write first?"
ASK = "/stages/distance/ask/"
KEEP = "/drafts/?stage=distance"
ANN, BOB = "ann@example.org", "bob@example.org"
CODE = re.compile(r"^([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def words_in(response):
    return response.context["form"]["text"].value()


def hidden(response):
    """The hidden fields of the page, as a browser sends them back."""
    form = response.context["form"]
    return {name: form[name].value() for name in ("submission", "revision", "tab", "turn", "writer")}


def go_on(client, text=WORDS, **more):
    """She writes and presses the button; returns the address of sign-up."""
    return client.post(ASK, hidden(client.get(ASK)) | {"text": text} | more)["Location"]


def sign_in(client, sign_up, email, password="a long password"):
    """Sign in by password through the page to which the draft has led."""
    return client.post(sign_up.replace("signup", "login"), {"login": email, "password": password}, follow=True)


def save(client, text=WORDS, at=KEEP, **fields):
    """What the page does by itself while somebody writes."""
    return client.post(at, {"text": text} | fields)


def last_mail():
    return OutgoingMail.objects.latest("pk").text


def link_in(mail):
    return re.search(r"https?://[^/]+(/accounts/go-on/\S+/)", mail)[1]


# Kept, whatever happens


def test_going_on_keeps_the_words_in_a_cookie_of_its_own_that_scripts_cannot_read(client, stage):
    go_on(client)
    cookie = client.cookies["drafts"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 30 * 86_400


def test_looking_at_the_form_leaves_no_such_cookie(client, stage):
    client.get(ASK)
    client.get("/ask/")
    assert "drafts" not in client.cookies and not Draft.objects.exists()


def test_the_words_outlive_the_session(client, stage):
    go_on(client)
    client.cookies.pop("session", None)
    assert words_in(client.get(ASK)) == WORDS


def test_a_cookie_that_was_made_up_finds_nothing(client, stage):
    go_on(client)
    stranger = Client()
    stranger.cookies["drafts"] = str(Draft.objects.get().browser)
    assert not words_in(stranger.get(ASK))


def test_what_was_chosen_is_kept_with_the_words(client, stage):
    go_on(client, signature="Waiting in Ohio", visibility="private", unlisted="on")
    form = client.get(ASK).context["form"]
    assert [form[name].value() for name in ("signature", "visibility", "unlisted")] == [
        "Waiting in Ohio",
        "private",
        True,
    ]


def test_a_stage_that_is_deleted_leaves_the_words(client, stage):
    go_on(client)
    Stage.objects.all().delete()
    assert words_in(client.get("/ask/")) == WORDS


def test_old_drafts_and_links_are_swept(client, stage, ann):
    go_on(client)
    MailedLink.objects.make(ann, ANN, ASK)
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=29))
    tend.call()
    assert Draft.objects.exists()
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=31))
    MailedLink.objects.update(created_at=timezone.now() - timedelta(hours=1))
    tend.call()
    assert not Draft.objects.exists() and not MailedLink.objects.exists()


@pytest.mark.parametrize("path", [ASK, "/ask/", "/drafts/{key}/", "/drafts/{key}/stage/", "/drafts/{key}/delete/"])
def test_no_page_with_a_draft_is_stored_anywhere(client, stage, path):
    go_on(client)
    response = client.get(path.format(key=Draft.objects.get().key))
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]


# Saved while she writes


def test_saving_says_where_and_at_which_revision(client, stage):
    key = str(uuid.uuid4())
    kept = save(client, submission=key).json()
    assert kept == {"key": key, "revision": 1, "said": ""} and words_in(client.get(ASK)) == WORDS


def test_saving_again_changes_the_same_draft(client, stage):
    page = hidden(client.get(ASK))
    save(client, **page)
    assert save(client, "New words", **page | {"revision": 1, "turn": 1}).json()["revision"] == 2
    assert Draft.objects.get().text == "New words"


def test_what_arrives_late_from_the_same_page_overwrites_nothing(client, stage):
    page = hidden(client.get(ASK))
    save(client, "Newest", **page | {"turn": 2})
    assert save(client, "Older", **page | {"turn": 1}).status_code == 200
    assert Draft.objects.get().text == "Newest"


def test_the_same_turn_twice_overwrites_nothing(client, stage):
    page = hidden(client.get(ASK))
    save(client, "First", **page | {"turn": 2})
    save(client, "Again", **page | {"turn": 2})
    assert Draft.objects.get().text == "First"


def test_two_tabs_keep_both_texts_and_the_second_is_told(client, stage):
    go_on(client)
    first, second = hidden(client.get(ASK)), hidden(client.get(ASK))
    save(client, "From the first tab", **first)
    answer = save(client, "From the second tab", **second).json()
    assert "We kept both" in answer["said"] and answer["key"] != str(first["submission"])
    assert sorted(Draft.objects.values_list("text", flat=True)) == ["From the first tab", "From the second tab"]


def test_two_tabs_without_script_keep_both_texts_too(client, stage):
    go_on(client)
    first, second = hidden(client.get(ASK)), hidden(client.get(ASK))
    client.post(ASK, first | {"text": "From the first tab", "then": "look"})
    page = client.post(ASK, second | {"text": "From the second tab", "then": "look"}, follow=True)
    assert "We kept both" in page.content.decode() and Draft.objects.count() == 2


def test_the_same_words_from_an_old_tab_are_no_quarrel(client, stage):
    go_on(client)
    first, second = hidden(client.get(ASK)), hidden(client.get(ASK))
    save(client, "The same", **first)
    assert save(client, "The same", **second).json()["said"] == "" and Draft.objects.count() == 1


def test_what_was_sent_is_not_saved_once_more(as_person, stage, ann):
    client = as_person(ann)
    page = hidden(client.get(ASK))
    client.post(ASK, page | {"text": WORDS})
    answer = save(client, **page)
    assert answer.status_code == 409 and "sent already" in answer.json()["said"] and not Draft.objects.exists()


@pytest.mark.parametrize("text", ["", " \n", "x" * 20_001, "\x00"])
def test_what_cannot_be_saved_is_said_and_leaves_what_was_saved(client, stage, text):
    page = hidden(client.get(ASK))
    save(client, **page)
    answer = save(client, text, **page | {"turn": 1})
    assert answer.status_code == 422 and answer.json()["said"] and Draft.objects.get().text == WORDS


def test_a_signature_that_is_not_right_yet_is_saved_with_the_words(client, stage):
    save(client, signature="Mara the coach, and much more than a signature may hold")
    assert Draft.objects.get().signature == "Mara the coach, and much more than a sig"


@pytest.mark.parametrize(
    "fields", [{"revision": "x"}, {"turn": "-1"}, {"tab": "x"}, {"submission": "x"}, {"turn": 9**99}]
)
def test_broken_numbers_cost_nobody_her_words(client, stage, fields):
    assert save(client, **fields).status_code == 200 and Draft.objects.get().text == WORDS


def test_saving_needs_a_form_of_ours_and_a_post(stage):
    guarded = Client(enforce_csrf_checks=True)
    assert save(guarded).status_code == 403 and guarded.get(KEEP).status_code == 405
    assert not Draft.objects.exists()


def test_a_reply_is_saved_for_its_comment_and_for_nothing_that_she_may_not_answer(client, answered, asked, bob):
    assert save(client, at=f"/drafts/?parent={answered.last_answer.pk}").status_code == 200
    assert Draft.objects.get().parent == answered.last_answer
    hidden_one = Thread.ask(answered.stage, bob, "Not approved").question
    assert save(client, at=f"/drafts/?parent={hidden_one.pk}").status_code == 404


# Nobody fills the disk


def test_a_browser_keeps_so_many_drafts_and_no_word_is_lost_beyond(client, stage, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"draft": "100/h/ip"}
    for number in range(MOST_IN_A_BROWSER):
        save(client, f"Words {number}")
    assert save(client, "One more").status_code == 409
    page = client.post(ASK, {"text": "One more"})
    assert "Too many drafts" in page.content.decode() and words_in(page) == "One more"
    assert Draft.objects.count() == MOST_IN_A_BROWSER


def test_a_person_keeps_so_many_drafts(as_person, stage, ann):
    Draft.objects.bulk_create([Draft(text="x", author=ann) for _ in range(MOST_OF_A_PERSON)])
    assert save(as_person(ann)).status_code == 409


def test_an_address_of_the_net_begins_so_many_drafts_and_may_go_on_with_each(stage, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"draft": "20/h/ip"}
    first = Client()
    page = hidden(first.get(ASK))
    assert save(first, **page).status_code == 200
    answers = [save(Client(), f"Words {number}").status_code for number in range(25)]
    assert answers.count(200) == 19 and answers[-1] == 409
    assert save(first, "New words", **page | {"turn": 1}).status_code == 200
    assert save(Client(), REMOTE_ADDR="203.0.113.9").status_code == 409  # a field of the form, not the address
    assert Client().post(KEEP, {"text": WORDS}, REMOTE_ADDR="203.0.113.9").status_code == 200


# To the one who wrote it


def test_it_passes_to_her_who_signs_in_by_its_own_send(client, stage, ann):
    page = sign_in(client, go_on(client), ANN)
    assert words_in(page) == WORDS and Draft.objects.get().author == ann and not Thread.objects.exists()


def test_sending_it_drops_it(client, stage, ann):
    page = sign_in(client, go_on(client), ANN)
    client.post(ASK, hidden(page) | {"text": WORDS})
    assert Thread.objects.get().asker == ann and not Draft.objects.exists() and not words_in(client.get(ASK))


def test_a_new_reader_finds_it_after_her_code(client, stage):
    sign_up = go_on(client)
    client.post(sign_up, {"pen_name": "Slow Reed", "email": "new@example.org", "adult": "on"})
    client.post("/accounts/confirm-email/", {"code": "WRON-GONE"})
    page = client.post("/accounts/confirm-email/", {"code": CODE.search(last_mail())[1]}, follow=True)
    assert words_in(page) == WORDS and Draft.objects.get().author.pen_name == "Slow Reed"


def test_a_reader_finds_it_after_her_code(client, stage, ann):
    sign_up = go_on(client).replace("signup", "login")
    confirm = client.post(sign_up, {"login": ANN, "password": ""})["Location"]
    page = client.post(confirm, {"code": CODE.search(last_mail())[1]}, follow=True)
    assert words_in(page) == WORDS and Draft.objects.get().author == ann


def test_a_late_code_costs_nothing(client, stage, ann, time_machine):
    """The page for the code has forgotten where it led; her address has not."""
    confirm = client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})["Location"]
    code = CODE.search(last_mail())[1]
    time_machine.move_to(timezone.now() + timedelta(minutes=20))
    client.post(confirm, {"code": code})
    client.post("/accounts/login/code/", {"email": ANN})
    client.post("/accounts/login/code/confirm/", {"code": CODE.search(last_mail())[1]})
    assert words_in(client.get(ASK)) == WORDS and Draft.objects.get().author == ann


def test_the_page_of_signing_in_says_what_will_happen_and_gives_a_way_out(client, stage):
    for page in (client.get(sign_up := go_on(client)), client.get(sign_up.replace("signup", "login"))):
        html = page.content.decode()
        assert "What you wrote about “Distance” is saved" in html and "Not yours? Sign in without it" in html
        assert WORDS not in html


def test_a_passkey_leads_back_to_the_draft_too(client, stage):
    sign_up = go_on(client)
    way_back = f'name="next" value="{Draft.objects.get().page_to_send_from()}"'
    pages = [client.get(sign_up.replace("signup", to)).content.decode() for to in ("login", "signup/passkey")]
    assert [page.count(way_back) for page in pages] == [2, 1] and "What you wrote about" in pages[1]


def test_the_page_of_signing_in_says_nothing_of_it_elsewhere(client, stage):
    sign_up = go_on(client)
    assert "Distance" not in Client().get(sign_up).content.decode().partition("<main")[2].partition('name="next"')[0]


def test_an_address_is_typed_once(client, stage):
    sign_up = go_on(client)
    page = client.post(sign_up.replace("signup", "login"), {"email": "new@example.org", "carried": "1"})
    assert page.context["form"]["login"].value() == "new@example.org" and not page.context["form"].errors
    page = client.post(sign_up, {"login": "new@example.org", "password": "x", "carried": "1"})
    assert page.context["form"]["email"].value() == "new@example.org" and "draft" in page.content.decode()
    assert not OutgoingMail.objects.exists() and not User.objects.exists()


def test_who_mistyped_her_address_begins_again_with_her_own_name(client, stage):
    sign_up = go_on(client)
    client.post(sign_up, {"pen_name": "Slow Reed", "email": "mistyped@example.org", "adult": "on"})
    client.post("/accounts/logout/")
    sign_up = go_on(client)
    client.post(sign_up, {"pen_name": "Slow Reed", "email": "right@example.org", "adult": "on"})
    page = client.post("/accounts/confirm-email/", {"code": CODE.search(last_mail())[1]}, follow=True)
    assert words_in(page) == WORDS and Draft.objects.get().author.email == "right@example.org"


def test_going_on_again_while_a_code_is_on_its_way_leads_to_the_page_for_the_code(client, stage):
    client.post(go_on(client), {"pen_name": "Slow Reed", "email": "new@example.org", "adult": "on"})
    page = client.get(go_on(client, "Better words"), follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/confirm-email/"
    page = client.post("/accounts/confirm-email/", {"code": CODE.search(last_mail())[1]}, follow=True)
    assert words_in(page) == "Better words"


# Never to another


def test_who_signs_in_by_another_door_neither_sees_nor_sends_it(client, stage, bob):
    go_on(client)
    key = Draft.objects.get().key
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    pages = [client.get(path) for path in (ASK, f"{ASK}?draft={key}", "/me/", f"/drafts/{key}/", "/ask/")]
    assert not any(WORDS in page.content.decode() for page in pages) and pages[3].status_code == 404
    assert client.post(f"/drafts/{key}/take/").status_code == client.post(f"/drafts/{key}/delete/").status_code == 404
    assert save(client, "Mine", submission=key).json()["key"] != str(key)
    assert Draft.objects.get(pk=key).text == WORDS and not Thread.objects.exists()


def test_the_sign_in_in_the_header_gives_it_to_nobody(client, stage, bob):
    go_on(client)
    client.post("/accounts/login/", {"login": BOB, "password": "a long password"})
    assert not words_in(client.get(ASK)) and Draft.objects.get().author is None


def test_an_address_once_typed_keeps_every_other_out(client, stage, ann, bob):
    """She typed her address and left; he sits down at the page that is still open."""
    sign_up = go_on(client)
    client.post(sign_up.replace("signup", "login"), {"login": ANN, "password": "mistyped"})
    page = sign_in(client, sign_up, BOB)
    assert "wait for another address" in page.content.decode() and not page.wsgi_request.user.is_authenticated
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert not words_in(client.get(f"{ASK}?draft={Draft.objects.get().key}"))
    client.post("/accounts/logout/")
    assert words_in(sign_in(client, sign_up, ANN)) == WORDS


def test_what_waits_for_one_address_passes_to_no_other_by_any_door(client, stage, ann, bob):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": "mistyped"})
    draft = Draft.objects.get()
    assert not Draft.objects.passing_to(bob, draft.browser, draft.key).exists()
    assert Draft.objects.passing_to(ann, draft.browser, key=None).get() == draft


@pytest.mark.parametrize("order", [(ANN, BOB), (BOB, ANN)])
def test_two_people_on_one_device_each_find_their_own(client, stage, ann, bob, order):
    for email in order:
        sign_in(client, go_on(client, f"Words of {email}"), email)
        client.post("/accounts/logout/")
        assert not words_in(client.get(ASK))
    for email in order:
        client.post("/accounts/login/", {"login": email, "password": "a long password"})
        assert words_in(client.get(ASK)) == f"Words of {email}"
        client.post("/accounts/logout/")


@pytest.mark.parametrize("first", [ANN, BOB])
def test_what_nobody_signed_in_for_stays_with_the_device_while_others_come_and_go(client, stage, ann, bob, first):
    go_on(client)
    for email in (first, ANN, BOB):
        client.post("/accounts/login/", {"login": email, "password": "a long password"})
        assert not words_in(client.get(ASK))
        client.post("/accounts/logout/")
    assert words_in(client.get(ASK)) == WORDS


def test_a_page_left_open_sends_nothing_under_another(client, stage, ann, bob):
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    page = hidden(client.get(ASK))
    save(client, **page)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    answer = save(client, "More of hers", **page)
    assert answer.status_code == 409 and "signed in as Bob by the Sea now" in answer.json()["said"]
    page = client.post(ASK, page | {"text": "More of hers"})
    assert "Nothing has been sent" in page.content.decode() and words_in(page) == "More of hers"
    assert not Thread.objects.exists() and Draft.objects.get().author == ann


def test_a_page_that_was_opened_before_signing_in_asks_once_more(client, stage, ann):
    page = hidden(client.get(ASK))
    save(client, **page)
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    again = client.post(ASK, page | {"text": WORDS, "then": "send"})
    assert "signed in as Ann of the Hills now" in again.content.decode() and not Thread.objects.exists()
    client.post(ASK, hidden(again) | {"text": WORDS, "then": "send"})
    assert Thread.objects.get().asker == ann and not Draft.objects.exists()


def test_a_session_that_ends_while_she_writes_costs_nothing(client, stage, ann):
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    page = hidden(client.get(ASK))
    save(client, **page)
    client.cookies.pop("session")
    again = client.post(ASK, page | {"text": f"{WORDS} And then?", "then": "send"})
    assert "not signed in any more" in again.content.decode() and not Thread.objects.exists()
    sign_up = client.post(ASK, hidden(again) | {"text": f"{WORDS} And then?", "then": "send"})["Location"]
    assert words_in(sign_in(client, sign_up, ANN)) == f"{WORDS} And then?"
    assert Draft.objects.get().author == ann  # what she had begun is one with it


def test_the_words_of_another_are_no_draft_of_mine_by_their_key(client, stage, ann):
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    key = save(client).json()["key"]
    stranger = Client()
    assert save(stranger, "Hacked", submission=key, revision=1).json()["key"] != key
    assert Draft.objects.get(pk=key).text == WORDS
    assert [stranger.get(f"/drafts/{key}/{act}").status_code for act in ("", "stage/", "delete/")] == [404] * 3


# On another device


def test_who_proves_the_address_finds_it_on_another_device_by_one_tap(client, stage, ann):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    phone = Client()
    phone.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/me/", ASK):
        html = phone.get(path).content.decode()
        assert "Something about “Distance” was begun with your address" in html and WORDS not in html
    page = phone.post(f"/drafts/{Draft.objects.get().key}/take/", follow=True)
    assert words_in(page) == WORDS and Draft.objects.get().author == ann


def test_an_address_that_is_not_proven_finds_nothing(client, stage, ann):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    ann.emailaddress_set.update(verified=False)
    phone = Client()
    phone.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    assert "was begun with your address" not in phone.get("/me/").content.decode()


def test_she_throws_away_unread_what_somebody_began_with_her_address(client, stage, ann):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    phone = Client()
    phone.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    path = f"/drafts/{Draft.objects.get().key}/delete/"
    assert WORDS not in phone.get(path).content.decode()
    phone.post(path)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_the_mail_leads_on_from_another_device(client, stage, ann, known):
    sign_up = go_on(client)
    email = ANN if known else "new@example.org"
    client.post(sign_up, {"pen_name": "Slow Reed", "email": email, "adult": "on"})
    phone, link = Client(), link_in(last_mail())
    page = phone.post(link, follow=True)
    assert page.redirect_chain[-1][0].startswith(ASK) and page.wsgi_request.user.email == email
    assert "begun with your address" in page.content.decode() and WORDS not in page.content.decode()
    assert words_in(phone.post(f"/drafts/{Draft.objects.get().key}/take/", follow=True)) == WORDS


def test_in_the_browser_that_wrote_them_the_link_leads_straight_to_the_words(client, stage, ann):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    assert words_in(client.post(link_in(last_mail()), follow=True)) == WORDS


def test_a_scanner_that_opens_the_link_uses_up_nothing_and_signs_nobody_in(client, stage, ann):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    scanner, link = Client(), link_in(last_mail())
    for _ in range(3):
        assert scanner.get(link).status_code == scanner.head(link).status_code == 200
    assert scanner.get("/me/").status_code == 302
    assert Client().post(link, follow=True).wsgi_request.user == ann


def test_the_link_works_once_and_for_a_quarter_of_an_hour(client, stage, ann, time_machine):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    link = link_in(last_mail())
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    late = Client().post(link)
    assert late.status_code == 404 and "Your words are safe" in late.content.decode()
    MailedLink.objects.update(created_at=timezone.now())
    assert Client().post(link).status_code == 302
    assert Client().post(link).status_code == 404


def test_the_link_asks_for_a_second_factor(client, stage, ann):
    TOTP.activate(ann, generate_totp_secret())
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    phone = Client()
    page = phone.post(link_in(last_mail()), follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/2fa/authenticate/")
    assert not page.wsgi_request.user.is_authenticated


def test_the_link_signs_out_whoever_else_is_signed_in_and_says_so_before(client, stage, ann, bob):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    shared, link = Client(), link_in(last_mail())
    shared.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert "Bob by the Sea is signed in here and will be signed out" in shared.get(link).content.decode()
    assert shared.post(link, follow=True).wsgi_request.user == ann


def test_no_mail_has_a_link_where_no_draft_waits(client, ann):
    client.post("/accounts/login/code/", {"email": ANN})
    assert "/accounts/go-on/" not in last_mail() and not MailedLink.objects.exists()


def test_neither_the_address_nor_the_link_can_be_read_from_the_tables(client, stage, ann):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    assert "ann" not in Draft.objects.get().for_email and len(Draft.objects.get().for_email) == 64
    assert link_in(last_mail()).split("/")[-2] not in MailedLink.objects.get().digest


# Looked over


def test_looking_it_over_shows_it_as_it_will_stand_and_sends_nothing(as_person, stage, ann):
    client = as_person(ann)
    page = client.post(ASK, {"text": "He <b>left</b>.\n\n- Why?", "then": "look"}, follow=True)
    html = page.content.decode()
    assert ">He &lt;b&gt;left&lt;/b&gt;.</p>" in html and ">Why?</li>" in html
    assert "signed Ann of the Hills." in html and not Thread.objects.exists()
    client.post(ASK, hidden(page) | {"text": words_in(page), "then": "send"})
    assert Thread.objects.get().question.text == "He <b>left</b>.\n\n- Why?" and not Draft.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, ["Everyone can read it", "Search engines may list it."]),
        ({"unlisted": "on"}, ["We ask search engines to leave it out."]),
        (
            {"visibility": "private", "signature": "Waiting in Ohio"},
            ["shown only to you and the coach", "signed Waiting in Ohio."],
        ),
    ],
)
def test_looking_it_over_says_the_choices_in_words(client, stage, chosen, said):
    html = client.post(ASK, {"text": WORDS, "then": "look"} | chosen, follow=True).content.decode()
    assert all(sentence in html for sentence in said)


def test_the_choices_pass_through_looking_over_and_signing_in(client, stage, ann):
    chosen = {"visibility": "private", "signature": "Waiting in Ohio", "unlisted": "on"}
    page = client.post(ASK, {"text": WORDS, "then": "look"} | chosen, follow=True)
    form = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    sign_up = client.post(ASK, form | {"then": "send"})["Location"]
    page = sign_in(client, sign_up, ANN)
    client.post(ASK, {name: page.context["form"][name].value() for name in page.context["form"].fields})
    thread = Thread.objects.get()
    assert (thread.visibility, thread.signature, thread.is_listed) == ("private", "Waiting in Ohio", False)


def test_a_reply_is_looked_over_under_what_it_replies_to(as_person, answered, bob):
    path = f"/comments/{answered.last_answer.pk}/reply/"
    html = as_person(bob).post(path, {"text": "Thank you!", "then": "look"}, follow=True).content.decode()
    assert "Step 2. Let him be." in html and "Thank you!" in html and answered.comments.count() == 2


def test_a_reply_says_how_it_will_be_signed(as_person, answered, ann, bob):
    Thread.objects.update(signature="Waiting in Ohio")
    path = f"/comments/{answered.last_answer.pk}/reply/"
    assert "signed Waiting in Ohio." in as_person(ann).get(path).content.decode()
    assert "signed Bob by the Sea." in as_person(bob).get(path).content.decode()


# As whom


def test_words_alone_are_asked_with_the_defaults(as_person, stage, ann):
    as_person(ann).post(ASK, {"text": WORDS})
    thread = Thread.objects.get()
    assert (thread.signed, thread.visibility, thread.is_listed) == ("Ann of the Hills", "public", True)


@pytest.mark.parametrize("name", ["Mara", "M a r a", "Bob by the Sea", "b0b by the sea", "The Coach", "х" * 41, "<b>"])
def test_nobody_signs_as_the_coach_or_another_reader(as_person, stage, ann, bob, coach, name):
    page = as_person(ann).post(ASK, {"text": WORDS, "signature": name})
    assert page.context["form"].errors["signature"] and words_in(page) == WORDS and not Thread.objects.exists()
    assert 'aria-invalid="true"' in page.content.decode() and 'href="#id_signature"' in page.content.decode()


def test_her_own_pen_name_is_no_signature_of_its_own(as_person, stage, ann):
    as_person(ann).post(ASK, {"text": WORDS, "signature": "ann of the hills"})
    assert Thread.objects.get().signature == "" and Thread.objects.get().signed == "Ann of the Hills"


def test_a_signature_stands_in_the_place_of_the_pen_name(as_person, stage, ann, coach):
    as_person(ann).post(ASK, {"text": WORDS, "signature": " Waiting  in Ohio "})
    Thread.objects.get().question.approve(coach)
    html = as_person(None).get(Thread.objects.get().get_absolute_url()).content.decode()
    assert "Waiting in Ohio" in html and "Ann of the Hills" not in html


def test_a_private_question_is_for_her_and_the_coach(as_person, stage, ann, bob, coach, mod):
    as_person(ann).post(ASK, {"text": WORDS, "visibility": "private"})
    thread = Thread.objects.get()
    thread.question.approve(coach)
    path = thread.get_absolute_url()
    assert [as_person(person).get(path).status_code for person in (ann, coach, bob, mod, None)] == [
        200,
        200,
        404,
        404,
        404,
    ]


# From nowhere


@lasting
def stages(stage):
    others = [("spark", "Spark", "You met at a dance."), ("quarrel", "Quarrel", "You shout about dishes and money.")]
    for number, (slug, title, situation) in enumerate(others, start=2):
        Stage.objects.create(guide=stage.guide, position=number, slug=slug, title=title, situation=situation)
    Stage.objects.create(guide=stage.guide, position=4, slug="x", title="Dishes", situation="Money.", published_at=None)


def offered_on(page):
    """Return the stages that a page offers as likely, and the others, by their addresses."""
    found = re.findall(r'<button class="(quiet)?" name="stage" value="([^"]+)">', page.content.decode())
    return [slug for quiet, slug in found if not quiet], [slug for quiet, slug in found if quiet]


@pytest.mark.parametrize("who", ["ann", None])
def test_the_stage_is_asked_last_and_suggested_by_her_words(as_person, request, stages, who):
    client = as_person(who and request.getfixturevalue(who))
    page = client.post("/ask/", {"text": "We shouted about the dishes again.", "then": "send"}, follow=True)
    likely, others = offered_on(page)
    assert likely == ["quarrel"] and {*others} == {"distance", "spark"}
    page = client.post(page.redirect_chain[-1][0], {"stage": "quarrel"}, follow=True)
    assert Draft.objects.get().stage.slug == "quarrel" and "Quarrel" in page.content.decode()
    assert not Thread.objects.exists()
    client.post("/stages/quarrel/ask/", hidden(page) | {"text": words_in(page), "then": "send"})
    assert Thread.objects.count() == (1 if who else 0)


def test_a_stage_that_readers_do_not_see_cannot_be_chosen(client, stages):
    path = client.post("/ask/", {"text": WORDS})["Location"]
    assert client.post(path, {"stage": "x"}).context["form"].errors and not Draft.objects.get().stage


@pytest.mark.parametrize("words", ["?", "💔", "zzxqj", "a" * 20_000, "the " * 5_000])
def test_words_that_say_nothing_suggest_nothing_and_break_nothing(client, stages, words):
    page = client.post("/ask/", {"text": words}, follow=True)
    likely, others = offered_on(page)
    assert page.status_code == 200 and likely == [] and len(others) == 3


def test_the_lists_lead_to_asking_from_nowhere(client, stage):
    assert 'href="/ask/"' in client.get("/").content.decode()
    assert 'href="/ask/"' in client.get("/questions/").content.decode()


# Answered before


def like(client, words):
    return [thread.title for thread in client.post("/drafts/alike/", {"text": words}).context["alike"]]


@lasting
def answered_ones(stage, ann, coach):
    questions = [
        "He is silent for weeks. Is silence the end?",
        "We quarrel about his mother.",
        "He is silent at dinner.",
    ]
    for question in questions:
        Thread.ask(stage, ann, question).answer(coach, "Let him be.")
    return Thread.objects.newest_first()


def test_answered_questions_like_hers_are_found(client, answered_ones):
    assert like(client, "I hate his silence. Silent since weeks!") == ["He is silent for weeks"]
    assert like(client, "mother") == ["We quarrel about his mother"]


@pytest.mark.parametrize("fields", [{"visibility": "private"}, {"is_listed": False}, {"is_shown": False}])
def test_what_is_not_for_everybody_is_not_found(client, answered_ones, fields):
    Thread.objects.update(**fields)
    assert like(client, "mother quarrel silent") == []


def test_what_waits_for_an_answer_is_not_found(client, public):
    assert like(client, "He has gone quiet") == []


@pytest.mark.parametrize(
    "words", ["", "?", "\x00", '"', "AND OR NOT (", "x" * 30_000, "💔", "'; DROP TABLE", "a* NEAR b"]
)
def test_whatever_is_typed_breaks_nothing(client, answered_ones, words):
    assert like(client, words) == []


def test_looking_for_it_keeps_nothing_and_costs_the_same_with_many(client, answered_ones, stage, ann, coach):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            like(client, "silent weeks silence")
        return len(captured)

    few = queries()
    for number in range(20):
        Thread.ask(stage, ann, f"Silent for {number} weeks, silence all around").answer(coach, "Let him be.")
    assert queries() == few and len(like(client, "silent weeks silence")) == 5
    assert not Draft.objects.exists() and client.get("/drafts/alike/").status_code == 405


def test_looking_it_over_shows_them(client, answered_ones):
    page = client.post(ASK, {"text": "His silence lasts for weeks", "then": "look"}, follow=True)
    assert "Answered before, for someone like you" in page.content.decode()


# On her page, and thrown away


def test_her_page_lists_what_she_has_not_sent(as_person, stage, ann, bob):
    save(as_person(ann))
    html = as_person(ann).get("/me/").content.decode()
    assert "Not sent yet" in html and "He has gone quiet since Sunday." in html
    assert "Not sent yet" not in as_person(bob).get("/me/").content.decode()


def test_her_page_costs_the_same_with_many_drafts(as_person, stage, ann):
    client, counts = as_person(ann), []
    for number in (1, 30):
        Draft.objects.bulk_create([Draft(text="x", author=ann, stage=stage) for _ in range(number)])
        with CaptureQueriesContext(connection) as captured:
            client.get("/me/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_draft_is_thrown_away_by_its_writer_after_a_question(as_person, stage, ann, bob):
    path = f"/drafts/{save(as_person(ann)).json()['key']}/delete/"
    assert as_person(bob).post(path).status_code == as_person(None).post(path).status_code == 404
    assert "gone for good" in as_person(ann).get(path).content.decode() and Draft.objects.exists()
    as_person(ann).post(path)
    assert not Draft.objects.exists()


def test_only_she_whom_it_waits_for_takes_it(as_person, client, stage, ann, bob):
    client.post(go_on(client).replace("signup", "login"), {"login": ANN, "password": ""})
    path = f"/drafts/{Draft.objects.get().key}/take/"
    assert [as_person(person).post(path).status_code for person in (bob, None)] == [404, 302]
    assert as_person(ann).get(path).status_code == 405 and Draft.objects.get().author is None


# What the database refuses


@pytest.mark.parametrize("fields", [{"for_email": "x"}, {"with_both": True}])
def test_the_database_refuses_a_draft_of_two(public, ann, fields):
    both = {"stage": public.stage, "parent": public.question} if fields.pop("with_both", False) else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(text="x", author=ann, **fields, **both)


def test_a_person_who_goes_takes_her_drafts_along(stage, ann):
    Draft.objects.create(text="x", author=ann)
    User.objects.filter(pk=ann.pk).delete()
    assert not Draft.objects.exists() and not Comment.objects.exists()
