"""The whole job: a reader reads, asks and signs up by code; the coach answers; the reader sees it."""

import pytest

pytestmark = pytest.mark.database  # the one journey that the whole site, with its worker, makes on PostgreSQL too
QUESTION = "He has been silent since Sunday <3\nDo I write first?"
ANSWER = "Step 1. Breathe out the waiting.\n\nStep 2. Do one thing today that is yours."


def test_a_reader_asks_and_the_coach_answers(phone, laptop, site):
    reader = phone()
    reader.goto("/")
    reader.get_by_role("link", name="Distance", exact=True).click()
    reader.get_by_role("link", name="Write your question").first.click()
    reader.get_by_label("What is going on?").fill(QUESTION)
    reader.get_by_label("Where should we send the answer?").fill("leeds@example.org")
    reader.get_by_role("button", name="Next: the code we e-mail you").click()

    reader.get_by_label("The code from the mail").wait_for()
    assert "been silent since Sunday <3" in reader.inner_text("main")
    reader.get_by_label("The code from the mail").fill(site.code_for("leeds@example.org"))
    reader.get_by_role("button", name="Send my question").click()
    reader.get_by_text("Your question has arrived.").wait_for()

    coach = laptop()
    site.sign_in_coach(coach)
    coach.get_by_role("link", name="He has been silent since Sunday").first.click()
    coach.get_by_label("Your answer", exact=True).fill(ANSWER)
    coach.get_by_role("button", name="Send the answer").click()
    coach.locator("[role=status]", has_text="is sent").wait_for(state="attached")

    mail = site.mail_to("leeds@example.org", "There is an answer for you")
    assert "been silent" not in mail
    reader.reload()
    assert "Step 2. Do one thing today that is yours." in reader.inner_text("main")
    assert "been silent since Sunday <3" in reader.inner_text("main")
