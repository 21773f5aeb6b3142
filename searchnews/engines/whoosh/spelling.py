"""What "Did you mean …?" asks of an index (engines/spelling.py)."""

from __future__ import annotations

from collections.abc import Iterable

from searchnews.engines.spelling import RARE
from searchnews.engines.whoosh.executor import Executor
from searchnews.engines.whoosh.leaves import encoded
from searchnews.engines.whoosh.segment import Segment
from searchnews.engines.whoosh.shapes import near
from searchnews.query.expansion import expanded
from searchnews.query.nodes import Node, Term


class IndexSpelling:
    """See engines.spelling.Spelling."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        found: dict[str, int] = {}
        for segment in self._executor.snapshot.segments:
            for number in near(segment, word, edits).tolist():
                other = segment.vocabulary[number].decode("utf-8", "surrogatepass")
                found[other] = found.get(other, 0) + int(segment.vocabulary_mentions[number])
        return found.items()

    def frequent(self, word: Term) -> bool:
        """Whether the entries of one of its terms alone, less all deletions, are more than RARE articles."""
        if word.field is not None:
            return False
        snapshot = self._executor.snapshot
        least = RARE + snapshot.size - snapshot.articles
        return any(_entries(snapshot.segments, encoded(term)) > least for term in word.variants)

    def articles(self, node: Node) -> int:
        return len(self._executor.matching(expanded(node, self._executor.snapshot)[0]))


def _entries(segments: Iterable[Segment], term: bytes) -> int:
    """How many documents have a term in a default field, deleted ones too."""
    count = 0
    for segment in segments:
        number = segment.terms.find(term)
        if number >= 0:
            begin, end, _, _ = segment.spans(number)
            count += end - begin
    return count
