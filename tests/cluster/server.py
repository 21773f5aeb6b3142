"""The cluster that tests use: its address, and what they leave on it taken away."""

from __future__ import annotations

import atexit
import os
import time
import uuid
from urllib.parse import urlsplit

import pytest

from searchnews.checkup import check
from searchnews.engine import Engine
from searchnews.engines.opensearch.connection import Connection
from searchnews.engines.opensearch.engine import OpenSearchEngine
from searchnews.errors import IndexUnavailable
from searchnews.request import make_query
from searchnews.settings import Settings
from searchnews.web import create_app

VARIABLE = "SEARCHNEWS_TEST_OPENSEARCH"
needs_cluster = pytest.mark.skipif(
    not os.environ.get(VARIABLE), reason=f"no cluster: {VARIABLE} names none, and scripts/test found no mvn and JDK 21"
)


def address(name: str) -> str:
    """The address of an index on the cluster."""
    urls = [urlsplit(url.strip()) for url in os.environ[VARIABLE].split(",")]
    return f"opensearch+{urls[0].scheme}://{','.join(url.netloc for url in urls)}/{name}"


def engine_at(place: str, **settings: object) -> OpenSearchEngine:
    """An engine that writes, of one shard unless told otherwise."""
    return OpenSearchEngine(place, "write", Settings(**{"opensearch_timeout": 60, **settings}))  # type: ignore[arg-type]


def connection_of(engine: Engine) -> Connection:
    """How an engine talks to its cluster."""
    assert isinstance(engine, OpenSearchEngine)
    return engine._connection


_made: dict[str, OpenSearchEngine] = {}


def emptied(purpose: str = "") -> OpenSearchEngine:
    """An engine over an index without articles; those of one purpose are not used at the same time.

    Making indexes is what takes a cluster longest, so one is made for all tests of a process.
    """
    if purpose not in _made:
        _made[purpose] = engine_at(address(f"test-{uuid.uuid4().hex[:12]}"))
        atexit.register(drop, _made[purpose])
    engine = engine_at(address(connection_of(_made[purpose]).place.name))
    if _has_index(engine):
        engine.commit([], removed=[hit.article_id for hit in engine.scan(make_query("", detail="ids"))], ledger=b"")
    return engine


def _has_index(engine: OpenSearchEngine) -> bool:
    try:
        engine.stats()
    except IndexUnavailable:
        return False
    return True


def drop(engine: Engine) -> None:
    """Take away every index of an engine."""
    engine.discard(())
    connection = connection_of(engine)
    name = connection.place.name
    names = [name_of for name_of in connection.call("GET", f"/{name}.*") if name_of.startswith(f"{name}.")]
    for each in names:
        connection.call("DELETE", f"/{each}")
    engine.close()


def assert_told(engine: Engine, place: str, said: str) -> None:
    """Every surface says what is wrong, and soon; `place`: the index's address."""
    client = create_app(engine).test_client()
    for path in ("/search?q=story", "/search.json?q=old", "/healthz"):
        time.sleep(0.3)  # longer than a look at the cluster is believed
        begun = time.monotonic()
        answer = client.get(path)
        assert time.monotonic() - begun < 2
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert said in answer.get_data(as_text=True).replace("&#39;", "'")
        assert "Traceback" not in answer.get_data(as_text=True)
    faults = check(Settings(index=place)).faults
    assert any(said in fault for fault in faults), faults
