"""Why hits of an index have their scores: what explaining.py asks for, read from the arrays of these hits only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.bags import Rows
from searchnews.engines.whoosh.inversion import BODY
from searchnews.engines.whoosh.leaves import Match
from searchnews.engines.whoosh.rescoring import gains, look
from searchnews.explaining import Place, Standing, distinct, explained, written
from searchnews.fields import FIELD_NAMES
from searchnews.models import Part
from searchnews.query.echo import canonical
from searchnews.query.nodes import Node, Term
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
            dict(zip(FIELD_NAMES, lengths[number], strict=False)),
            snapshot.averages,
            gain,
            common[number] if number < len(common) else (),
        )
        for number, gain in enumerate(gained.tolist())
    ]


def _standing(executor: Executor, node: Node, documents: Array) -> list[list[Standing]]:
    """For each document, the leaves of the query in it."""
    leaves = list(distinct(node).items())
    words = [(leaf, weight) for leaf, weight in leaves if isinstance(leaf, Term) and leaf.field is None]
    if len(words) == len(leaves):
        return _standing_words(executor, words, documents)
    found: list[list[Standing]] = [[] for _ in documents]
    for leaf, weight in leaves:
        match = executor.leaf(leaf)
        text, telling = written(leaf), weight * idf(executor.snapshot.articles, len(match.documents))
        for row, mentions in zip(found, _mentions(match, documents), strict=True):
            row.append(Standing(text, telling, mentions))
    return found


def _standing_words(executor: Executor, words: Sequence[tuple[Term, float]], documents: Array) -> list[list[Standing]]:
    """The same for words of the default fields: only what their postings say of these documents is read."""
    pieces, telling = executor.rows(words)
    counts = np.zeros((len(documents), len(words), len(FIELD_NAMES)), np.int64)
    one = _count_compiled if kernels.can_sweep() else _count
    for piece in pieces:
        inside = np.flatnonzero((documents >= piece.base) & (documents < piece.base + len(piece.segment)))
        if len(inside) == len(documents):
            one(piece, documents.astype(np.int32) - np.int32(piece.base), counts)
        elif len(inside):
            own = np.zeros((len(inside), *counts.shape[1:]), np.int64)
            one(piece, documents[inside].astype(np.int32) - np.int32(piece.base), own)
            counts[inside] += own
    mentions: list[list[dict[str, int]]] = [[{} for _ in words] for _ in documents]
    there = np.nonzero(counts)  # field by field in each, ascending
    for number, word, field, count in zip(*(part.tolist() for part in (*there, counts[there])), strict=True):
        mentions[number][word][FIELD_NAMES[field]] = count
    told = list(zip([written(word) for word, _ in words], telling.tolist(), strict=True))
    return [[Standing(text, tells, row) for (text, tells), row in zip(told, rows, strict=True)] for rows in mentions]


def _count_compiled(piece: Rows, documents: Array, counts: Array) -> None:
    kernels.mentioned(piece.rows, *piece.segment.entries, documents, counts)


def _count(piece: Rows, documents: Array, counts: Array) -> None:
    """Add the mentions of each word in these documents of a segment: int64 [documents, words, fields]."""
    segment, every = piece.segment, piece.segment.entries[0]
    wanted = documents.astype(every.dtype)
    for word, begin, end, last in piece.rows.tolist():
        texts, further = every[begin:end], every[end:last]
        if end > begin:  # not for a term of those fields alone that are searched by name
            there = np.flatnonzero(texts.take(places := texts.searchsorted(wanted), mode="clip") == wanted)
            counts[there, word, BODY] += segment.text_mentions(begin, end)[places[there]]
        if last > end:
            firsts, lasts = further.searchsorted(wanted).tolist(), further.searchsorted(wanted, "right").tolist()
            for number, (first, behind) in enumerate(zip(firsts, lasts, strict=True)):
                at = slice(end + first, end + behind)
                np.add.at(counts[number, word], segment.fields(at.start, at.stop), segment.mentions(at.start, at.stop))


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
