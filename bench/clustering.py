"""An index on a cluster beside the embedded one: the same answers, and whose time it takes. `bench/cluster --help`.

The cluster's own time is what it says of each request (`took`), and its process's processor time; ours is the rest.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench import queries, sets
from bench.clustering_window import window
from searchnews.analysis import terms
from searchnews.engine import Engine
from searchnews.engines.opensearch.connection import Connection
from searchnews.engines.opensearch.engine import OpenSearchEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.evaluation import relevance
from searchnews.indexing import reindex
from searchnews.models import SearchResult
from searchnews.request import make_query
from searchnews.settings import Settings

EACH = 63  # queries a class: 504 of the eight classes of words
PARTS = ("index", "agree", "speed", "time")
TIME = sets.ROOT.parent / "shared" / "data" / "time"


@dataclass
class Watched:
    """What the cluster says that its requests took, in milliseconds."""

    took: float = 0.0
    requests: int = 0

    def start(self) -> None:
        """Look at every answer from now on."""
        once = Connection._once

        def watched(connection: Connection, *arguments: Any) -> Any:
            answer = once(connection, *arguments)
            self.requests += 1
            self.took += answer.get("took", 0) if isinstance(answer, dict) else 0
            return answer

        Connection._once = watched  # type: ignore[method-assign, assignment]

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """Count anew."""
        self.took, self.requests = 0.0, 0
        yield


def asked_of(source: Path, each: int) -> list[tuple[str, queries.Asked]]:
    """Queries drawn from the collection's words, class by class."""
    analyse = partial(terms, language="en")
    drawn = queries.draw(queries.vocabulary(queries.sample(source), analyse, analyse), each, sets.SEED)
    return [(name, asked) for name, row in drawn.items() if name != "browse" for asked in row]


def answer(engine: Engine, asked: queries.Asked, detail: str = "ids") -> SearchResult:
    """A faceted page."""
    query = make_query(
        asked.text,
        filters={"source": [asked.source] if asked.source else []},
        since=asked.since or None,
        until=asked.until or None,
        detail=detail,
    )
    return engine.search(query)


def agreement(cluster: Engine, embedded: Engine, asked: Sequence[tuple[str, queries.Asked]]) -> None:
    """Of the first ten of each query how many are the same; of how many queries every count is."""
    shares, counts = [], 0
    for _, one in asked:
        found, expected = answer(cluster, one), answer(embedded, one)
        first, second = ({hit.article_id for hit in each.hits} for each in (found, expected))
        shares.append(len(first & second) / max(len(first), len(second), 1))
        same = (found.total, found.facets, found.histogram) == (expected.total, expected.facets, expected.histogram)
        counts += same
    print(f"first ten: {sum(shares) / len(shares):.4f} the same, mean of {len(shares)} queries")
    print(f"totals, facets and histogram: equal for {counts} of {len(shares)}")


def speed(cluster: Engine, asked: Sequence[tuple[str, queries.Asked]], watched: Watched, detail: str) -> None:
    """Milliseconds of a page, warm: in all, what the cluster says of it, and our thread's processor time."""
    for _, one in [*asked, *asked]:
        answer(cluster, one, detail)
    rows: dict[str, list[tuple[float, float, float, int]]] = {}
    for name, one in asked:
        with watched.one():
            begun, used = time.perf_counter(), time.thread_time()
            answer(cluster, one, detail)
            ours, whole = time.thread_time() - used, time.perf_counter() - begun
            rows.setdefault(name, []).append((1000 * whole, watched.took, 1000 * ours, watched.requests))
    print(f"page ({detail}): class, milliseconds, of it `took`, over 1.15 x took, our processor, requests (medians)")
    for name, each in [*rows.items(), ("all", [row for row_ in rows.values() for row in row_])]:
        whole, took, ours, requests = (median(column) for column in zip(*each, strict=True))
        over = median(total - 1.15 * own for total, own, *_ in each)
        print(f"  {name:18} {whole:7.1f} {took:7.1f} {over:7.1f} {ours:7.1f} {requests:5.0f}")


