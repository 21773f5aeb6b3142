"""A value that a page or a column claims for a field."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One value a page claims for a field."""

    value: str
    rule: str  # "meta", "json-ld", "itemprop", "url", "time", ...
    place: str  # for people: "meta og:title"
    confidence: float = 1.0
