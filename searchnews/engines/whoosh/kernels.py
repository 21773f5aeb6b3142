"""The loops that a search spends its time in, in plain NumPy; compiled with numba where the extra `fast` is installed.

Both forms do the same operations on the same types in the same order, and give the same bits. A process begins with
the plain ones; `load` brings in the compiled ones (compiled.py), which takes as long as some hundred searches.

Arrays named `documents` or `among` are ascending document numbers, int32, each once.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import threading
from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from searchnews.engines.whoosh.arrays import Array

_SAMPLE = 16  # every so many keys are looked at to guess how good the best are
_HANDFUL = 16  # keys that are sorted without arrays
_TIED = 24  # of which some are equal, and that are sorted without arrays
_FEW = 256  # keys that are all sorted
_SPARSE = 8  # so many times smaller: looked up one by one rather than through a table of all documents


def add_part(
    total: Array,
    among: Array,
    documents: Array,
    text: Array,
    further: Array,
    fields: Array,
    mentions: Array,
    scales: Array,
    body: int,
    telling: float,
    k1: float,
    required: bool,
) -> None:
    """Add a leaf's part to the scores of those of `among` that are in `documents`: BM25F (ranking.py).

    total: float32, beside `among`. text: mentions in the body, uint8 or int32, beside `documents`. further (int32,
    ascending, may repeat), fields (uint8), mentions (uint8 or int32): those in other fields. scales: float32
    [fields, all documents], what a mention counts. telling: the leaf's inverse document frequency. required: all of
    `among` are in `documents`. Where `total` is longer than `among` it has a place for each document of all, and all
    get their part.
    """
    size = scales.shape[1]
    if len(total) > len(among):
        part = np.zeros(len(documents), dtype=np.float32)
        add_part(part, documents, documents, text, further, fields, mentions, scales, body, telling, k1, True)
        total[documents] += part
        return
    if not required:
        table = np.zeros(size, dtype=np.float32)
        part = np.zeros(len(documents), dtype=np.float32)
        add_part(part, documents, documents, text, further, fields, mentions, scales, body, telling, k1, True)
        table[documents] = part
        total += table[among]
        return
    if len(among) < len(documents):
        text = text[places_of(among, documents, size)]
    frequency: Array = scales[body][among] * text.astype(np.float32)
    if len(further) and len(among):
        places = among.searchsorted(further)
        places[places == len(among)] = 0
        there = (among[places] == further).nonzero()[0]
        parts = scales[fields[there], further[there]] * mentions[there].astype(np.float32)
        np.add.at(frequency, places[there], parts)
    total += np.float32(telling) * (frequency / (np.float32(k1) + frequency))


def keys_of(candidates: Array, cells: Array, counts: Array, start: int, positions: Array, step: int) -> Array:
    """A term's positions in the candidates, less `step`: candidate's number << 32 | position; int64, ascending.

    cells: where the term is, ascending, each once, of the candidates' type. counts: how often, uint8 or int32.
    positions: of its occurrences in all cells, one cell's after another's, from `start` on. What would be negative is
    left out.
    """
    if not len(cells):
        return np.empty(0, np.int64)
    where = cells.searchsorted(candidates)
    where[where == len(cells)] = 0
    there = (cells[where] == candidates).nonzero()[0]
    ends = counts.cumsum(dtype=np.int64)
    kept = where[there]
    several = counts[kept].astype(np.int64)
    owners = there.repeat(several)
    firsts = (ends[kept] + start - several.cumsum()).repeat(several)
    found = positions[firsts + np.arange(len(firsts))].astype(np.int64)
    if step:
        found -= step
    keys: Array = owners << 32 | found
    return keys[found >= 0] if step else keys


def union(one: Array, other: Array, size: int) -> Array:
    """The documents in either."""
    if (len(one) + len(other)) * _SPARSE < size:
        return np.union1d(one, other)
    mask = np.zeros(size, dtype=bool)
    mask[one] = True
    mask[other] = True
    return np.flatnonzero(mask).astype(np.int32)


def mark(table: Array, documents: Array) -> None:
    """Set some documents in a table of all, bool."""
    table[documents] = True


def tally(table: Array, documents: Array) -> None:
    """Count some documents once more in a table of all, uint8."""
    table[documents] += 1


def common(one: Array, other: Array, size: int) -> Array:
    """The documents in both."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) * _SPARSE < len(other):
        return one[present(one, other)]
    mask = np.zeros(size, dtype=bool)
    mask[other] = True
    return one[mask[one]]


def present(wanted: Array, known: Array) -> Array:
    """Whether each wanted number is known; both ascending and of one type, int32 or int64."""
    if not len(known):
        return np.zeros(len(wanted), dtype=bool)
    found: Array = known.take(known.searchsorted(wanted), mode="clip") == wanted
    return found


def places_of(among: Array, documents: Array, size: int) -> Array:
    """Where each of `among` stands in `documents`; all of them are there."""
    if len(among) * _SPARSE < len(documents):
        return documents.searchsorted(among)
    mask = np.zeros(size, dtype=bool)
    mask[among] = True
    return mask[documents].nonzero()[0]