def indexing(address: str, source: Path, watched: Watched) -> None:
    """A full reindex: seconds, and whose processor time."""
    connection = OpenSearchEngine(address, "write")._connection
    before, own = _cluster_seconds(connection), _own_seconds()
    begun = time.perf_counter()
    committing: list[tuple[float, float]] = []
    with watched.one():
        report = reindex(
            [source],
            index=address,
            full=True,
            progress=lambda state: committing.append(_clocks()) if state.stage == "committing" else None,
        )
    ended, used = _clocks()
    cluster, ours = _cluster_seconds(connection) - before, _own_seconds() - own
    size = OpenSearchEngine(address).stats().bytes
    print(f"reindex: {report.read:,} articles in {ended - begun:.1f} s, {size / report.read:,.0f} bytes an article")
    if committing:
        since, before_it = committing[0]
        waiting = 1 - (used - before_it) / (ended - since)
        print(f"  of it reading {since - begun:.1f} s; committing {ended - since:.1f} s, {waiting:.0%} of it waiting")
    print(f"  processor: ours {ours:.1f} s (extraction and analysis too), the cluster's {cluster:.1f} s")


def _clocks() -> tuple[float, float]:
    """Seconds by the wall, and of this process's processor time."""
    return time.perf_counter(), time.process_time()


def _own_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _cluster_seconds(connection: Connection) -> float:
    nodes = connection.call("GET", "/_nodes/stats/process")["nodes"].values()
    return sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000


def judged(address: str, folder: Path, time_set: Path) -> None:
    """MAP on TIME over both."""
    asked = relevance.read_queries(time_set / "queries.tsv"), relevance.read_judgments(time_set / "qrels.txt")
    articles = list(relevance._articles(time_set / "docs.jsonl"))
    engines: dict[str, Engine] = {
        "embedded": WhooshEngine(folder, "write"),
        "cluster": OpenSearchEngine(address, "write"),
    }
    for name, engine in engines.items():
        engine.commit([engine.encode(articles)], rebuild=True)
        scores = relevance.evaluate_relevance(engine, *asked)
        print(f"TIME, {name}: MAP {scores.mean('MAP'):.4f}, nDCG@10 {scores.mean('nDCG@10'):.4f}")
        engine.close()


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="bench/cluster", description=__doc__)
    parser.add_argument("--server", required=True, help="its URL (bench/cluster starts one without it)")
    parser.add_argument("--set", default="reuters", help="reuters, short, long or a JSON Lines file")
    parser.add_argument("--articles", type=int, help="the first so many")
    parser.add_argument("--each", type=int, default=EACH, help="queries a class")
    parser.add_argument("--only", choices=(*PARTS, "window"), action="append", help="some parts")
    parser.add_argument("--shards", type=int, default=5, help="of the index whose refresh is watched")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> None:
    """Measure and print."""
    asked = arguments(given)
    parts = asked.only or PARTS
    base = f"opensearch+{asked.server.strip().rstrip('/')}"
    if "window" in parts:
        window(f"{base}/bench-window", asked.shards)
    source = sets.prepare(asked.set, asked.articles)
    address, folder, watched = f"{base}/bench-{source.stem.lower()}", sets.CACHE / "cluster" / source.stem, Watched()
    watched.start()
    if "index" in parts:
        indexing(address, source, watched)
    drawn = asked_of(source, asked.each) if {"agree", "speed"} & {*parts} else []
    cluster = OpenSearchEngine(address, "read", Settings(opensearch_timeout=60)) if drawn else None
    if "agree" in parts and cluster:
        if not folder.exists():
            reindex([source], index=folder, full=True)
        agreement(cluster, WhooshEngine(folder), drawn)
    if "speed" in parts and cluster:
        speed(cluster, drawn, watched, "ids")
        speed(cluster, drawn, watched, "full")
    if "time" in parts and TIME.is_dir():
        shutil.rmtree(sets.CACHE / "cluster" / "time", ignore_errors=True)
        judged(f"{base}/bench-time", sets.CACHE / "cluster" / "time", TIME)
    print(json.dumps({"queries": len(drawn), "set": source.name}))


if __name__ == "__main__":
    main(sys.argv[1:])
