"""What a page costs when nothing of it is kept, in what does not depend on the machine: queries and nodes of templates.
`make bench-guard` runs these alone. Who makes a page dearer with good reason raises the bound here, and says why."""

import pytest
from django.db import connection
from django.template.base import Node
from django.test.utils import CaptureQueriesContext

from stages.models import Guidance, Resource, Sign, Term
from tests.test_reading import conversation

# path: (queries, nodes of templates) at most, with three threads of eight comments each
COSTS = {
    "/": (5, 230),
    "/stages/distance/": (8, 290),
    "/questions/": (4, 400),
    "thread": (6, 420),
    "/library/": (4, 260),
}


@pytest.fixture
def talked(stage, coach):
    """A stage with guidance, a sign, a resource, a word that is explained, and three threads of eight comments."""
    Term.objects.create(word="word", meaning="What was said.")
    stage.resources.add(Resource.objects.create(slug="walk", title="A walk", body="Go."))
    Guidance.objects.create(stage=stage, line="Resting.", detail="A word is no promise.")
    Sign.objects.create(stage=stage, line="He texts less.")
    return [conversation(stage, coach, 7) for _thread in range(3)]


def cost(client, path, monkeypatch):
    """Return (queries, nodes) of a page that was drawn once before."""
    client.get(path)
    drawn, render = [], Node.render_annotated
    monkeypatch.setattr(Node, "render_annotated", lambda node, context: drawn.append(node) or render(node, context))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured), len(drawn)


@pytest.mark.parametrize("path", COSTS)
def test_a_page_costs_no_more_than_this(client, talked, path, monkeypatch):
    address = talked[0].get_absolute_url() if path == "thread" else path
    queries, nodes = cost(client, address, monkeypatch)
    most_queries, most_nodes = COSTS[path]
    assert queries <= most_queries and nodes <= most_nodes, f"{path}: {queries} queries, {nodes} nodes"


def test_a_stage_with_more_threads_than_a_page_asks_no_more(client, talked, stage, coach, monkeypatch):
    for _thread in range(8):
        conversation(stage, coach, 1)
    queries, _nodes = cost(client, "/stages/distance/", monkeypatch)
    assert queries <= 8 and "?page=2" in client.get("/stages/distance/").content.decode()
