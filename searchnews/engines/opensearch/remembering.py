"""What holds as long as a generation does: how many articles have a leaf, which ones were looked at."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

from searchnews.engines.completing import Values
from searchnews.engines.opensearch.books import Current
from searchnews.query.nodes import Node, Pattern, Phrase, Term, mapped

MOST_COUNTS, MOST_LOOKED_AT = 20_000, 32


def _untyped(leaf: Term | Phrase | Pattern) -> Term | Phrase | Pattern:
    """A leaf without what it was made of, which makes no difference to what it matches."""
    return replace(leaf, text="", capitals=False) if isinstance(leaf, Term) else replace(leaf, text="")


class _Recent:
    """The values used last, by key. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: Hashable) -> Any:
        with self._turn:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Hashable, value: Any) -> None:
        with self._turn:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


class Remembered:
    """Belongs to one engine; a newer generation finds nothing in it."""

    def __init__(self) -> None:
        self._counts, self._looked_at = _Recent(MOST_COUNTS), _Recent(MOST_LOOKED_AT)
        self._values = _Recent(1)

    def count(self, now: Current, node: Node) -> int | None:
        """How many articles a node matches; None where it is not known."""
        found: int | None = self._counts.get((now.articles_index, now.generation, mapped(node, _untyped)))
        return found

    def counted(self, now: Current, node: Node, count: int) -> None:
        """Remember that."""
        self._counts.put((now.articles_index, now.generation, mapped(node, _untyped)), count)

    def looked_at(self, now: Current, node: Node, look: Callable[[], dict[str, float]]) -> dict[str, float]:
        """What `look` gives for a node, looked for once."""
        key = (now.articles_index, now.generation, node)
        found: dict[str, float] | None = self._looked_at.get(key)
        if found is None:
            found = look()
            self._looked_at.put(key, found)
        return found

    def values(self, now: Current, read: Callable[[], Values]) -> Values:
        """What `read` gives: the values of the facets that are offered while somebody types."""
        key = (now.articles_index, now.generation)
        found: Values | None = self._values.get(key)
        if found is None:
            found = read()
            self._values.put(key, found)
        return found
