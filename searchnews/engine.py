"""What any index must do. Engines agree on every answer: one contract suite runs over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

from searchnews.errors import BadRequest
from searchnews.models import Article, Completion, EngineStats, FacetPage, Hit, Query, SearchResult

NEARLY_BELOW = 10  # with fewer articles that have all the words, those that have most of them are listed too

Batch = Any  # an engine's own, picklable: finished work that nobody sees yet
Generation = str
Ability = Literal["recent", "explain"]  # options of a Query that an engine may be unable to follow


ABILITIES: frozenset[Ability] = frozenset(("recent", "explain"))
_REFUSED: dict[Ability, str] = {
    "recent": "favour recent articles: leave `recent` out",
    "explain": "say what a score is made of: leave `explain` out",
}


def refuse_more(query: Query, can: frozenset[Ability], index: str) -> None:
    """Raise BadRequest where a query asks for what an index, such as "an index on a cluster", is unable to do."""
    asked: dict[Ability, bool] = {"recent": query.recent, "explain": query.explain}
    for ability, wanted in asked.items():
        if wanted and ability not in can:
            raise BadRequest(f"{index} can't {_REFUSED[ability]}", ability)


def enough(clauses: int) -> int:
    """How many of a query's clauses an article must match to be listed as nearly matching: two, and one of two.

    The list is in the order of the scores, so this bounds the work, not what stands first.
    """
    return min((clauses + 1) // 2, 2)


class Writer(Protocol):
    """What makes an index and brings it up to date: all that `reindex` needs of one."""

    def encode(self, articles: Iterable[Article]) -> Batch:
        """Do the heavy work for some articles, in any process; nothing is visible yet."""

    def without(self, batch: Batch, places: Sequence[int]) -> Batch:
        """The batch less some of its articles, by their places in what `encode` was given, from 0, ascending.

        The batch itself is not to be used afterwards.
        """

    def commit(
        self,
        batches: Iterable[Batch],
        *,
        removed: Sequence[str] = (),
        rebuild: bool = False,
        ledger: bytes | None = None,
    ) -> Generation:
        """Make batches visible and articles vanish, all in one step or not at all.

        An article of a batch replaces the one with its id. `rebuild`: nothing but the batches stays.
        `ledger` is what `indexing` remembers of the files it read, kept in the same step; None keeps the old one.
        Raises IndexLocked, IndexWriteFailed.
        """

    def discard(self, batches: Iterable[Batch]) -> None:
        """Throw away batches that will not be committed, and what a killed run left behind.

        Only for the one process that writes this index.
        """

    def ledger(self) -> bytes:
        """What the last commit was given; b"" where it was given none."""

    def generation(self) -> Generation:
        """The newest generation; "" before the first commit."""

    def close(self) -> None: ...


class Engine(Writer, Protocol):
    """An index of articles."""

    @property
    def can(self) -> frozenset[Ability]:
        """Which of ABILITIES it has; a query that asks for another is refused (`refuse_more`)."""

    @property
    def local(self) -> bool:
        """Whether it searches in this process, and never waits for another machine."""

    def search(self, query: Query) -> SearchResult:
        """The answer to a query whose tree was first made this index's own with `query.expansion.expanded`.

        `SearchResult.query` holds the expanded tree, and its notes after the parser's; so do `scan` and `facet_values`.
        """

    def scan(self, query: Query) -> Iterator[Hit]:
        """Every hit in order, `offset` and `limit` ignored, from one generation; constant memory."""

    def facet_values(
        self,
        query: Query,
        facet: str,
        *,
        contains: str = "",
        order: str = "count",
        offset: int = 0,
        limit: int = 100,
    ) -> FacetPage:
        """One page of all the values of a facet; `order` is "count" or "name"."""

    def get(self, article_id: str) -> Article | None: ...

    def similar(self, article_id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Articles that share the most telling words of one; () where it is unknown."""

    def complete(self, prefix: str, limit: int = 8) -> tuple[Completion, ...]:
        """Sources, sections, authors and headlines that hold what was typed, whose last word may be unfinished.

        A value holds its words one after another; those that most articles have first, in half of the places at most.
        A headline holds them in any order, the newest first, each once. Case and accents do not count.
        """

    def titled(self, titles: Sequence[str]) -> dict[str, str]:
        """Headline → id of the newest article that has it, word for word, case and accents aside; others left out."""

    def stats(self) -> EngineStats: ...

    def state(self) -> str:
        """Another whenever an answer may be another, and cheap: what caches go by."""

    def check(self) -> list[str]:
        """What is wrong with the index, a sentence each; [] when it is whole."""

    def leftovers(self) -> list[str]:
        """What a stopped run left behind, or one under way has made, by name: no fault, and gone after the next run."""
