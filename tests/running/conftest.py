"""Tests that start, kill and fill: a minute or two a module. `make test` leaves them out; `make test TESTS=` and `.ci/run`
run them."""

from pathlib import Path

import pytest

from tests.running.sites import Site


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))  # a module shares one site
            if item.path.stem == "test_worker":
                item.add_marker(pytest.mark.database)


@pytest.fixture
def site(tmp_path):
    """A site of one test, of which nothing runs yet."""
    site = Site(tmp_path / "site")
    yield site
    site.stop()
