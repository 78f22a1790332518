"""What costs us much is not to be had without end: by the minute and by the address it comes from."""

import pytest

from accounts.rate_limits import A_MINUTE
from comments.models.comment import LONGEST
from writing.models import Draft

ASK = "/stages/distance/ask/"
FORMS = [
    ("listen", "/listen/"),
    ("alike", "/drafts/alike/"),
    ("keep_draft", "/drafts/"),
    ("write", ASK),
    ("write", "/ask/"),
]


@pytest.fixture
def once_a_minute(monkeypatch, clock_stands):
    for action in A_MINUTE:
        monkeypatch.setitem(A_MINUTE, action, 1)


@pytest.mark.parametrize(("action", "path"), FORMS)
def test_who_sends_too_often_waits_a_minute_and_keeps_her_words(client, stage, once_a_minute, action, path):
    answers = [client.post(path, {"text": "He has gone quiet."}) for _time in range(2)]
    assert answers[0].status_code < 400 and answers[1].status_code == 429 and answers[1]["Retry-After"] == "60"
    assert "He has gone quiet." in answers[1].content.decode() and "no-store" in answers[1]["Cache-Control"]


@pytest.mark.parametrize("page", ["", "stage/"])
def test_pages_that_compare_her_words_have_a_limit_too(as_person, stage, ann, once_a_minute, page):
    draft = Draft.objects.create(author=ann, stage=stage, text="He has gone quiet.")
    client = as_person(ann)
    assert [client.get(f"/drafts/{draft.key}/{page}").status_code for _time in range(2)] == [200, 429]


def test_opening_a_form_is_not_counted(client, stage, once_a_minute):
    assert {client.get(ASK).status_code for _time in range(3)} == {200}


def test_each_address_and_each_act_is_counted_by_itself(client, stage, once_a_minute):
    def listen(address):
        return client.post("/listen/", {"text": "Hm."}, REMOTE_ADDR=address).status_code

    assert [listen("203.0.113.1"), listen("203.0.113.1"), listen("203.0.113.2")] == [200, 429, 200]
    assert client.post("/drafts/alike/", {"text": "Hm."}, REMOTE_ADDR="203.0.113.1").status_code == 200


def test_no_more_is_looked_at_than_a_message_may_have(client, stage):
    far = "a " * (LONGEST // 2)
    assert "My number is" not in client.post("/listen/", {"text": far + " My number is 0172 5550199."}).content.decode()
    assert "0172 5550199" in client.post("/listen/", {"text": far[50:] + " 0172 5550199"}).content.decode()


def test_a_page_that_gives_back_too_long_a_text_looks_at_no_more_of_it_either(client, stage):
    page = client.post(ASK, {"text": "a " * LONGEST + "0172 5550199"})
    assert page.context["form"].told == [] and "0172 5550199" in page.context["form"]["text"].value()
