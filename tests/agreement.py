"""When two engines' answers are the same: everything equal, scores up to a rounding, order but between such scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from searchnews.models import Hit, SearchResult
from searchnews.query.nodes import Pattern, Phrase, Term, mapped

RELATIVE = 1e-5  # how far two engines' scores of one article may lie apart


def close(one: float, other: float) -> bool:
    """Whether two scores are the same up to a rounding."""
    return abs(one - other) <= RELATIVE * max(abs(one), abs(other))


def comparable(result: SearchResult) -> SearchResult:
    """A result without its hits and what may differ: the time it took, the generation's name, the words of a pattern.

    Those, and the words that a suggestion is made of, are counted with articles that are gone, by an engine that still
    holds them.
    """
    query = replace(result.query, node=mapped(result.query.node, _unfilled))
    return replace(result, query=query, seconds=0.0, generation="", suggestion=None, hits=(), nearly=())


def _unfilled(leaf: Term | Phrase | Pattern) -> Term | Phrase | Pattern:
    return replace(leaf, variants=()) if isinstance(leaf, Pattern) else leaf


def assert_same_hits(found: Sequence[Hit], expected: Sequence[Hit], everything: Iterable[Hit], *, ranked: bool) -> None:
    """The same articles in the same places; where they are ranked by score, but for scores as good as equal.

    `everything`: all hits of the engine that gave `expected`, from which two that tie at a page's edge may be taken.
    """
    known = {hit.article_id: hit for hit in everything}
    assert len(found) == len(expected)
    for hit, wanted in zip(found, expected, strict=True):
        own = known[hit.article_id]
        assert close(hit.score, own.score), (hit.article_id, hit.score, own.score)
        assert hit.article_id == wanted.article_id or (ranked and close(own.score, wanted.score)), (hit, wanted)
        assert hit._replace(score=0.0) == own._replace(score=0.0)
    assert len({hit.article_id for hit in found}) == len(found)
