"""Compiled (native.py): chunks of a text cut and looked up, their units put one after another.

The plain ways are in chunks.py and numbering.py, which say what is meant; the arrays are theirs.
"""

from __future__ import annotations

from searchnews.engines.whoosh.arrays import Array
from searchnews.native_building import bits, inner, native, whole

_SPACE, _ALNUM, _POINT = 0, 1, 2  # chunks._KIND
_EMPTY = -(1 << 31)  # key_table._EMPTY
_WHOLE = 16  # key_table.WHOLE
_MARK_NUMBER = ~1


@inner
def part(data: Array, begin: int, end: int) -> int:
    """Up to eight bytes as one number."""
    part = bits(0)
    for place in range(begin, end):
        part |= bits(data[place]) << bits(8 * (place - begin))
    return part


@inner
def _slot(low: int, high: int, mask: int) -> int:
    """key_table.KeyTable._slots."""
    mixed = (low ^ (high * bits(0x9E3779B97F4A7C15))) * bits(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> bits(29)
    mixed *= bits(0x9E3779B97F4A7C15)
    mixed ^= mixed >> bits(32)
    return whole(mixed & bits(mask))


@native("bytes i64 u8* i64* i64 u64* i64 i64* i32* i64* i64")
def find_chunks(
    data: Array,
    size: int,
    kinds: Array,
    starts: Array,
    marks: int,
    slots: Array,
    mask: int,
    state: Array,
    found: Array,
    unknown: Array,
    room: int,
) -> int:
    """Put the numbers of the chunks of a text into `found`; returns how many of them are unknown, `room` at most.

    starts: where a MARK is to stand, ascending, and how many. slots: the table's, of which there are mask + 1. state:
    the place it begins at, and the mark, and how many chunks were found; as it is left. unknown: rows of beginning, end,
    whether it is plain, and the slot (-1: too long for the table). An unknown chunk is entered as _EMPTY + 1 + its row.
    """
    place, mark, count, fresh = state[0], state[1], state[2], 0
    while place < size and fresh < room:
        if mark < marks and starts[mark] == place:
            found[count] = _MARK_NUMBER
            count += 1
            mark += 1
        if kinds[data[place]] == _SPACE:
            place += 1
            continue
        limit = starts[mark] if mark < marks else size
        begin, first, last, runs, foreign, inside = place, whole(-1), whole(-1), 0, False, False
        while place < limit:
            code = data[place]
            kind = kinds[code]
            if kind == _SPACE:
                break
            if kind == _POINT:
                inside = False
            else:
                if not inside:
                    runs += 1
                    inside = True
                    if first < 0:
                        first = place
                last = place
                foreign |= code > 127
            place += 1
        if runs == 0:
            continue
        plain = runs == 1 and not foreign
        end = place
        if plain:
            begin, end = first, last + 1
        if end - begin > _WHOLE:
            found[count] = _EMPTY + 1 + fresh
            where = whole(-1)
        else:
            one, other = part(data, begin, min(end, begin + 8)), part(data, begin + 8, end)
            where = _slot(one, other, mask)
            number = whole(slots[3 * where + 2])
            while number != _EMPTY and (slots[3 * where] != one or slots[3 * where + 1] != other):
                where = (where + 1) & mask
                number = whole(slots[3 * where + 2])
            if number != _EMPTY:
                found[count] = number
                count += 1
                continue
            slots[3 * where], slots[3 * where + 1] = one, other
            found[count] = _EMPTY + 1 + fresh
            slots[3 * where + 2] = bits(_EMPTY + 1 + fresh)
        unknown[4 * fresh], unknown[4 * fresh + 1], unknown[4 * fresh + 2] = begin, end, whole(plain)
        unknown[4 * fresh + 3] = where
        fresh += 1
        count += 1
    state[0], state[1], state[2] = place, mark, count
    return fresh


@native("i32* i64 i32* i64* i32* i32* i64* i64* i32* i64*")
def open_chunks(
    numbers: Array,
    size: int,
    lists: Array,
    ends: Array,
    beside: Array,
    units: Array,
    counts: Array,
    marks: Array,
    hints: Array,
    sizes: Array,
) -> int:
    """Put the units of chunks into `units`; returns how many.

    lists, ends: chunks.Several. beside: numbering.Units. counts: how many units each text has. marks: rows of three, text and place
    where a MARK stands. hints: the places among all units of those that have something beside them. sizes: how
    many texts, marks and hints there are.
    """
    count, begin, texts, marked, hinted = 0, 0, 0, 0, 0
    for place in range(size):
        number = whole(numbers[place])
        if number >= 0:
            units[count] = number
            if beside[number] >= 0:
                hints[hinted] = count
                hinted += 1
            count += 1
        elif number == -1:
            counts[texts] = count - begin
            texts += 1
            begin = count
        elif number == _MARK_NUMBER:
            marks[3 * marked], marks[3 * marked + 1] = texts, count - begin
            marked += 1
        else:
            for each in range(ends[~number], ends[~number + 1]):
                unit = lists[each]
                units[count] = unit
                if beside[unit] >= 0:
                    hints[hinted] = count
                    hinted += 1
                count += 1
    sizes[0], sizes[1], sizes[2] = texts, marked, hinted
    return count
