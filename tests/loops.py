"""Compiled loops in a test: the test run goes on with the plain ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest

from searchnews import native
from searchnews.engines.whoosh import kernels


def compile_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the compiled loops in place of the plain ones until the patch is undone; skips without numba."""
    compiled = pytest.importorskip(
        "searchnews.engines.whoosh.compiled", reason="numba, the extra `fast`, is not installed", exc_type=ImportError
    )
    for name in kernels.PLAIN:
        monkeypatch.setattr(kernels, name, getattr(compiled, name))
    for module, names in kernels.COMPILED_ONLY.items():
        for name in names:
            monkeypatch.setattr(kernels, name, getattr(import_module(module), name))


@contextmanager
def native_loops() -> Iterator[None]:
    """Have the compiled loops of indexing (native.py) in this process for a while; skips without numba."""
    pytest.importorskip("numba", reason="numba, the extra `fast`, is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SEARCHNEWS_KERNELS", raising=False)
        native.load(build=True)
    assert all(map(native.loops, native.MODULES)), "they can be compiled wherever numba is"
    try:
        yield
    finally:
        native.unload()
