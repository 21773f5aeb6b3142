"""How a loop is compiled with numba: the one place that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numba

_Loop = TypeVar("_Loop", bound=Callable[..., object])


def loop(function: _Loop) -> _Loop:
    compiled: _Loop = numba.njit(function, cache=True, nogil=True, error_model="numpy", boundscheck=False)
    return compiled
