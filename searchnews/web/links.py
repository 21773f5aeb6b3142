"""The addresses of the many links of one page, put together from parts that are encoded once.

The same addresses as those of `Address`, whose methods say what each leads to; a page has a hundred of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from searchnews.fields import FACET_NAMES, MISSING
from searchnews.web.address import Address, encoded
from searchnews.web.neighbours import PLACE

_ORDER = (
    *("q", *FACET_NAMES, "missing", "from", "to", "precision"),
    *("undated", "possible", "match", "sort", "recent", "page", "limit"),
)


class Links:
    """The searches that a page of results leads to."""

    def __init__(self, address: Address) -> None:
        self._address = address
        parts = dict.fromkeys(_ORDER, "")
        for name, value in address.parameters():
            parts[name] = f"{parts[name]}&{encoded(name, value)}" if parts[name] else encoded(name, value)
        self._parts = parts
        listed = _joined((parts | {"page": ""}).values())
        self._listed = f"{listed}&" if listed else ""
        self._around: dict[str, tuple[str, str]] = {}
        self._dated = self._pieces("from", "precision", missing=self._missing("date"), undated="", possible="", page="")

    def only(self, facet: str, value: str | None) -> str:
        """See Address.only; not for "date"."""
        if value is None:
            missing = [name for name in MISSING if name in self._address.missing or name == facet]
            changed = {facet: "", "missing": "&".join(encoded("missing", name) for name in missing), "page": ""}
            return _address(_joined((self._parts | changed).values()))
        if facet not in self._around:
            self._around[facet] = self._pieces(facet, facet, missing=self._missing(facet), page="")
        before, after = self._around[facet]
        return _address(_joined((before, encoded(facet, value), after)))

    def between(self, since: str, until: str, precision: str = "") -> str:
        """See Address.between."""
        before, after = self._dated
        given = (("from", since), ("to", until), ("precision", precision))
        return _address(_joined((before, *(encoded(name, value) for name, value in given if value), after)))

    def article(self, article_id: str, place: int) -> str:
        """An article that stands at this place of the results, from 1; 0: that does not stand in them."""
        if not place:
            return f"/a/{article_id}"
        return f"/a/{article_id}?{self._listed}{PLACE}={place}"

    def page(self, number: int) -> str:
        """Another page of the same results."""
        page = encoded("page", str(number)) if number > 1 else ""
        return _address(_joined((self._parts | {"page": page}).values()))

    def _missing(self, without: str) -> str:
        return "&".join(encoded("missing", name) for name in self._address.missing if name != without)

    def _pieces(self, first: str, last: str, **changed: str) -> tuple[str, str]:
        """What stands before one parameter and behind another."""
        parts = self._parts | changed
        return (
            _joined(parts[name] for name in _ORDER[: _ORDER.index(first)]),
            _joined(parts[name] for name in _ORDER[_ORDER.index(last) + 1 :]),
        )


def _joined(parts: Iterable[str]) -> str:
    return "&".join([part for part in parts if part])


def _address(parameters: str) -> str:
    return f"/search?{parameters}" if parameters else "/search"
