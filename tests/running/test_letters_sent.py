"""A letter to a thousand, whose workers are killed in the middle: everybody gets it, and nobody twice. Five thousand are
written in `tests/test_letters.py`; `READERS=5000` sends as many here, which takes some minutes."""

import os
import signal

import pytest

from tests.running.sites import Postbox, wait_for

READERS = int(os.environ.get("READERS", "1000"))
SUBSCRIBE = f"""
from django.utils import timezone
from accounts.models import MailChoices, User
from letters.models import Letter, Subscription
MailChoices.objects.create(person=User.objects.coaches().get(), week="never")
new = [Subscription(address=f"reader{{n}}@example.org", confirmed_at=timezone.now()) for n in range({READERS})]
Subscription.objects.bulk_create(new)
Letter.objects.create(title="In spring", body="Go out.").send()
"""


@pytest.fixture
def postbox(site):
    postbox = Postbox()
    site.environment["EMAIL_URL"] = postbox.url
    yield postbox
    postbox.stop()


def test_a_letter_whose_workers_are_killed_in_the_middle(site, postbox):
    site.shell(SUBSCRIBE)
    killed = [site.start_worker(), site.start_worker()]
    wait_for(lambda: len(postbox.mails) > READERS // 3, 400)
    for worker in killed:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert site.number("SELECT posted FROM letters_letter") < READERS  # it was still being written
    site.start_worker(), site.start_worker()
    wait_for(lambda: site.number("SELECT posted FROM letters_letter") == READERS and not site.unsent(), 400)
    everybody = {f"reader{number}@example.org" for number in range(READERS)}
    assert set(postbox.mails) == everybody
    twice = len(postbox.mails) - READERS
    assert twice <= len(killed)  # what the server had taken in the instant in which its worker died
