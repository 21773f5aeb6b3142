"""What the server did, counted for Prometheus. No label holds anything that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from flask import Flask, Response, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from searchnews import __version__
from searchnews.engine import Engine
from searchnews.errors import SearchnewsError

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a counter began to count is of no use
_BEGUN = "searchnews.begun"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The counters of one application."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Index(engine))
        self.answers = Counter(
            "searchnews_answers", "Answers by page and status.", ("page", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "searchnews_answer_seconds", "Time to an answer.", ("page",), buckets=_SECONDS, registry=self.registry
        )

    def count(self, page: str, status: int, seconds: float) -> None:
        """One answer more."""
        self.answers.labels(page, str(status)).inc()
        self.seconds.labels(page).observe(seconds)


class _Index(Collector):
    """What is in the index when it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> list[Metric]:
        return []  # nothing is asked of the engine before it is

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("searchnews", "The program.", value={"version": __version__})
        try:
            stats = self._engine.stats()
        except SearchnewsError:
            yield GaugeMetricFamily("searchnews_index_up", "1 where the index can be read.", value=0)
            return
        yield GaugeMetricFamily("searchnews_index_up", "1 where the index can be read.", value=1)
        yield GaugeMetricFamily("searchnews_index_articles", "Articles in the index.", value=stats.articles)
        yield GaugeMetricFamily("searchnews_index_bytes", "Bytes of the index on disk.", value=stats.bytes)
        yield GaugeMetricFamily("searchnews_index_segments", "Segments of the index.", value=stats.segments)


def measure(app: Flask) -> None:
    """Count every answer of this application."""
    app.config["METRICS"] = Metrics(app.config["ENGINE"])
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    request.environ[_BEGUN] = perf_counter()


def _end(response: Response) -> Response:
    current_app.config["METRICS"].count(page_name(), response.status_code, spent())
    return response


def page_name() -> str:
    """The page that is asked for, by its name in the program; "none" for an address that is no page."""
    return request.endpoint or "none"


def spent() -> float:
    """Seconds since this request began."""
    return perf_counter() - float(request.environ.get(_BEGUN, perf_counter()))


def text() -> Response:
    """The counters as Prometheus reads them."""
    return Response(generate_latest(current_app.config["METRICS"].registry), content_type=CONTENT_TYPE_LATEST)
