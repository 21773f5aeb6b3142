"""Every engine, empty, through one fixture: the contract suite runs over each row of ENGINES.

The cluster is the one that SEARCHNEWS_TEST_OPENSEARCH names (a URL, or several with commas between): `scripts/test`
starts where it can; without one its tests are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.engines.whoosh.engine import WhooshEngine
from tests.cluster.server import VARIABLE, emptied

ENGINES: dict[str, Callable[[Path], Engine]] = {  # the name of the folder tells engines apart that live at one time
    "memory": lambda folder: MemoryEngine(),
    "whoosh": lambda folder: WhooshEngine(folder / "index", "write"),
    "opensearch": lambda folder: emptied("kept" if folder.name.startswith("kept") else ""),
}


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Engine]:
    """An empty engine of a row."""
    if name == "opensearch" and not os.environ.get(VARIABLE):
        pytest.skip(f"no cluster: {VARIABLE} names none, and scripts/test found no mvn and JDK 21")
    made = ENGINES[name](folder)
    made.name = name  # type: ignore[attr-defined]
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with opened(request.param, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=ENGINES)
def kept_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same for tests that only search: one for a module."""
    with opened(request.param, tmp_path_factory.mktemp("kept")) as made:
        yield made