def counted(
    documents: Array,
    narrow: Array,
    wide: Array,
    facets: Array,
    sizes: Array,
    further: Array,
    places: Array,
    limits: Array,
    ranked: Array,
) -> tuple[Array, list[int]]:
    """How many of the documents have each value of some facets, and each facet's values that are to be shown.

    narrow: uint16, and wide: int32 [groups, all documents]: the codes of a group's facets as digits of one number, the
    first facet's the highest; those of all narrow groups come first. facets: int64, how many each group has. sizes:
    int64, how many codes each facet has; the last is that of no value. further: int32, ascending: documents with a
    second or later value, once a value; places: int32, where that is counted. limits: int64, how many values of a facet
    are shown; ranked: bool, whether the highest counts are (of equal ones the lower code) or the lowest codes.

    Returns int64 counts, one facet's after another's; and, a facet after another: how many values
    are shown, none of them with a count of 0; their codes; their counts; how many documents have no value.
    """
    rooms, whole, parts, begin = sizes.tolist(), len(documents) == max(narrow.shape[1], wide.shape[1]), [], 0
    for codes, several in zip([*narrow, *wide], facets.tolist(), strict=True):
        own = rooms[begin : begin + several]
        parts += _along(np.bincount(codes if whole else codes[documents], minlength=prod(own)), own)
        begin += several
    counts = np.concatenate(parts)
    if len(further):
        np.add.at(counts, places[present(further, documents)], 1)
    listed: list[int] = []
    for codes, found, without in shown(counts, rooms, limits.tolist(), ranked.tolist()):
        listed += (len(codes), *codes, *found, without)
    return counts, listed


def shown(
    counts: Array, rooms: Sequence[int], limits: Sequence[int], ranked: Sequence[bool]
) -> list[tuple[list[int], list[int], int]]:
    """For each facet its values that are to be shown, their counts, and how many have none; see `counted`."""
    there = counts.nonzero()[0]
    codes, found = there.tolist(), counts.take(there).tolist()
    facets: list[tuple[list[int], list[int], int]] = []
    begin = at = 0
    for room, limit, by_count in zip(rooms, limits, ranked, strict=True):
        last = begin + room - 1
        end = bisect_left(codes, last, lo=at) if room > 1 else at
        without = found[end] if end < len(codes) and codes[end] == last else 0
        if by_count and end - at > 1:
            places = sorted(range(at, end), key=found.__getitem__, reverse=True)[:limit]
            facets.append(([codes[place] - begin for place in places], [found[place] for place in places], without))
        else:
            end_shown = min(end, at + limit)
            facets.append(([code - begin for code in codes[at:end_shown]], found[at:end_shown], without))
        at, begin = end + (without > 0), last + 1
    return facets


def _along(counts: Array, sizes: Sequence[int]) -> list[Array]:
    """The counts of joint codes added up for each facet."""
    parts: list[Array] = []
    for size in reversed(sizes[1:]):
        table = counts.reshape(-1, size)
        parts.append(np.add.reduce(table, axis=0))
        counts = np.add.reduce(table, axis=1)
    return [counts, *reversed(parts)]


def ranked(keys: Array, documents: Array, instants: Array, precision: Array, ids: Array, first: int) -> Array:
    """The places of the `first` highest keys, highest first; of equal ones dated before undated, newest first, then by id.

    keys: float32 or int64, beside `documents`. first: 1 or more. instants: int64, precision: int8, -1 for undated, and
    ids: uint8 [documents, bytes], all of all documents (columns.py).
    """
    if len(keys) <= _HANDFUL:
        known = keys.tolist()
        if len(set(known)) == len(known):
            return np.array(sorted(range(len(known)), key=known.__getitem__, reverse=True)[:first], np.int64)
    places = best(keys, first) if len(keys) > max(first, _FEW) else None
    found = keys if places is None else keys[places]
    order = (-found if found.dtype == np.float32 else ~found).argsort(kind="stable")
    places, found = order if places is None else places[order], found[order]
    ahead = found[: first + 1]
    if not np.count_nonzero(ahead[1:] == ahead[:-1]):
        return places[:first]
    count = np.count_nonzero(found >= ahead[:first][-1])  # with what ties with the last
    return _settled(places[:count], found[:count], documents, instants, precision, ids)[:first]


def _settled(places: Array, found: Array, documents: Array, instants: Array, precision: Array, ids: Array) -> Array:
    """Places, the highest of their keys (`found`) first, in the order of `ranked` where keys are equal."""
    if len(places) > _TIED:
        tied = documents[places]
        columns = np.ascontiguousarray(ids[tied]).view(f"S{ids.shape[1]}").reshape(-1)
        last = -found if found.dtype == np.float32 else ~found
        return places[np.lexsort([columns, -instants[tied], precision[tied] < 0, last])]

    def rank(number: int) -> tuple[float, bool, int, bytes]:
        document = numbers[number]
        return -keys[number], precision.item(document) < 0, -instants.item(document), ids[document].tobytes()

    keys, numbers = found.tolist(), documents[places].tolist()
    return places[sorted(range(len(keys)), key=rank)]


