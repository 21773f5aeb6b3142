"""docs/fields.md defines every field an article has, and no other."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from searchnews.models import Article

GUIDE = (Path(__file__).parents[2] / "docs" / "fields.md").read_text(encoding="utf-8")


def test_every_field_is_defined() -> None:
    defined = re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)
    fields = {field.name for field in dataclasses.fields(Article)} - {"article_id", "evidence"}
    assert len(defined) == len(set(defined))
    assert set(defined) == fields
