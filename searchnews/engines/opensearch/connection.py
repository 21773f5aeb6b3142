"""Talking to a cluster: several hosts, tries with pauses, and no answer taken for more than it is."""

from __future__ import annotations

import logging
import random
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from searchnews.engines.opensearch.address import Place
from searchnews.errors import IndexUnavailable, SearchnewsError
from searchnews.settings import Settings

AWAY = 1.5  # seconds after which a cluster that nobody reaches, or that is red, is given up
CONNECTING = 1.0  # seconds to wait for a host that says nothing at all
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0  # seconds between tries, doubled each time, with jitter
BUSY = (429, 502, 503, 504)
JSON, LINES = "application/json", "application/x-ndjson"


class Refused(IndexUnavailable):
    """The cluster answered that it will not: `status` and `kind` say why."""

    def __init__(self, message: str, status: int, kind: str) -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


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
        kind: str = JSON,
        whole: Callable[[Any], str] = lambda answer: "",
    ) -> Any:
        """One request, tried again while the cluster is busy or a host is away.

        patience: seconds to go on trying, the limit of the settings without it.
        whole: says what an answer lacks, "" for nothing.
        Raises Refused, IndexUnavailable.
        """
        patience = self.limit if patience is None else patience
        started, pause = time.monotonic(), FIRST_PAUSE
        data = body if body is None or isinstance(body, bytes) else orjson.dumps(body)
        while True:
            try:
                return self._once(method, path, data, params, kind, patience, whole)
            except (_Incomplete, Refused) as error:
                if isinstance(error, Refused) and error.status not in BUSY:
                    raise
                failure, away = str(error), False
            except IndexUnavailable as error:
                failure, away = str(error), True
            spent = time.monotonic() - started
            if spent + pause > patience or (spent + pause > AWAY and patience <= self.limit and self._lost(away)):
                raise IndexUnavailable(f"{failure} ({self.place})")
            time.sleep(pause * random.uniform(0.5, 1.0))  # so that not all come back at once
            pause = min(2 * pause, LONGEST_PAUSE)

    def _once(
        self,
        method: str,
        path: str,
        data: bytes | None,
        params: Mapping[str, Any] | None,
        kind: str,
        patience: float,
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
                timeout=Timeout(connect=min(patience, CONNECTING), read=max(patience, AWAY)),
            )
        except (exceptions.ConnectionError, exceptions.SSLError) as error:
            raise IndexUnavailable(_unreached(error)) from None
        except (exceptions.SerializationError, AttributeError, ValueError):  # what the client says of odd answers
            raise IndexUnavailable("what answers there is no OpenSearch cluster") from None
        except exceptions.TransportError as error:
            raise _refused(error) from None
        if lacking := whole(answer):
            raise _Incomplete(lacking)
        return answer

    def _lost(self, away: bool) -> bool:
        """Whether trying on is of no use: nobody answers, or shards of the index have no node."""
        if away:
            return True
        try:
            health = self._once(
                "GET", f"/_cluster/health/{self.place.name}", None, {"level": "cluster"}, JSON, 0.3, lambda answer: ""
            )
        except (Refused, IndexUnavailable):
            return True
        return bool(health.get("status") == "red")

    def _opened(self) -> Any:
        if self._client is None:
            self._client = _client(self.place, self._settings)
        return self._client

    def close(self) -> None:
        """Give the sockets back."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _client(place: Place, settings: Settings) -> Any:
    try:
        from opensearchpy import OpenSearch, serializer
    except ImportError:
        raise SearchnewsError(
            "an index on a cluster needs the extra `opensearch`: pip install 'searchnews[opensearch]'"
        ) from None

    class Serializer(serializer.Serializer):
        """JSON by orjson: the answers are large."""

        mimetype = JSON

        def loads(self, text: str) -> Any:
            return orjson.loads(text)

        def dumps(self, data: Any) -> Any:
            return data if isinstance(data, bytes) else orjson.dumps(data)

    logging.getLogger("opensearch").addHandler(logging.NullHandler())  # what it tells, our errors tell
    warnings.filterwarnings("ignore", module=r"opensearchpy\..*")  # the server's hints to those who write requests
    options: dict[str, Any] = {}
    if settings.opensearch_user:
        options["http_auth"] = (settings.opensearch_user, settings.opensearch_password)
    if place.secure:
        options |= {"use_ssl": True, "verify_certs": True, "ca_certs": settings.opensearch_ca or None}
    return OpenSearch(place.urls(), serializer=Serializer(), max_retries=0, maxsize=8, **options)


def _unreached(error: Any) -> str:
    cause = str(getattr(error, "error", "") or error)
    if "CERTIFICATE" in cause.upper():
        return "the cluster's certificate can't be verified: name its authority's file as opensearch_ca"
    if "timed out" in cause.lower() or type(error).__name__ == "ConnectionTimeout":
        return "the OpenSearch cluster does not answer in time"
    return "the OpenSearch cluster can't be reached: is it running?"


def _refused(error: Any) -> Refused:
    status = error.status_code if isinstance(error.status_code, int) else 500
    details = error.info.get("error", {}) if isinstance(error.info, dict) else {}
    cause = details if isinstance(details, dict) else {"reason": details}
    roots = cause.get("root_cause") or [cause]
    kind = str(roots[0].get("type", cause.get("type", "")))
    if status in (401, 403):
        return Refused("the cluster does not let us in: set opensearch_user and opensearch_password", status, kind)
    reason = roots[0].get("reason") or cause.get("reason") or f"HTTP {status}"
    return Refused(f"the cluster answered {status}: {str(reason)[:300]}", status, kind)
