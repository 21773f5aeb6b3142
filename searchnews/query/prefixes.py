"""The names before a colon: fields, parts of the text, counts and restrictions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from searchnews.fields import FIELD_NAMES
from searchnews.query.values import VALUE_PREFIXES

FIELDS = {name: name for name in FIELD_NAMES} | {
    "caption": "captions", "headline": "title", "byline": "author", "text": "body", "hlead": "hlead"
}  # fmt: skip
_NUMBERED = re.compile(r"(atleast|first)([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Prefix:
    """A known name."""

    kind: Literal["field", "atleast", "value"]
    name: str  # of a field: what fields.scope knows; of a value: one of VALUE_PREFIXES
    number: int = 0


def prefix_of(typed: str) -> Prefix | None:
    """What a name before a colon is; None for one that nobody knows."""
    name = typed.lower()
    if name in FIELDS:
        return Prefix("field", FIELDS[name])
    if name in VALUE_PREFIXES:
        return Prefix("value", VALUE_PREFIXES[name])
    if found := _NUMBERED.fullmatch(name):
        kind: Literal["field", "atleast"] = "field" if found[1] == "first" else "atleast"
        return Prefix(kind, name, int(found[2]))
    return None
