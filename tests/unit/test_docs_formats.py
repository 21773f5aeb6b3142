"""docs/formats.md has every suffix, name and limit."""

from __future__ import annotations

import re
from pathlib import Path

from searchnews.formats import READERS
from searchnews.formats.columns import NAMES
from searchnews.formats.json_records import MAX_ARRAY
from searchnews.formats.source import MAX_PAGE, MAX_RECORD

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_suffix_is_documented() -> None:
    for suffix in READERS:
        assert f"`{suffix}`" in PAGE


def test_every_column_name_is_documented_in_its_order() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|$", PAGE, re.MULTILINE))
    for field, names in NAMES.items():
        assert rows[field].split(", or any")[0].split(", ") == list(names)


def test_every_limit_is_documented() -> None:
    for label, limit in (("one page", MAX_PAGE), ("one line", MAX_RECORD), ("a `.json` file", MAX_ARRAY)):
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {label}"))
        assert f"{limit // 1_000_000} MB" in row
