"""The engine's compiled loops in a test: the test run goes on with the plain ones."""

from __future__ import annotations

from importlib import import_module

import pytest

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
