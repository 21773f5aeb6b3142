"""Why hits of an index have their scores: what explaining.py asks for, read from the arrays of these hits only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import BODY
from searchnews.engines.whoosh.leaves import Match
from searchnews.engines.whoosh.rescoring import gains, look
from searchnews.explaining import Place, Standing, distinct, explained
from searchnews.fields import FIELD_NAMES
from searchnews.models import Part
from searchnews.query.echo import canonical
from searchnews.query.nodes import Node
from searchnews.ranking import WINDOW, as_typed, idf, words_of

if TYPE_CHECKING:
    from searchnews.engines.whoosh.executor import Executor


def explanations(
    executor: Executor, node: Node, documents: Array, first: int | None, *, recent: bool, aside: Sequence[str]
) -> list[tuple[Part, ...]]:
    """The parts of each document's score, as `rescoring.best` gave it.

    documents: as they are listed. first: the place of the first of them in the whole list, from 0; None: a list by date.
    """
    snapshot = executor.snapshot
    standing = _standing(executor, node, documents)
    places, common = _places(executor, node, aside, documents[: 0 if first is None else max(WINDOW - first, 0)])
    gained = gains(snapshot, documents) if recent and first is not None else np.zeros(len(documents))
    lengths = snapshot.columns.lengths[:, documents].T.tolist()
    return [
        explained(
            standing[number],
            places[number] if number < len(places) else (),
            dict(zip(FIELD_NAMES, lengths[number], strict=True)),
            snapshot.averages,
            gain,
            common[number] if number < len(common) else (),
        )
        for number, gain in enumerate(gained.tolist())
    ]


def _standing(executor: Executor, node: Node, documents: Array) -> list[list[Standing]]:
    """For each document, the leaves of the query in it."""
    found: list[list[Standing]] = [[] for _ in documents]
    for leaf, weight in distinct(node).items():
        match = executor.leaf(leaf)
        words, telling = canonical(leaf), weight * idf(executor.snapshot.articles, len(match.documents))
        for row, mentions in zip(found, _mentions(match, documents), strict=True):
            row.append(Standing(words, telling, mentions))
    return found


def _mentions(match: Match, documents: Array) -> list[dict[str, int]]:
    """For each document, text field → mentions."""
    text = np.zeros(len(documents), np.int64)
    wanted = documents.astype(match.documents.dtype)
    at = np.searchsorted(match.documents, wanted)
    there = np.flatnonzero(at < len(match.documents))
    there = there[match.documents[at[there]] == wanted[there]]
    text[there] = match.text[at[there]]
    further = documents.astype(match.further.dtype)
    begins, ends = np.searchsorted(match.further, further), np.searchsorted(match.further, further, "right")
    found = []
    for body, begin, end in zip(text.tolist(), begins.tolist(), ends.tolist(), strict=True):
        counts = dict(zip(match.fields[begin:end].tolist(), match.mentions[begin:end].tolist(), strict=True))
        if body:
            counts[BODY] = body
        found.append({FIELD_NAMES[field]: counts[field] for field in sorted(counts)})
    return found


def _places(
    executor: Executor, node: Node, aside: Sequence[str], documents: Array
) -> tuple[list[list[Place]], list[list[str]]]:
    """For each of these, which are among the first by BM25F, where the words stand, and the common ones of its headline."""
    words = words_of(node, aside) if len(documents) else []
    if not words:
        return [], []
    order = np.argsort(documents)
    seen = look(executor, words, aside, documents[order], np.zeros(len(documents), np.float32))
    common = as_typed(words, aside)[len(words) :]
    texts = [canonical(word) for word, _ in words]
    found: list[list[Place]] = [[] for _ in documents]
    headed: list[list[str]] = [[] for _ in documents]
    for row, number in enumerate(order.tolist()):
        typed = seen.typed[row].tolist()
        parts = zip(
            texts, seen.telling.tolist(), seen.leads[row].tolist(), seen.closeness[row].tolist(), typed, strict=False
        )
        found[number] = [Place(*part) for part in parts]
        headed[number] = [word for word, there in zip(common, typed[len(words) :], strict=True) if there]
    return found, headed