def best(keys: Array, first: int) -> Array:
    """The places of the `first` highest keys and of all that tie with the last, ascending."""
    if len(keys) <= first:
        return np.arange(len(keys))
    if len(keys) > 4 * _SAMPLE * first:
        sample = keys[::_SAMPLE]
        places: Array = (keys >= _highest(sample, first)).nonzero()[0]
        if len(places) < len(keys):
            return places[best(keys[places], first)]
    found: Array = (keys >= _highest(keys, first)).nonzero()[0]
    return found


def _highest(keys: Array, place: int) -> Any:
    """The key that so many are as high as."""
    sorted_there = keys.copy()
    sorted_there.partition(len(keys) - place)
    return sorted_there[len(keys) - place]


PLAIN: dict[str, Callable[..., Any]] = {
    loop.__name__: loop for loop in (add_part, keys_of, common, union, mark, tally, present, counted, ranked)
}


def sweep(*_: Any) -> tuple[Array, Array]:
    """See sweeping.py: compiled only. Where it is missing, a query is evaluated leaf by leaf."""
    raise NotImplementedError


def spread(*_: Any) -> None:
    """The same."""
    raise NotImplementedError


def standing_together(*_: Any) -> int:
    """See phrasing.py; the same."""
    raise NotImplementedError


def phrase_all(*_: Any) -> tuple[Array, Array]:
    """See phrased.py; the same."""
    raise NotImplementedError


def stand(*_: Any) -> None:
    """See placing.py; the same."""
    raise NotImplementedError


def headed(*_: Any) -> None:
    """See heading.py; the same."""
    raise NotImplementedError


def mentioned(*_: Any) -> None:
    """See mentioning.py; the same."""
    raise NotImplementedError


def answer_bag(*_: Any) -> tuple[Array, Array, Array, Array]:
    """See answering.py; the same."""
    raise NotImplementedError


def answer_found(*_: Any) -> tuple[Array, Array, Array]:
    """The same."""
    raise NotImplementedError


def united(*_: Any) -> tuple[Array, Array, Array, Array, Array]:
    """See uniting.py; the plain form is in leaves.py."""
    raise NotImplementedError


def near_words(*_: Any) -> Array:
    """See compiled_words.py; the plain form is in shapes.py."""
    raise NotImplementedError


def wild_words(*_: Any) -> Array:
    """The same."""
    raise NotImplementedError


def spelled_words(*_: Any) -> tuple[Array, Array]:
    """The same."""
    raise NotImplementedError


def sighted(*_: Any) -> tuple[Array, Array]:
    """See sighting.py; the same."""
    raise NotImplementedError


def excerpts(*_: Any) -> tuple[Array, Array]:
    """See excerpts.py; the same."""
    raise NotImplementedError


COMPILED_ONLY = {
    "searchnews.engines.whoosh.sweeping": ("sweep", "spread"),
    "searchnews.engines.whoosh.phrasing": ("standing_together",),
    "searchnews.engines.whoosh.phrased": ("phrase_all",),
    "searchnews.engines.whoosh.placing": ("stand",),
    "searchnews.engines.whoosh.heading": ("headed",),
    "searchnews.engines.whoosh.mentioning": ("mentioned",),
    "searchnews.engines.whoosh.answering": ("answer_bag", "answer_found"),
    "searchnews.engines.whoosh.uniting": ("united",),
    "searchnews.engines.whoosh.compiled_words": ("near_words", "wild_words", "spelled_words"),
    "searchnews.engines.whoosh.sighting": ("sighted",),
    "searchnews.engines.whoosh.excerpts": ("excerpts",),
}
_PLAIN_SWEEP = sweep


def can_sweep() -> bool:
    """Whether what is compiled only is there."""
    return sweep is not _PLAIN_SWEEP


_ENOUGH = 2  # searches after which a process is likely to go on searching
_searches = 0


def noticed() -> None:
    """Count a search; a process that goes on searching gets the compiled loops, from another thread."""
    global _searches
    if _searches < _ENOUGH:
        _searches += 1
        if _searches == _ENOUGH and available():
            threading.Thread(target=load, name="compiled loops").start()


def available() -> bool:
    """Whether compiled loops can be had and are not declined by SEARCHNEWS_KERNELS=numpy."""
    return os.environ.get("SEARCHNEWS_KERNELS") != "numpy" and importlib.util.find_spec("numba") is not None


def load() -> None:
    """Put the compiled loops in place of the plain ones, in this process from now on."""
    try:
        from searchnews.engines.whoosh import compiled, looping

        modules = {name: importlib.import_module(name) for name in COMPILED_ONLY}
        for module in (compiled, *modules.values()):
            module.try_out()
        looping.let_go()
    except Exception:  # noqa: BLE001 - a numba that can't be imported or can't compile here: the plain loops do the same
        return
    globals().update({name: getattr(compiled, name) for name in PLAIN})
    for name, loops in COMPILED_ONLY.items():
        globals().update({loop: getattr(modules[name], loop) for loop in loops})
