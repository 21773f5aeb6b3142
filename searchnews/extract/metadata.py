"""What a page's meta elements say, each value with the place it was read."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from searchnews.extract.claim import Claim as Claim
from searchnews.extract.html_tree import squeeze

_NAMING = ("property", "name", "itemprop", "http-equiv")
_MAX_META = 2_000  # elements read; no honest page has more


@dataclass(frozen=True, slots=True)
class Metadata:
    """The meta elements of a page by lower-case name, values in page order."""

    values: Mapping[str, tuple[str, ...]]

    def all(self, *names: str) -> tuple[Claim, ...]:
        """Every value under the given names, the names in the order given."""
        return tuple(Claim(value, "meta", f"meta {name}") for name in names for value in self.values.get(name, ()))

    def first(self, *names: str) -> Claim | None:
        """The first value under the first of the names that has one."""
        return next(iter(self.all(*names)), None)

    def get(self, *names: str) -> str:
        """The first value as text, "" where there is none."""
        found = self.first(*names)
        return found.value if found else ""


def read_metadata(tree: etree._Element) -> Metadata:
    """Collect the meta elements of a page: Open Graph, Twitter, Dublin Core, parsely, sailthru, itemprop."""
    found: dict[str, list[str]] = {}
    for count, element in enumerate(tree.iter("meta")):
        if count >= _MAX_META:
            break
        value = clean(element.get("content") or "")
        for attribute in _NAMING:
            name = (element.get(attribute) or "").strip().lower()
            if name and value and value not in found.setdefault(name, []):
                found[name].append(value)
    return Metadata(MappingProxyType({name: tuple(values) for name, values in found.items() if values}))


def clean(value: str) -> str:
    """A value on one line, its entities undone twice: publishers escape what is already escaped."""
    return squeeze(html.unescape(html.unescape(value)) if "&" in value else value)
