"""When Python looks for garbage: seldom, where hundreds of thousands of objects are made that live to the end."""

from __future__ import annotations

import atexit
import contextlib
import gc
from collections.abc import Iterator

_USUAL = gc.get_threshold()
_SELDOM = (50_000, 20, 100)
_HARDLY = (1_000_000, 20, 100)
_kept: list[object] | None = None  # what need not be taken apart, in a process that ends soon


def collected_seldom() -> None:
    """Have Python look for garbage less often: where many pages are read there is some."""
    gc.set_threshold(*_SELDOM)


@contextlib.contextmanager
def hardly_collected() -> Iterator[None]:
    """Have Python hardly ever look for garbage: where ledgers are compared, or an engine imported, there is little."""
    before = gc.get_threshold()
    gc.set_threshold(*_HARDLY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def hardly_collected_to_the_end() -> None:
    """The same for a process that does one thing and ends: not then either, since its memory goes with it."""
    global _kept
    gc.set_threshold(*_HARDLY)
    _kept = []
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


def kept_to_the_end(held: object) -> None:
    """In such a process, have something large not taken apart when its last user returns."""
    if _kept is not None:
        _kept.append(held)


def collected_as_usual() -> None:
    """Have Python look for garbage as it would by itself."""
    global _kept
    gc.set_threshold(*_USUAL)
    _kept = None
