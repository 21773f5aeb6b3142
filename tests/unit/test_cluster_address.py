"""The address of an index on a cluster, and what is said where there is no cluster."""

from __future__ import annotations

import socket
import sys

import pytest

from searchnews.engines import open_engine
from searchnews.engines.opensearch.address import is_cluster, place_of
from searchnews.engines.opensearch.engine import OpenSearchEngine
from searchnews.errors import IndexLocked, IndexUnavailable, SearchnewsError, UsageError
from searchnews.settings import load
from searchnews.web import create_app


def nobody() -> str:
    """An address where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"opensearch+http://127.0.0.1:{probe.getsockname()[1]}/news"


def test_an_address_names_hosts_and_an_index() -> None:
    place = place_of("opensearch+https://a.example.org,b.example.org:9201,[::1]:9202/news-2")
    assert place.urls() == ["https://a.example.org:9200", "https://b.example.org:9201", "https://[::1]:9202"]
    assert (place.name, place.secure) == ("news-2", True)


@pytest.mark.parametrize("address", ["index", "/data/index", "http://127.0.0.1:9200/news", "C://x"])
def test_other_addresses_are_folders(address: str) -> None:
    assert not is_cluster(address)


@pytest.mark.parametrize(
    "rest", ["", "h", "h/", "h/News", "h/a.b", "h/_all", "h/a,b", "h/a/b", "h:0/a", "h:x/a", ",/a", "h/a?x=1", "h/a*"]
)
def test_what_is_no_address_is_explained(rest: str) -> None:
    with pytest.raises(UsageError, match="expected opensearch"):
        place_of(f"opensearch+http://{rest}")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="SEARCHNEWS_OPENSEARCH_PASSWORD") as caught:
        open_engine("opensearch+https://reader:s3cret@a.example.org/news")
    assert "s3cret" not in str(caught.value)


def test_a_password_is_not_in_what_is_shown_of_the_settings() -> None:
    settings = load(environ={"SEARCHNEWS_OPENSEARCH_PASSWORD": "s3cret"})
    assert settings.opensearch_password == "s3cret"
    assert "s3cret" not in repr(settings)


def test_a_cluster_that_is_away_is_named_with_its_address() -> None:
    with pytest.raises(
        IndexUnavailable, match=r"can't be reached: is it running\? \(http://127.0.0.1:\d+ \(index news"
    ):
        open_engine(nobody())


def test_of_two_runs_on_a_machine_the_second_is_told() -> None:
    address = nobody()
    first, second = (OpenSearchEngine(address, "write") for _ in range(2))
    with pytest.raises(IndexUnavailable):
        first.discard(())
    with pytest.raises(IndexLocked, match="on this machine"):
        second.discard(())
    first.close()
    with pytest.raises(IndexUnavailable):
        second.discard(())
    second.close()


def test_the_page_of_a_cluster_that_is_away_asks_to_come_back() -> None:
    client = create_app(OpenSearchEngine(nobody(), "write")).test_client()
    for path in ("/", "/search?q=oil", "/healthz", "/search.json?q=oil"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "can't be reached" in answer.get_data(as_text=True).replace("&#39;", "'")
        assert "Traceback" not in answer.get_data(as_text=True)


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "searchnews.engines.opensearch.client", raising=False)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(SearchnewsError, match=r"pip install 'searchnews\[opensearch\]'"):
        open_engine(nobody())
