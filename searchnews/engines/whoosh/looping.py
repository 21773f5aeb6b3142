"""How a loop is compiled with numba: the one place that says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numba

_Loop = TypeVar("_Loop", bound=Callable[..., object])


def loop(function: _Loop) -> _Loop:
    compiled: _Loop = numba.njit(function, cache=True, nogil=True, error_model="numpy", boundscheck=False)
    _stamp(compiled, _sources(Path(function.__code__.co_filename).parent))
    return compiled


def _stamp(compiled: object, sources: str) -> None:
    """What is kept on disk is good for these sources only.

    Numba itself looks at the file of the loop, not at those of the loops it calls: a change there would leave the old
    one in use. Where this numba keeps its stamp elsewhere, that is how it stays.
    """
    kept = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if kept is not None and hasattr(kept, "_source_stamp"):
        kept._source_stamp = (kept._source_stamp, sources)


@lru_cache
def _sources(folder: Path) -> str:
    """A digest of the modules of a folder that hold loops."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        text = path.read_bytes()
        if b"@loop" in text:
            found.update(path.name.encode() + b"\0" + text)
    return found.hexdigest()
