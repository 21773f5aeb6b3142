"""docs/index-format.md says what is in a segment's file, and what the first lines of a ledger are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from searchnews.engines.whoosh.arrays import map_arrays
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.engines.whoosh.names import FORMAT
from searchnews.engines.whoosh.sums import BLOCK
from searchnews.fields import FACET_NAMES, FIELD_NAMES
from tests.integration.test_damage import story

PAGE = (Path(__file__).parents[2] / "docs" / "index-format.md").read_text(encoding="utf-8")


def documented() -> dict[str, tuple[str, str]]:
    """Array → dtypes and length as written."""
    table = PAGE.partition("### Its arrays")[2]
    rows = re.findall(r"^\| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|", table, re.MULTILINE)
    return {
        f"{which}.{name[2:]}" if which else name: (kinds.strip(), length.strip())
        for name, kinds, length in rows
        for which in {"F.": FACET_NAMES, "T.": FIELD_NAMES}.get(name[:2], ("",))
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("format") / "index"
    engine = WhooshEngine(made, "write")
    engine.commit([engine.encode(map(story, range(50)))], ledger=b"what was read")
    engine.close()
    return made


def test_every_array_with_its_type_and_length(folder: Path) -> None:
    arrays = map_arrays(next(folder.glob("*.arrays")))
    rows = documented()
    assert sorted(arrays) == sorted(rows)
    sizes = {"N": 50}
    for name, (kinds, length) in rows.items():
        array = arrays[name]
        assert array.dtype in [np.dtype(kind) for kind in kinds.split(" or ")], name
        if length == "free":
            continue
        unknown = [symbol for symbol in re.findall(r"[A-Z]", length) if symbol not in sizes]
        for symbol in unknown:  # its first row says what it is
            sizes[symbol] = next(
                size for size in range(100_000) if _value(length, {**sizes, symbol: size}) >= len(array)
            )
        assert _value(length, sizes) == len(array), name


def _value(length: str, sizes: dict[str, int]) -> int:
    """A product of numbers and symbols, or such a product plus one."""
    product, _, more = length.partition(" + ")
    result = 1
    for factor in product.split(" * "):
        result *= sizes[factor] if factor in sizes else int(factor)
    return result + int(more or 0)


def test_numbers_and_the_first_line_of_the_ledger(folder: Path) -> None:
    assert f"FORMAT = {FORMAT};" in PAGE
    assert f"every {BLOCK:,} bytes" in PAGE
    line = (folder / "ledger-1").read_bytes().partition(b"\n")[0]
    example = re.search(r'\{"searchnews-index": .*\}', PAGE)
    assert example
    assert re.findall(r'"([\w-]+)":', example[0]) == list(json.loads(line))
