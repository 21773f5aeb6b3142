"""What record.py sees at a glance of cells of ASCII, by a compiled loop (native_language.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np

from searchnews.extract.rows import ADDRESSED, DATED
from searchnews.native import Loop, address_of, loops

_MODULE = "searchnews.extract.native_language"
_SIGNS = np.frombuffer(b"".join(bytes([len(sign)]) + sign.encode() for sign in ADDRESSED) + b"\0", np.uint8)
# Of each byte, whether it tells anything of a cell.
_TELLING = np.ones(256, np.uint8)
_TELLING[[code for code in range(33, 127) if chr(code) not in "&|<2,)(["]] = 0
_seen: dict[str, bool] = {}  # the cells that were last looked at together


def neat(cell: str) -> bool:
    """Whether a cell is one paragraph as it stands, for certain; False without compiled loops."""
    known = _seen.get(cell)
    if known is not None:
        return known
    found = loops(_MODULE)
    return found is not None and _neat(found["is_neat"])(cell)


@functools.lru_cache(1)
def _neat(look: Loop) -> Callable[[str], bool]:
    bound = _each(look)
    return lambda cell: cell.isascii() and bound(cell.encode(), len(cell)) == 1


def look(cells: Sequence[str]) -> list[str]:
    """Have `neat` know of many cells, which takes a fraction of asking one by one, and give those that are."""
    global _seen
    found = loops(_MODULE)
    if not found:
        return []
    plain = [cell for cell in cells if cell.isascii()]
    flags = told_of_each(_each(found["is_neat_each"]), plain)
    _seen = dict(zip(plain, map(bool, flags), strict=True))
    return [cell for cell, flag in zip(plain, flags, strict=True) if flag]


@functools.lru_cache(2)
def _each(look: Loop) -> Callable[..., int]:
    return look.bound(DATED, address_of(_SIGNS, "u8*"), address_of(_TELLING, "u8*"))


def told_of_each(look: Callable[..., int], texts: Sequence[str]) -> bytearray:
    """What a bound loop says of each of some texts of ASCII. It takes them in one, where each ends, their number and room for it."""
    told = bytearray(len(texts))
    ends, flags = np.fromiter(accumulate(map(len, texts)), np.int64, len(texts)), np.frombuffer(told, np.uint8)
    look("".join(texts).encode(), address_of(ends, "i64*"), len(texts), address_of(flags, "u8*"))
    return told
