"""What a reader sees while an incremental commit is refreshed: `bench/cluster --only window`.

Some articles of an index of several shards are changed. Another thread asks again and again how many are
in their new form and how many in the old; from the first answer that is neither the state before nor the one after,
to the last, is what a reader may see of both.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from searchnews.engines.opensearch.asking import Asking
from searchnews.engines.opensearch.engine import OpenSearchEngine
from searchnews.models import Article
from searchnews.settings import Settings

ARTICLES, CHANGED, ROUNDS = 6_000, 2_000, 6
_FILLER = " ".join(f"filler{number}" for number in range(120))


@dataclass
class Watching:
    """A thread that counts again and again."""

    asking: Asking
    seen: list[tuple[float, tuple[int, int]]] = field(default_factory=list)  # when it was asked, (old, new)

    def __post_init__(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        terms = {name: {"term": {"t.title": name}} for name in ("oldword", "newword")}
        body = {"size": 0, "aggs": {name: {"filter": clause} for name, clause in terms.items()}}
        while not self._ended.is_set():
            begun = time.perf_counter()
            found = self.asking.ask(body)["aggregations"]
            self.seen.append((begun, (found["oldword"]["doc_count"], found["newword"]["doc_count"])))

    def __enter__(self) -> Watching:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def mixed(self) -> float:
        """Seconds from the first answer that is neither the first state nor the last, to the first of the last."""
        first, last = self.seen[0][1], self.seen[-1][1]
        between = [when for when, counts in self.seen if counts not in (first, last)]
        after = next(when for when, counts in self.seen if counts == last)
        return after - between[0] if between else 0.0


def article(number: int, word: str) -> Article:
    """One of the articles, in its old or new form."""
    return Article(f"n{number:015}", f"{word} {number}", body=(_FILLER,), language="en")


def window(address: str, shards: int) -> None:
    """Print how long a reader could see a part of a commit, round by round."""
    engine = OpenSearchEngine(address, "write", Settings(opensearch_shards=shards, opensearch_timeout=60))
    engine.commit([engine.encode(article(number, "oldword") for number in range(ARTICLES))], rebuild=True)
    for number in range(ROUNDS):
        batch = engine.encode(article(n, ("newword", "oldword")[number % 2]) for n in range(CHANGED))
        with Watching(Asking(engine._connection, engine._newest())) as watching:
            time.sleep(0.2)
            engine.commit([batch])
            time.sleep(0.2)
        states = len({counts for _, counts in watching.seen})
        told = f"{1000 * watching.mixed():.0f} ms, {max(states - 2, 0)} states between, {len(watching.seen)} answers"
        print(f"window, {shards} shards, {CHANGED:,} of {ARTICLES:,} articles changed: {told}")
    engine.close()
