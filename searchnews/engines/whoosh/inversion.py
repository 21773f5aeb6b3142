"""Occurrences → postings: every term once, with the documents that have it, in flat arrays.

A term's entries stand in three parts. *Text*: one entry for every document that has the term in a field searched by
default, with its mentions in the body (0 where it is only in others). *Further*: one for each mention-bearing pair of
document and other default field. *Aside*: the same for fields that no query searches unless it names them.

Arrays of T terms, E entries, P occurrences:

    terms.*      the table of terms (term_table.py), all fields together
    first        uint32  [3 T + 1]  part p of term t is first[3 t + p]:first[3 t + p + 1]
    place        uint32  [T + 1]    a term's occurrences begin at place[t]
    documents    uint16 or int32 [E]  ascending within each part
    codes        uint8   [E]  text: mentions, 255 for that many or more; else field * 16 + mentions, 15 for 15 or more
    many         uint32  [M]  entries whose mentions the code can't hold, ascending
    mentions     int32   [M]  how many
    positions    uint16 or uint32 [P]  where the term stands in its field, entry after entry
    values.cells     uint32  [V]  document << 4 | field of every value (paragraph, caption ...) that is not its field's first
    values.starts    uint32  [V]  the position at which it begins; by cell and position
    words.*, word_first, word_documents   the same as above for the unstemmed words of headlines, without fields and positions
    vocabulary.*     the unstemmed words of all fields (term_table.py)
    vocabulary.mentions   uint32  how often each occurs
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array, narrow
from searchnews.fields import DEFAULT_FIELDS, FIELD_NAMES

MENTIONS = 15  # the most that fits beside the field in a byte
TEXT_MENTIONS = 255  # the most that fits in a byte by itself
FIELD_BITS = 4
PARTS = 3
TEXT, FURTHER, ASIDE = range(PARTS)
BODY = FIELD_NAMES.index("body")
PART_OF = np.array([TEXT if name == "body" else FURTHER if name in DEFAULT_FIELDS else ASIDE for name in FIELD_NAMES])
DOCUMENTS = (np.uint16, np.int32)  # as what numbers of documents are kept
LOW = (1 << 32) - 1


def each_once(numbers: Array) -> Array:
    """Ascending numbers without repeats."""
    first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    once: Array = numbers[first]
    return once


def firsts(numbers: Array, count: int) -> Array:
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=count))]).astype(np.int64)


def postings(numbers: Array, cells: Array, positions: Array, count: int) -> dict[str, Array]:
    """The arrays of occurrences in the order of documents, fields and positions, all int32.

    numbers: the term of each. cells: document << FIELD_BITS | field. count: terms.
    """
    keys = numbers.astype(np.int64)
    keys *= PARTS
    keys += PART_OF[np.arange(1 << FIELD_BITS) % len(PART_OF)].astype(np.int8)[cells & ((1 << FIELD_BITS) - 1)]
    keys <<= 32
    keys |= np.arange(len(keys), dtype=np.int32)
    keys.sort()  # one integer an occurrence: its term and part, then its place among all
    order, parts = (keys & LOW).astype(np.int32), (keys >> 32).astype(np.int32)
    del keys
    positions = positions[order]
    positions = positions.astype(np.uint16 if not len(order) or positions.max() < 1 << 16 else np.uint32)
    cell = cells[order]
    del order
    begins = np.ones(len(parts), dtype=bool)
    begins[1:] = (parts[1:] != parts[:-1]) | (cell[1:] != cell[:-1])
    starts = np.flatnonzero(begins)
    counts = np.diff(starts, append=len(parts)).astype(np.int32)
    parts, cell = parts[starts], cell[starts]
    documents, fields = cell >> FIELD_BITS, (cell & ((1 << FIELD_BITS) - 1)).astype(np.uint8)
    return {**entry_arrays(*_with_silent(parts, documents, fields, counts), count), "positions": positions}


def _with_silent(parts: Array, documents: Array, fields: Array, counts: Array) -> tuple[Array, Array, Array, Array]:
    """The entries with one of no mentions for each document that has a term in a default field, but not in its body."""
    keys = parts.astype(np.int64) << 32
    keys |= documents
    wanted = each_once(keys[parts % PARTS == FURTHER] - (FURTHER << 32))
    where = np.searchsorted(keys, wanted)
    found = np.zeros(len(wanted), dtype=bool)
    inside = where < len(keys)
    found[inside] = keys[where[inside]] == wanted[inside]
    missing, where = wanted[~found], where[~found]
    del keys
    return (
        np.insert(parts, where, missing >> 32),
        np.insert(documents, where, missing & LOW),
        np.insert(fields, where, BODY),
        np.insert(counts, where, 0),
    )


def entry_arrays(parts: Array, documents: Array, fields: Array, counts: Array, count: int) -> dict[str, Array]:
    """The arrays of entries sorted by term and part (in one number), document and field; `count` terms."""
    text = parts % PARTS == TEXT
    many = np.flatnonzero(counts >= np.where(text, np.int32(TEXT_MENTIONS), np.int32(MENTIONS)))
    before = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    first = firsts(parts, PARTS * count)
    elsewhere = fields << np.uint8(FIELD_BITS) | np.minimum(counts, MENTIONS).astype(np.uint8)
    return {
        "first": first.astype(np.uint32),
        "place": before[first[::PARTS]].astype(np.uint32),
        "documents": narrow(documents, DOCUMENTS),
        "codes": np.where(text, np.minimum(counts, TEXT_MENTIONS).astype(np.uint8), elsewhere),
        "many": many.astype(np.uint32),
        "mentions": counts[many].astype(np.int32),
    }


def counts_of(codes: Array, sizes: Array, many: Array, mentions: Array) -> Array:
    """The mentions of entries, int32. sizes: how many entries each part of each term has. many, mentions: as above."""
    text = np.repeat(np.arange(len(sizes)) % PARTS == TEXT, sizes)
    counts: Array = np.where(text, codes, codes & np.uint8(MENTIONS)).astype(np.int32)
    counts[many] = mentions
    return counts
