"""What a cluster answers when it is busy, broken or slow, by a server that says so."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from searchnews.engines.opensearch import books, commit, pace, sending, watching
from searchnews.engines.opensearch import connection as connections
from searchnews.engines.opensearch.address import Place, place_of
from searchnews.engines.opensearch.asking import Asking
from searchnews.engines.opensearch.books import Current, lacking
from searchnews.engines.opensearch.bulk import Batch, encode, wanted_places
from searchnews.engines.opensearch.connection import Connection, Refused
from searchnews.engines.opensearch.engine import OpenSearchEngine
from searchnews.engines.opensearch.watching import Gone, Watch
from searchnews.errors import IndexUnavailable, IndexWriteFailed, QueryTooLarge
from searchnews.models import Article
from searchnews.settings import Settings
from searchnews.web import create_app

pytest.importorskip("opensearchpy", reason="the extra `opensearch` is not installed")
Answer = tuple[int, Any]
WHOLE = {"timed_out": False, "_shards": {"total": 1, "failed": 0}}


class Cluster(ThreadingHTTPServer):
    """Gives one answer after another, the last for ever, and remembers what it was asked."""

    answers: list[Answer]
    delays: list[float]  # seconds before the first answers
    asked: list[tuple[str, str]]
    health: str  # "electing": red, as a node calls the cluster that has no manager


class Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        server: Any = self.server
        server.asked.append((self.path, body))
        if "/_cluster/health" in self.path:
            leaderless = {"discovered_cluster_manager": False} if server.health == "electing" else {}
            status, data = 200, {"status": "red" if leaderless else server.health, **leaderless}
        else:
            time.sleep(server.delays.pop(0) if server.delays else 0)
            status, data = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        text = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # who asked has not waited
            self.wfile.write(text)

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def cluster() -> Iterator[Callable[..., tuple[Connection, list[tuple[str, str]]]]]:
    server = Cluster(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    opened: list[Connection] = []

    def start(
        *answers: Answer, seconds: int = 5, health: str = "green", delays: Sequence[float] = ()
    ) -> tuple[Connection, list[tuple[str, str]]]:
        server.answers, server.asked, server.health, server.delays = list(answers), [], health, list(delays)
        place = place_of(f"opensearch+http://127.0.0.1:{server.server_address[1]}/news")
        opened.append(Connection(place, Settings(opensearch_timeout=seconds)))
        return opened[-1], server.asked

    yield start
    for connection in opened:
        connection.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_query_that_is_too_large_is_refused_with_the_reason(cluster: Any) -> None:
    error = {"type": "too_many_nested_clauses", "reason": "maxClauseCount is set to 1024"}
    connection, _ = cluster((500, {"error": {"type": "search_phase_execution_exception", "root_cause": [error]}}))
    now = Current(1, "news.1.articles", "news.1.books", 1, {}, [], 0, 1)
    with pytest.raises(QueryTooLarge, match="fewer words"):
        Asking(connection, now).ask({})


def test_searches_asked_together_are_answered_whole_or_not_at_all(cluster: Any) -> None:
    now = Current(1, "news.1.articles", "news.1.books", 1, {}, [], 0, 1)
    failed = {"status": 500, "error": {"type": "search_phase_execution_exception"}}
    for other, told in ((WHOLE, [WHOLE, WHOLE]), (failed, []), (WHOLE | {"timed_out": True}, [])):
        connection, asked = cluster((200, {"responses": [WHOLE, other]}))
        assert Asking(connection, now).ask_together([{"size": 1}, {"size": 2}]) == told
        assert [path for path, _ in asked] == ["/_msearch"]


def test_the_cluster_is_told_how_long_a_search_may_take_and_is_heard_when_it_took_longer(cluster: Any) -> None:
    error = {"type": "query_phase_execution_exception", "reason": "Time exceeded"}
    connection, asked = cluster((500, {"error": {"type": "search_phase_execution_exception", "root_cause": [error]}}))
    now = Current(1, "news.1.articles", "news.1.books", 1, {}, [], 0, 1)
    with pytest.raises(IndexUnavailable, match="longer than opensearch_timeout allows"):
        Asking(connection, now).ask({})
    assert [json.loads(body) for _, body in asked] == [{"timeout": "5s"}]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_cluster_is_asked_again(cluster: Any, status: int) -> None:
    connection, asked = cluster((status, {"error": {"type": "busy", "reason": "no room"}}), (200, WHOLE))
    assert connection.call("POST", "/news/_search", {}) == WHOLE
    assert len(asked) == 2


@pytest.mark.parametrize(
    "kind", ["node_disconnected_exception", "transport_exception", "search_context_missing_exception"]
)
def test_a_search_that_lost_a_node_half_way_is_asked_again(cluster: Any, kind: str) -> None:
    root = {"type": kind, "reason": "[n3][127.0.0.1:39206][indices:data/read/search[phase/fetch/id]] disconnected"}
    error = {"type": "search_phase_execution_exception", "reason": "all failed", "root_cause": [root]}
    connection, asked = cluster((500, {"error": error}), (200, WHOLE))
    assert connection.call("POST", "/news/_search", {}) == WHOLE
    assert len(asked) == 2


def test_a_search_that_failed_without_a_cause_is_asked_again(cluster: Any) -> None:
    error = {"type": "search_phase_execution_exception", "reason": "", "root_cause": [], "phase": "fetch"}
    connection, asked = cluster((500, {"error": error}), (200, WHOLE))
    assert connection.call("POST", "/news/_search", {}) == WHOLE
    assert len(asked) == 2


def test_a_refusal_is_not_asked_again(cluster: Any) -> None:
    connection, asked = cluster((400, {"error": {"type": "parsing_exception", "reason": "no such thing"}}))
    with pytest.raises(Refused, match="no such thing"):
        connection.call("POST", "/news/_search", {})
    assert len(asked) == 1


def test_credentials_that_are_not_taken_name_the_settings(cluster: Any) -> None:
    connection, _ = cluster((401, {"error": "Unauthorized"}))
    with pytest.raises(Refused, match="opensearch_user"):
        connection.call("GET", "/news/_doc/x")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"timed_out": False, "_shards": {"total": 3, "failed": 1}}, "1 of 3 parts"),
        ({"timed_out": True, "_shards": {"total": 3, "failed": 0}}, "took too long"),
    ],
)
def test_an_answer_of_some_shards_is_none(cluster: Any, answer: dict[str, Any], told: str) -> None:
    connection, asked = cluster((200, answer), seconds=1)
    with pytest.raises(IndexUnavailable, match=told):
        connection.call("POST", "/news/_search", {}, whole=lacking)
    assert len(asked) > 1  # it was tried again
    connection, _ = cluster((200, answer), (200, WHOLE))
    assert connection.call("POST", "/news/_search", {}, whole=lacking) == WHOLE


def test_what_answers_in_no_json_is_no_cluster(cluster: Any) -> None:
    connection, _ = cluster((404, "x"))
    with pytest.raises(IndexUnavailable):
        connection.call("GET", "/news/_doc/x")


def test_a_cluster_that_is_red_is_given_up_at_once(cluster: Any) -> None:
    connection, _ = cluster(
        (503, {"error": {"type": "search_phase_execution_exception", "reason": "all failed"}}), health="red"
    )
    begun = time.monotonic()
    with pytest.raises(IndexUnavailable, match="the cluster is red: parts of the index have no node"):
        connection.call("POST", "/news/_search", {})
    assert time.monotonic() - begun < 2


def test_a_cluster_that_is_red_for_a_moment_only_is_asked_again(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = (503, {"error": {"type": "search_phase_execution_exception", "reason": "all failed"}})
    connection, _ = cluster(*[failed] * 6, (200, {"answer": 42}), seconds=20)
    looks = iter([connections.RED])
    monkeypatch.setattr(connection, "_told_lost", lambda: next(looks, ""))
    assert connection.call("GET", "/news/_search") == {"answer": 42}
    assert next(looks, None) is None


def test_a_cluster_that_chooses_a_manager_is_asked_again(cluster: Any) -> None:
    failed = (503, {"error": {"type": "search_phase_execution_exception", "reason": "all failed"}})
    connection, asked = cluster(*[failed] * 7, (200, {"answer": 42}), seconds=20, health="electing")
    assert connection.call("GET", "/news/_search") == {"answer": 42}
    assert any("health" in path for path, _ in asked)


def test_a_cluster_that_can_choose_no_manager_is_given_up_soon(cluster: Any) -> None:
    error = {"type": "search_phase_execution_exception", "reason": "all failed"}
    connection, _ = cluster((503, {"error": error}), health="electing")
    with socket.create_server(("127.0.0.1", 0)) as closed, socket.create_server(("127.0.0.1", 0)) as other:
        ports = [each.getsockname()[1] for each in (closed, other)]
    hosts = (*connection.place.hosts, *(("127.0.0.1", port) for port in ports))
    several = Connection(Place(hosts, False, "news"), Settings(opensearch_timeout=20))
    begun = time.monotonic()
    with pytest.raises(IndexUnavailable, match="no manager: most of its nodes are away"):
        several.call("POST", "/news/_search", {})
    assert time.monotonic() - begun < 2
    several.close()


def test_a_cluster_that_is_red_is_told_of_as_red_though_a_host_is_down(cluster: Any) -> None:
    error = {"type": "search_phase_execution_exception", "reason": "all failed"}
    connection, _ = cluster((503, {"error": error}), health="red")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    hosts = (*connection.place.hosts, ("127.0.0.1", port))
    for _ in range(4):  # whichever of the two is asked first
        several = Connection(Place(hosts, False, "news"), Settings(opensearch_timeout=5))
        with pytest.raises(IndexUnavailable, match="the cluster is red"):
            several.call("POST", "/news/_search", {})
        several.close()


def test_a_cluster_that_hangs_is_given_up_within_two_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes what comes and says nothing
        place = f"opensearch+http://127.0.0.1:{silent.getsockname()[1]}/news"
        client = create_app(OpenSearchEngine(place, "write")).test_client()
        begun = time.monotonic()
        answer = client.get("/search?q=oil")
        assert time.monotonic() - begun < 2
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "does not answer in time" in answer.get_data(as_text=True)


def test_nothing_is_logged_of_what_is_asked_and_by_whom(cluster: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    connection, _ = cluster((401, {"error": "Unauthorized"}))
    named = Connection(connection.place, Settings(opensearch_user="reader", opensearch_password="s3cret"))
    with pytest.raises(Refused) as caught:
        named.call("POST", "/news/_search", {"query": "what-somebody-typed"})
    named.close()
    logged = "\n".join(caplog.messages) + repr([vars(record) for record in caplog.records])
    for hidden in ("s3cret", base64.b64encode(b"reader:s3cret").decode(), "what-somebody-typed"):
        assert hidden not in logged
        assert hidden not in f"{caught.value} {named!r} {named._settings!r}"


@pytest.fixture
def batch() -> Iterator[Batch]:
    made = encode([Article(f"{name:a<16}", name) for name in ("one", "two", "three")], "test of sending")
    yield made
    made.discard()


def item(article_id: str, status: int, reason: str = "") -> dict[str, Any]:
    return {"index": {"_id": article_id, "status": status, "error": {"reason": reason}}}


def test_items_that_the_cluster_has_no_room_for_are_sent_again_alone(
    cluster: Any, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PAUSE", 0.01)
    some = {"errors": True, "items": [item(key, 429 if key.startswith("two") else 201) for key in batch.ids]}
    connection, asked = cluster((200, some), (200, {"errors": False, "items": []}))
    sending.send(connection, "news.1.articles", [batch], wanted_places([batch]))
    sent = [[json.loads(line)["index"]["_id"][:3] for line in body.split("\n")[:-1:2]] for _, body in asked]
    assert sent == [["one", "two", "thr"], ["two"]]


def test_an_article_that_is_not_taken_is_named(cluster: Any, batch: Batch) -> None:
    some = {"errors": True, "items": [item(batch.ids[0], 201), item(batch.ids[1], 400, "too odd")]}
    connection, _ = cluster((200, some))
    with pytest.raises(IndexWriteFailed, match=rf"{batch.ids[1]} \(400: too odd\): the old index is intact"):
        sending.send(connection, "news.1.articles", [batch], wanted_places([batch]))


def test_places_that_were_dropped_are_not_sent(cluster: Any, batch: Batch) -> None:
    less = batch.without([0, 2])
    connection, asked = cluster((200, {"errors": False, "items": []}))
    sending.send(connection, "news.1.articles", [less], wanted_places([less]))
    assert [json.loads(line)["index"]["_id"] for line in asked[0][1].split("\n")[:-1:2]] == [batch.ids[1]]


TAKEN = (200, {"errors": False, "items": []})


def ids_of(asked: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[json.loads(line)["index"]["_id"][:3] for line in body.split("\n")[:-1:2]] for _, body in asked]


def test_a_bulk_that_is_not_answered_in_time_is_sent_again_in_smaller_parts(
    cluster: Any, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PAUSE", 0.01)
    monkeypatch.setattr(pace, "_FIRST", 0.3)
    monkeypatch.setattr(connections, "AWAY", 0.3)
    monkeypatch.setattr(pace, "PART", 400)  # smaller than the body: what is sent at once when all goes well
    monkeypatch.setattr(pace, "LEAST", 1)
    connection, asked = cluster(TAKEN, delays=[0.0, 1.0])
    sending.send(connection, "news.1.articles", [batch], wanted_places([batch]))
    sent = ids_of(asked)
    assert {article for ids in sent for article in ids} == {"one", "two", "thr"}
    assert max(map(len, sent[2:])) == 1 <= max(map(len, sent[:2]))
    assert len(sent) > 3  # one was sent twice


def test_a_cluster_that_has_no_room_for_long_is_given_up(
    cluster: Any, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PAUSE", 0.01)
    monkeypatch.setattr(pace, "GIVE_UP", 0.2)
    none = {"errors": True, "items": [item(key, 429) for key in batch.ids]}
    connection, asked = cluster((200, none))
    with pytest.raises(IndexWriteFailed, match=r"had no room for more articles.* the old index is intact"):
        sending.send(connection, "news.1.articles", [batch], wanted_places([batch]))
    assert len(asked) > 2


def test_an_article_for_an_index_that_is_gone_was_not_taken(cluster: Any, batch: Batch) -> None:
    gone = {"errors": True, "items": [item(key, 404, "no such index") for key in batch.ids]}
    connection, _ = cluster((200, gone))
    with pytest.raises(IndexWriteFailed, match="404: no such index"):
        sending.send(connection, "news.1.articles", [batch], wanted_places([batch]))


def test_a_cluster_that_is_busy_but_there_is_asked_for_the_generation_it_told_last(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "QUICK", 0.3)
    now = Current(7, "news.7.articles", "news.7.books", 0, {}, [], 1, 0)
    held = {name: getattr(now, name) for name in Current.__slots__}
    told = {"_source": {"version": books.VERSION, "current": held}}
    reached, _ = cluster((200, told), delays=[0.0, 1.0])
    host, port = reached.place.hosts[0]
    engine = OpenSearchEngine(f"opensearch+http://{host}:{port}/news")
    time.sleep(0.3)  # longer than a look is believed
    assert engine.state().startswith("7 ")
    engine.close()


def test_a_new_index_whose_shards_went_with_a_node_is_dropped_and_told(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, asked = cluster((200, {}), health="red")
    watch = Watch(connection, ("news.000002.articles", "news.000002.books"), lambda: None, commit._drop)
    watch()
    assert asked == []  # not at every step
    monkeypatch.setattr(watching, "_OFTEN", 0.0)
    watch()  # it may be there again at the next look
    assert ["health" in path for path, _ in asked] == [True]
    with pytest.raises(Gone, match="the old one is intact"):
        watch()
    assert [path for path, _ in asked if "health" not in path] == ["/news.000002.articles", "/news.000002.books"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_new_index_is_begun_anew_where_shards_went_with_a_node(
    cluster: Any, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    connection, asked = cluster((200, {}))
    begun: list[tuple[int, str, str]] = []

    def filled(*given: Any) -> Current:
        begun.append(given[4])
        if len(begun) <= times:
            raise Gone("shards of the new index went with a node")
        return "now"  # type: ignore[return-value]

    monkeypatch.setattr(commit, "_filled", filled)
    monkeypatch.setattr(commit, "_flip", lambda *_: None)
    given = (connection, Settings(), (), (), None, b"", lambda: None)
    if times < commit._TRIES:
        assert commit._anew(*given) == "now"
    else:
        with pytest.raises(Gone):
            commit._anew(*given)
    assert len(begun) == min(times + 1, commit._TRIES)
    dropped = [path for path, _ in asked if path.endswith((".articles", ".books"))]
    assert len(dropped) == 2 * min(times, commit._TRIES)
