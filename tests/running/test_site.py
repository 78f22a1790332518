"""A whole site under its supervisor: what dies is started again, and what is stopped leaves nothing behind."""

import os
import signal
from contextlib import suppress

import pytest

from tests.running.sites import Site, children, processes, wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("kept") / "site")
    yield site
    site.stop()


@pytest.fixture(scope="module")
def supervisor(site):
    """The process id of a site's supervisor, once pages and worker are there."""
    supervisor = site.start("serve")
    wait_for(site.answers)
    wait_for(lambda: children(supervisor.pid, "manage.py worker"))
    return supervisor.pid


def only(pids):
    return pids[0] if len(pids) == 1 else None


def server_of(supervisor):
    return only(children(supervisor, "leanback.web"))


def kill(*pids):
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def group_of(leader):
    """Return the processes that a terminal's or a shell's stop of this one does not leave behind."""
    family = [leader]
    for pid in family:
        family += children(pid)
    return family


def test_a_worker_that_dies_is_started_again_and_takes_nothing_along(site, supervisor):
    server, killed = server_of(supervisor), only(children(supervisor, "manage.py worker"))
    kill(killed)
    another = wait_for(lambda: set(children(supervisor, "manage.py worker")) - {killed})
    assert another and site.answers() and server_of(supervisor) == server
    assert "exited: worker (terminated by SIGKILL" in site.log()


def test_a_server_that_dies_is_started_again_and_takes_nothing_along(site, supervisor):
    worker, killed = children(supervisor, "manage.py worker"), server_of(supervisor)
    left = children(killed)
    kill(killed)
    wait_for(lambda: server_of(supervisor) not in {None, killed} and children(server_of(supervisor)) and site.answers())
    assert children(supervisor, "manage.py worker") == worker and not set(left) & processes().keys()


def test_a_server_that_gives_up_after_crashes_is_started_again(site, supervisor):
    given_up = server_of(supervisor)

    def crashed():
        kill(*children(given_up))
        return given_up not in processes()

    wait_for(crashed)
    wait_for(lambda: server_of(supervisor) and site.answers())


@pytest.mark.parametrize("part", ["web", "serve"])
def test_a_second_server_on_a_taken_port_says_so(site, supervisor, part):
    assert site.start(part).wait(60) == 1
    assert f"Something serves on port {site.port} already." in site.log()


def test_a_stop_of_the_process_group_leaves_nothing_behind(site, supervisor):
    family = group_of(supervisor)
    assert len(family) == 5
    os.killpg(supervisor, signal.SIGTERM)
    wait_for(lambda: not set(family) & processes().keys())


def test_a_stop_in_the_first_seconds_of_a_server_is_heard(site):
    server = site.start("web")
    family = [server.pid, *wait_for(lambda: children(server.pid))]
    server.send_signal(signal.SIGTERM)
    server.wait(10)
    assert not set(family) & processes().keys()


def test_a_supervisor_that_dies_leaves_nothing_behind(site):
    supervisor = site.start("serve")
    wait_for(site.answers)
    family = wait_for(lambda: found if len(found := group_of(supervisor.pid)) == 5 else None)
    kill(supervisor.pid)
    supervisor.wait()
    wait_for(lambda: not set(family) & processes().keys())
