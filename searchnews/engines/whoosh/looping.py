"""How a loop is compiled with numba: the one place that says so."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from llvmlite import binding

_Loop = TypeVar("_Loop", bound=Callable[..., object])
_loops: list[Any] = []


def loop(function: _Loop) -> _Loop:
    compiled: _Loop = numba.njit(function, cache=True, nogil=True, error_model="numpy", boundscheck=False)
    _stamp(compiled, _sources(Path(function.__code__.co_filename).parent))
    _loops.append(compiled)
    return compiled


def let_go() -> None:
    """Give back what numba keeps of compiled loops so that others can be built from them: a third of all its memory.

    Their bitcode, a tenth of that, is kept: a loop that is built after all has it from there. Where this numba
    is made otherwise, all stays.
    """
    with contextlib.suppress(AttributeError):
        for compiled in _loops:
            for built in compiled.overloads.values():
                _let_go(built.library)
    # A C library that gives nothing back, or does it by itself; a system that has none without a name.
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _let_go(library: Any) -> None:
    if library._shared_module is None:
        return
    bitcode = library._shared_module.as_bitcode()

    def module() -> Any:
        return binding.parse_bitcode(bitcode)

    library._get_module_for_linking = module
    library._shared_module = None


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
