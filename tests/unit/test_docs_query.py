"""docs/query.md keeps its word: every example is parsed, every field is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchnews.fields import FIELD_NAMES
from searchnews.query.echo import in_words
from searchnews.query.parser import FIELDS, MAX_CHARACTERS, MAX_DEPTH, MAX_LEAVES, parse

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(.+?)` \| .+? \| (.+?) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("typed", "understood"), ROWS)
def test_an_example_is_understood_as_the_page_says(typed: str, understood: str) -> None:
    parsed = parse(typed.replace("\\|", "|"))
    assert in_words(parsed.node) == understood
    assert parsed.notes == ()


def test_there_are_examples() -> None:
    assert len(ROWS) >= 12


def test_every_field_and_limit_is_documented() -> None:
    for name in (*FIELD_NAMES, *FIELDS):
        assert f"`{name}:`" in PAGE
    for limit in (f"{MAX_CHARACTERS:,} characters", f"{MAX_LEAVES} words and phrases", f"brackets {MAX_DEPTH} deep"):
        assert limit in PAGE
