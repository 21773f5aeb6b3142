"""Talking to a cluster: several hosts, tries with pauses, and no answer taken for more than it is."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any

import orjson

from searchnews.engines.opensearch.address import Place
from searchnews.errors import IndexUnavailable, SearchnewsError
from searchnews.settings import Settings

AWAY = 1.0  # seconds after which a cluster that nobody reaches, or that is red, is given up
QUICK = 0.7  # seconds within which a host answers what costs it next to nothing, unless it hangs or is very busy
_HEALTH = 0.4  # seconds that a host which has answered may take to say how the cluster is
_AGAIN = 0.4  # seconds to the second look at a cluster that is red
CONNECTING = 1.0  # seconds to wait for a host that says nothing at all
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0  # seconds between tries, doubled each time, with jitter
FULL = 429  # what a cluster says that has no room for more at the moment
BUSY = (FULL, 502, 503, 504)
# What else says that a node has just gone, or a part is on its way to another: the next try goes where it is now.
_NO_CAUSE = "no cause told"  # of a search whose parts were on a node that went while it ran
_MOVING = re.compile(
    "node_.*|.*transport_exception|shard_not_found_exception|index_shard_closed_exception|"
    "search_context_missing_exception|illegal_index_shard_state_exception|no_shard_available_action_exception|master_not_discovered_exception"
)
RED = "the cluster is red: parts of the index have no node that has them"
LEADERLESS = "the cluster has no manager: most of its nodes are away"
JSON, LINES = "application/json", "application/x-ndjson"


class Refused(IndexUnavailable):
    """The cluster answered that it will not: `status` and `kind` say why."""

    def __init__(self, message: str, status: int, kind: str) -> None:
        super().__init__(message)
        self.status, self.kind = status, kind

    def passes(self) -> bool:
        """Whether another try may well be answered."""
        return self.status in BUSY or self.kind == _NO_CAUSE or _MOVING.fullmatch(self.kind) is not None


class Overloaded(IndexUnavailable):
    """The cluster, or the host that was asked, has too much to do, or hangs: no answer in time, or one that says so."""


class _Incomplete(Exception):
    """An answer of some shards only."""


class Connection:
    """The hosts of one cluster. Safe for threads; connects when it is first used."""

    def __init__(self, place: Place, settings: Settings) -> None:
        self.place = place
        self.limit = settings.opensearch_timeout
        self._settings = settings
        self._client: Any = None

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        patience: float | None = None,
        quick: bool = False,
        kind: str = JSON,
        whole: Callable[[Any], str] = lambda answer: "",
    ) -> Any:
        """One request, tried again while the cluster is busy or a host is away.

        patience: seconds to go on trying, the limit of the settings without it.
        quick: whether it costs the cluster next to nothing: then a host that does not answer at once is not waited for.
        whole: says what an answer lacks, "" for nothing.
        Raises Refused, Overloaded, IndexUnavailable.
        """
        patience = self.limit if patience is None else patience
        wait = QUICK if quick else max(patience, AWAY)
        started, pause = time.monotonic(), FIRST_PAUSE
        away_since: float | None = None  # when the last host that answered had done so
        data = body if body is None or isinstance(body, bytes) else orjson.dumps(body)
        while True:
            lost, full = "", False
            try:
                return self._once(method, path, data, params, kind, wait, whole)
            except (_Incomplete, Refused) as error:
                if isinstance(error, Refused) and not error.passes():
                    raise
                failure, away_since = str(error), None
                full = isinstance(error, Refused) and error.status == FULL
                if time.monotonic() + pause - started > AWAY and patience <= self.limit:
                    lost = self._lost()
            except Overloaded as error:
                if quick or time.monotonic() + pause - started > patience:
                    raise Overloaded(f"{error} ({self.place})") from None
                failure, away_since = str(error), None
            except IndexUnavailable as error:
                failure = str(error)
                away_since = away_since or time.monotonic()
                if time.monotonic() + pause - away_since > AWAY and patience <= self.limit:
                    lost = self._lost()  # the hosts tried since may be those that have gone, and not the others
            if lost or time.monotonic() + pause - started > patience:
                raise (Overloaded if full and not lost else IndexUnavailable)(f"{lost or failure} ({self.place})")
            time.sleep(pause * random.uniform(0.5, 1.0))  # so that not all come back at once
            pause = min(2 * pause, LONGEST_PAUSE)

    def _once(
        self,
        method: str,
        path: str,
        data: bytes | None,
        params: Mapping[str, Any] | None,
        kind: str,
        wait: float,
        whole: Callable[[Any], str],
    ) -> Any:
        client = self._opened()
        from opensearchpy import exceptions
        from urllib3 import Timeout

        try:
            answer = client.transport.perform_request(
                method,
                path,
                headers={"content-type": kind} if data is not None else None,
                params=dict(params or {}),
                body=data,
                timeout=Timeout(connect=min(wait, CONNECTING), read=wait),
            )
        except (exceptions.ConnectionError, exceptions.SSLError) as error:
            raise _unreached(error) from None
        except (exceptions.SerializationError, AttributeError, ValueError):  # what the client says of odd answers
            raise IndexUnavailable("what answers there is no OpenSearch cluster") from None
        except exceptions.TransportError as error:
            raise _refused(error) from None
        if lacking := whole(answer):
            raise _Incomplete(lacking)
        return answer

    def _lost(self) -> str:
        """Why trying on is of no use: nobody is there, or shards of the index have no node; "" where it may help.

        Where a node has just died, its shards have none for a moment, until the others agree on who goes on: so red is
        looked at twice.
        """
        lost = self._told_lost()
        if lost == RED:
            time.sleep(_AGAIN)
            lost = self._told_lost()
        return lost

    def _told_lost(self) -> str:
        """The same by one look."""
        path, asked = f"/_cluster/health/{self.place.name}", {"level": "cluster", "local": "true"}
        lost = ""
        for _ in self.place.hosts:  # the one that is asked first may be the one that has just gone
            try:
                health = self._once("GET", path, None, asked, JSON, _HEALTH, lambda answer: "")
            except Overloaded:  # very busy: it has answered a moment ago
                return ""
            except IndexUnavailable as error:
                lost = str(error)
            else:
                return self._told_by(health)
        return lost

    def _told_by(self, health: Mapping[str, Any]) -> str:
        """What the cluster's health says: without a manager it calls itself red, and may be about to choose one."""
        if health.get("status") != "red":
            return ""
        if health.get("discovered_cluster_manager", True):
            return RED
        return "" if 2 * self._speaking(_HEALTH) > len(self.place.hosts) else LEADERLESS

    def hangs(self, seconds: float = QUICK) -> bool:
        """Whether no host says a word to what none has to think about."""
        return not self._speaking(seconds)

    def _speaking(self, seconds: float) -> int:
        """How many hosts say anything; all are asked at once."""
        hosts = self._opened().transport.seed_connections
        with ThreadPoolExecutor(len(hosts)) as threads:
            return sum(threads.map(_speaks, hosts, repeat(seconds)))

    def _opened(self) -> Any:
        if self._client is None:
            try:
                from searchnews.engines.opensearch.client import client
            except ImportError:
                raise SearchnewsError(
                    "an index on a cluster needs the extra `opensearch`: pip install 'searchnews[opensearch]'"
                ) from None
            self._client = client(self.place, self._settings)
        return self._client

    def close(self) -> None:
        """Give the sockets back."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _speaks(host: Any, seconds: float) -> bool:
    """Whether one host says anything."""
    from opensearchpy import exceptions
    from urllib3 import Timeout

    try:
        host.perform_request("HEAD", "/", timeout=Timeout(connect=min(seconds, CONNECTING), read=seconds))
    except (exceptions.ConnectionError, exceptions.SSLError):
        return False
    except exceptions.TransportError:  # that it will not is an answer, too
        return True
    return True


def _unreached(error: Any) -> IndexUnavailable:
    cause = str(getattr(error, "error", "") or error)
    if "CERTIFICATE" in cause.upper():
        return IndexUnavailable(
            "the cluster's certificate can't be verified: name its authority's file as opensearch_ca"
        )
    if "timed out" in cause.lower() or type(error).__name__ == "ConnectionTimeout":
        return Overloaded("the OpenSearch cluster does not answer in time")
    return IndexUnavailable("the OpenSearch cluster can't be reached: is it running?")


def _refused(error: Any) -> Refused:
    status = error.status_code if isinstance(error.status_code, int) else 500
    details = error.info.get("error", {}) if isinstance(error.info, dict) else {}
    cause = details if isinstance(details, dict) else {"reason": details}
    roots = cause.get("root_cause") or [cause]
    kind = str(roots[0].get("type", cause.get("type", "")))
    if not (cause.get("root_cause") or cause.get("reason")) and (cause or not error.info):
        kind = _NO_CAUSE
    if status in (401, 403):
        return Refused("the cluster does not let us in: set opensearch_user and opensearch_password", status, kind)
    reason = roots[0].get("reason") or cause.get("reason") or f"HTTP {status}"
    if reason == "Time exceeded":  # what it says of a search that reaches its limit and may not answer in part
        return Refused("the search took the cluster longer than opensearch_timeout allows", status, kind)
    return Refused(f"the cluster answered {status}: {str(reason)[:300]}", status, kind)
