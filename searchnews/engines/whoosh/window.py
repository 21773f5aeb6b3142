"""Compiled with numba: the best by what they say, put in order again by where their words stand (rescoring.best)."""

from __future__ import annotations

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.leading import leading
from searchnews.engines.whoosh.looping import loop
from searchnews.engines.whoosh.mapped import look_all


@loop
def _ascending(documents: Array, scores: Array) -> tuple[Array, Array]:
    """A few documents in the order of their numbers, with their scores."""
    found, of_found = documents.copy(), scores.copy()
    for number in range(1, len(found)):
        document, score, at = found[number], of_found[number], number
        while at > 0 and found[at - 1] > document:
            found[at], of_found[at] = found[at - 1], of_found[at - 1]
            at -= 1
        found[at], of_found[at] = document, score
    return found, of_found


@loop
def leading_by_places(
    found: Array,
    scores: Array,
    first: int,
    script: Array,
    where: Array,
    table: Array,
    kind: Array,
    telling: Array,
    worth: Array,
    reach: Array,
    instants: Array,
    precision: Array,
    ids: Array,
) -> tuple[Array, Array]:
    """The best documents with their scores, best first: of the best by these it is looked at where the words stand, too."""
    best, of_best = leading(found, scores, max(first, reach[3]), instants, precision, ids)
    size = min(len(best), reach[3])
    window, rescored = _ascending(best[:size], of_best[:size])
    look_all(script, where, table, kind, telling, worth, reach, window, rescored)
    best[:size], of_best[:size] = leading(window, rescored, size, instants, precision, ids)
    return best[:first], of_best[:first]
