"""What record.py sees at a glance of a cell of ASCII, by a compiled loop (native_language.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from searchnews.extract.rows import ADDRESSED, DATED
from searchnews.native import Loop, address_of, loops

_SIGNS = np.frombuffer(b"".join(bytes([len(sign)]) + sign.encode() for sign in ADDRESSED) + b"\0", np.uint8)


def neat() -> Callable[[str], bool] | None:
    """What tells whether a cell is one paragraph as it stands, for certain; None without compiled loops."""
    found = loops("searchnews.extract.native_language")
    return _neat(found["is_neat"]) if found else None


@functools.lru_cache(1)
def _neat(look: Loop) -> Callable[[str], bool]:
    bound = look.bound(DATED, address_of(_SIGNS, "u8*"))
    return lambda cell: cell.isascii() and bound(cell.encode(), len(cell)) == 1
