"""When Python looks for garbage: seldom, where hundreds of thousands of objects are made that live to the end."""

from __future__ import annotations

import atexit
import contextlib
import gc
from collections.abc import Iterator

SELDOM = (50_000, 20, 100)  # gc's thresholds


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look for garbage less often."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def left_at_exit() -> None:
    """Have Python not look through all there is when the process ends: its memory goes with it."""
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
