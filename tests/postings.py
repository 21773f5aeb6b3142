"""Entries of made-up terms as a segment holds them (inversion.py), for tests of compiled loops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.inversion import FIELD_BITS, MENTIONS, TEXT_MENTIONS

Made = tuple[Mapping[int, int], Mapping[tuple[int, int], int]]  # mentions by document, by document and field

counts = st.one_of(st.integers(1, 3), st.integers(MENTIONS - 1, MENTIONS + 1), st.integers(TEXT_MENTIONS - 1, 400))


def terms(documents: int, most: int = 12) -> st.SearchStrategy[list[Made]]:
    """Some terms: how often each stands in the text of a document, and in another of its fields."""
    places = st.integers(0, documents - 1)
    further = st.dictionaries(st.tuples(places, st.integers(0, 4)), counts, max_size=6)
    return st.lists(st.tuples(st.dictionaries(places, counts, max_size=12), further), min_size=1, max_size=most)


class Entries(NamedTuple):
    """What a loop takes of a segment; rows: where a term's text part and its further one begin, and where this ends."""

    rows: Array
    documents: Array
    codes: Array
    many: Array
    mentions: Array

    @property
    def segment(self) -> tuple[Array, Array, Array, Array]:
        return self.documents, self.codes, self.many, self.mentions


def entries_of(made: Sequence[Made]) -> Entries:
    """The entries of some terms."""
    rows, documents, codes, many, mentions = [], [], [], [], []
    for text, further in made:
        rows.append((len(codes), len(codes) + len(text), len(codes) + len(text) + len(further)))
        entries = [(d, 0, n, TEXT_MENTIONS) for d, n in sorted(text.items())]
        entries += [(d, f << FIELD_BITS, n, MENTIONS) for (d, f), n in sorted(further.items())]
        for document, field, number, limit in entries:
            if number >= limit:
                many.append(len(codes))
                mentions.append(number)
            documents.append(document)
            codes.append(field | min(number, limit))
    arrays = np.array(documents, np.uint16), np.array(codes, np.uint8), np.array(many, np.uint32)
    return Entries(np.array(rows), *arrays, np.array(mentions, np.int32))
