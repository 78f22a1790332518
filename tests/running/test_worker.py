"""Workers that are killed, stopped and cut off from their database: nothing is lost, and nothing is done twice."""

import signal

import pytest

from tests.running.sites import Postbox, SilentServer, Site, wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("work") / "site")
    no_week = "MailChoices.objects.create(person=User.objects.coaches().get(), week='never')"
    site.shell(f"from accounts.models import MailChoices, User; {no_week}")  # or on Mondays another mail would come
    yield site
    site.stop()


@pytest.fixture
def worker(site):
    """Return a function that starts a worker which sends by a mail server."""
    started = []

    def start(server):
        site.environment["EMAIL_URL"] = server.url
        started.append(site.start_worker())
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()


@pytest.fixture
def servers():
    """Return a function that keeps a mail server until the test is over."""
    kept = []
    yield lambda server: kept.append(server) or server
    for server in kept:
        server.stop()


def all_is_done(site):
    return lambda: not site.unsent() and not site.in_hand()


def test_a_mail_whose_worker_was_killed_is_sent_by_another(site, worker, servers):
    silent, postbox = servers(SilentServer()), servers(Postbox())
    killed = worker(silent)
    site.post_mails("ann")
    wait_for(lambda: silent.callers)
    worker(postbox)
    killed.kill()
    wait_for(all_is_done(site))
    assert postbox.mails == ["ann@example.org"] and "accounts.tasks.deliver was lost" in site.log()


def test_a_mail_that_takes_longer_than_a_lease_is_sent_once(site, worker, servers):
    postbox = servers(Postbox(slowly=7))
    worker(postbox), worker(postbox)
    site.post_mails("bob")
    wait_for(all_is_done(site))
    assert postbox.asked == ["bob@example.org"]


def test_several_workers_send_each_mail_once(site, worker, servers):
    postbox = servers(Postbox())
    names = [f"reader-{number}" for number in range(30)]
    site.post_mails(*names)
    worker(postbox), worker(postbox), worker(postbox)
    wait_for(all_is_done(site))
    assert sorted(postbox.mails) == sorted(f"{name}@example.org" for name in names)


def test_a_worker_waits_for_the_database_says_so_and_goes_on(site, worker, servers):
    postbox = servers(Postbox(slowly=1))
    working = worker(postbox)
    site.post_mails("cleo")
    wait_for(lambda: postbox.asked)
    with site.without_database():
        wait_for(lambda: "The database cannot be used, waiting for it" in site.log())
        assert postbox.mails == ["cleo@example.org"]
    wait_for(all_is_done(site))
    assert working.poll() is None and postbox.asked == ["cleo@example.org"]


def test_a_stop_lets_a_mail_end(site, worker, servers):
    postbox = servers(Postbox(slowly=0.5))
    stopped = worker(postbox)
    site.post_mails("dana")
    wait_for(lambda: postbox.asked)
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(10) == 0 and all_is_done(site)() and postbox.mails == ["dana@example.org"]


def test_a_stop_hands_back_a_mail_that_does_not_end(site, worker, servers):
    silent, postbox = servers(SilentServer()), servers(Postbox())
    stopped = worker(silent)
    site.post_mails("ella")
    wait_for(lambda: silent.callers)
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(10) == 0 and site.in_hand() == 0 and site.unsent() == 1
    worker(postbox)
    wait_for(all_is_done(site))
    assert postbox.mails == ["ella@example.org"]
