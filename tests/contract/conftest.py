"""Every engine, empty, through one fixture: the contract suite runs over each row of ENGINES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda folder: MemoryEngine(),
    "whoosh": lambda folder: WhooshEngine(folder / "index", "write"),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = ENGINES[request.param](tmp_path)
    made.name = request.param  # type: ignore[attr-defined]
    yield made
    made.close()
