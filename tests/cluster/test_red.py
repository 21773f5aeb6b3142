"""A part of the index is on no node: the cluster is red, and every surface says so."""

from __future__ import annotations

import uuid

from searchnews.engines.opensearch.mapping import articles_index
from searchnews.models import Article
from searchnews.request import make_query
from tests.cluster.server import address, assert_told, connection_of, drop, engine_at, needs_cluster

pytestmark = needs_cluster


def test_a_red_cluster_is_told_within_two_seconds_and_is_made_good_by_a_full_run() -> None:
    place = address(f"test-red-{uuid.uuid4().hex[:8]}")
    engine = engine_at(place)
    story = Article("n000000000000001", "Old story", language="en")
    try:
        engine.commit([engine.encode([story])], rebuild=True)
        _lose(place)
        assert_told(engine, place, "red")
        engine.commit([engine.encode([story])], rebuild=True)
        assert engine.search(make_query("story")).total == 1
        assert engine.check() == []
    finally:
        drop(engine)


def _lose(place: str) -> None:
    """Have the only part of the index be on no node, as after the loss of all that had it."""
    engine = engine_at(place)
    connection, index = connection_of(engine), engine._newest().articles_index
    body = articles_index(1, 0)
    body["settings"]["routing.allocation.require._name"] = "a node that is gone"
    body["aliases"] = {connection.place.name: {}}
    connection.call("DELETE", f"/{index}")
    connection.call("PUT", f"/{index}", body, params={"wait_for_active_shards": "0"})
    engine.close()
