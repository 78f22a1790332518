"""Who is in danger holds a phone in her hand: a number is one touch away."""

import pytest

from stages.models import HelpLine


@pytest.mark.parametrize(
    ("contact", "number"),
    [("1-800-799-7233", "18007997233"), ("+44 808 2000 247", "+448082000247"), ("988", "988"), ("112, 911 or 999", "")],
)
def test_a_number_is_called_by_touching_it(contact, number):
    assert HelpLine(contact=contact).number == number


def test_the_page_where_one_asks_calls_and_leads_to_the_line(client, stage, identity):
    identity.help_lines.create(name="Someone to talk to", contact="116 123", url="https://help.example/")
    page = client.get("/stages/distance/ask/").content.decode()
    assert '<a class="call" href="tel:116123">116 123</a>' in page
    assert '<a href="https://help.example/" rel="noreferrer">help.example</a>' in page


def test_what_is_no_number_is_shown_as_it_is(client, stage, identity):
    identity.help_lines.create(name="Emergency", contact="112, 911 or 999")
    assert "<span>112, 911 or 999</span>" in client.get("/stages/distance/ask/").content.decode()
