"""Loops that are kept on disk follow the sources of the loops they call."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba")

_CALLEE = "from searchnews.engines.whoosh.looping import loop\n@loop\ndef added(number):\n    return number + {}\n"
_CALLER = (
    "from callee import added\n"
    "from searchnews.engines.whoosh.looping import loop\n"
    "@loop\ndef twice(number):\n    return added(added(number))\n"
    "print(twice(0), sum(twice.stats.cache_hits.values()))\n"
)

_LATER = (
    "from callee import added\n"
    "from searchnews.engines.whoosh.looping import let_go, loop\n"
    "@loop\ndef twice(number):\n    return added(added(number))\n"
    "added(1)\n"
    "library = next(iter(added.overloads.values())).library\n"
    "held = library._shared_module\n"
    "let_go()\n"
    "print(twice(0), int(held is not None and library._shared_module is None))\n"
)


def _run(folder: Path) -> tuple[int, int]:
    command = [sys.executable, "-m", "caller"]
    environment = os.environ | {"NUMBA_CACHE_DIR": str(folder / "kept"), "PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    value, hits = found.stdout.split()
    return int(value), int(hits)


def test_a_change_in_a_loop_that_is_called_compiles_anew(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text(_CALLER)
    (tmp_path / "callee.py").write_text(_CALLEE.format(1))
    assert _run(tmp_path) == (2, 0)
    assert _run(tmp_path) == (2, 1)
    (tmp_path / "callee.py").write_text(_CALLEE.format(5))
    assert _run(tmp_path) == (10, 0)


def test_a_loop_that_is_built_after_all_has_those_it_calls(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text(_LATER)
    (tmp_path / "callee.py").write_text(_CALLEE.format(2))
    assert _run(tmp_path) == (4, 1)
    for path in (tmp_path / "kept").rglob("caller.twice*"):
        path.unlink()
    assert _run(tmp_path) == (4, 1)  # the one it calls comes from the disk now
