"""BM25F on the cluster, as ranking.py has it: every leaf a script over its mentions, the same on every shard.

The cluster's own statistics are not used: a shard's articles that are gone, and how they are spread, change no score.
What is not exact is the number of mentions of windows that are wide or many (windows.gapped).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from searchnews.engines.opensearch.clauses import NOTHING, Clause, any_of
from searchnews.engines.opensearch.matching import Exactly, matching
from searchnews.engines.opensearch.places import mentions, near_mentions, physical, shared_fields
from searchnews.fields import text_field
from searchnews.query.nodes import And, Away, Boost, Leaf, Near, Node, Or, weighted_leaves
from searchnews.ranking import HALF_LIFE, K1, RECENT

_MOST_TERMS = 160  # for all windows in one field: the cluster takes 1,024 of a query, and there are five fields
_FIELD = "params.w * _score / (params.c + params.d * doc[params.n].value)"  # ranking.weighted_frequency
_LEAF = "params.r * (_score / (params.k + _score))"  # idf, ranking.saturated
_LOOKED_UP = "params.f[doc['id'].value]"
_GAIN = "params.r * Math.pow(0.5, (params.now - doc['moment'].value) / params.h)"  # ranking.recency
_FAVOURED = f"doc['moment'].size() == 0 ? _score : _score * (1.0 + {_GAIN})"


class Scoring:
    """What the scores of one query are made of."""

    def __init__(
        self, averages: Mapping[str, float], idfs: Mapping[Leaf, float], exactly: Exactly, *, roughly: bool = False
    ) -> None:
        """`roughly`: the mentions of windows are not counted one by one."""
        self._averages, self._idfs, self._exactly = averages, idfs, exactly
        windows = sum(isinstance(leaf, Near) for leaf in idfs)
        self._a_window = 0 if roughly else _MOST_TERMS // max(windows, 1)

    def query(self, node: Node) -> Clause:
        """The query whose hits have their scores."""
        leaves = weighted_leaves(node)
        must, rest = self._split(node)
        if not leaves:
            return {"bool": {"filter": [matching(node, self._exactly)]}}
        if must is not None:
            return {"bool": {**must, "filter": [matching(part, self._exactly) for part in rest]}}
        scores = [self.leaf(leaf, weight) for leaf, weight in leaves]
        return {"bool": {"filter": [matching(node, self._exactly)], "should": scores}}

    def _split(self, node: Node) -> tuple[dict[str, Any] | None, Sequence[Node]]:
        """Where the parts that match are the parts that score, they are asked once."""
        parts = node.children if isinstance(node, And) else (node,)
        words = [part for part in parts if self._scores_itself(part)]
        rest = [part for part in parts if not self._scores_itself(part)]
        if any(weighted_leaves(part) for part in rest):
            either = [part for part in rest if isinstance(part, Or)]
            rest = [part for part in rest if not isinstance(part, Or)]
            if words or len(either) != 1 or any(weighted_leaves(part) for part in rest):
                return None, ()
            if not all(map(self._scores_itself, either[0].children)):
                return None, ()
            return {"should": self._leaves(either[0].children), "minimum_should_match": 1}, rest
        return ({"must": self._leaves(words)}, rest) if words else (None, ())

    def _scores_itself(self, node: Node) -> bool:
        leaf = node.child if isinstance(node, Boost) else node
        if not isinstance(leaf, Leaf) or leaf in self._exactly.ids:
            return False
        return all(_row(name).weight for name in shared_fields(leaf))

    def _leaves(self, nodes: Sequence[Node]) -> list[Clause]:
        return [self.leaf(leaf, weight) for node in nodes for leaf, weight in weighted_leaves(node)]

    def leaf(self, leaf: Leaf, weight: float) -> Clause:
        """One leaf's part of the score; matches what the leaf matches in the fields that add to a score."""
        params = {"r": weight * self._idfs.get(leaf, 0.0), "k": K1}
        if leaf in self._exactly.frequencies:
            found = {key: value for key, value in self._exactly.frequencies[leaf].items() if value > 0}
            looked_up = _scripted({"ids": {"values": sorted(found)}}, _LOOKED_UP, {"f": found})
            return _scripted(looked_up, _LEAF, params) if found else NOTHING
        fields = [self._field(leaf, name) for name in _fields(leaf) if _row(name).weight]
        return _scripted(any_of(fields), _LEAF, params) if fields else NOTHING

    def _field(self, leaf: Leaf, name: str) -> Clause:
        assert not isinstance(leaf, Away)  # its articles were looked at (matching.is_hard)
        found = near_mentions(leaf, name, self._a_window) if isinstance(leaf, Near) else mentions(leaf, name)
        row = _row(name)
        spread = row.b / (self._averages[row.name] or 1.0)
        params = {"w": row.weight, "c": 1.0 - row.b, "d": spread, "n": f"n.{row.name}"}
        return _scripted(any_of(found), _FIELD, params)


def favouring_recent(clause: Clause, newest: int) -> Clause:
    """The same hits, those with a date with a greater score the nearer it is to that of the newest."""
    return _scripted(clause, _FAVOURED, {"r": RECENT, "now": float(newest), "h": float(HALF_LIFE)})


def _fields(leaf: Leaf) -> Sequence[str]:
    return shared_fields(leaf) if isinstance(leaf, Near | Away) else physical(leaf.field)


def _row(name: str) -> Any:
    return text_field("body" if name == "lead" else name)


def _scripted(clause: Clause, source: str, params: Mapping[str, Any]) -> Clause:
    return {"script_score": {"query": clause, "script": {"source": source, "params": params}}}
