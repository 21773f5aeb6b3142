"""The addresses of the many links of one page, put together from parts that are encoded once.

The same addresses as those of `Address`, whose methods say what each leads to, but as they stand in HTML: a page has a
hundred of them, and an encoded part holds nothing that HTML minds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from searchnews.fields import FACET_NAMES, MISSING
from searchnews.web.address import NOT, Address, encoded
from searchnews.web.neighbours import PLACE

_ORDER = (
    *("q", *FACET_NAMES, *(f"{NOT}{name}" for name in FACET_NAMES), "missing", "from", "to", "precision"),
    *("undated", "possible", "match", "sort", "recent", "page", "limit"),
)
_NO_DATES = {"from": "", "to": "", "precision": "", "undated": "", "possible": "", "page": ""}
_NO_FILTER = dict.fromkeys(_ORDER[1 : _ORDER.index("from")], "") | _NO_DATES
_AND = "&amp;"
_markup: Callable[[str], Markup] = partial(str.__new__, Markup)  # as Markup(text), a third of the time


class Links:
    """The searches that a page of results leads to."""

    def __init__(self, address: Address) -> None:
        self._address = address
        parts = dict.fromkeys(_ORDER, "")
        for name, value in address.parameters():
            parts[name] = f"{parts[name]}{_AND}{encoded(name, value)}" if parts[name] else encoded(name, value)
        self._parts = parts
        listed = self._joined({"page": ""})
        self._listed = f"{listed}{_AND}" if listed else ""
        self._around: dict[str, tuple[str, str]] = {}
        self._dated = self._pieces("from", "precision", _NO_DATES | {"missing": self._missing("date")})

    def changed(self, path: str = "/search", **values: str) -> Markup:
        """The search's first page, some of its parameters with one other value each; "": without them."""
        other = {"page": ""} | {name: encoded(name, value) if value else "" for name, value in values.items()}
        return _address(path, self._joined(other))

    def here(self, path: str) -> Markup:
        """The same page in another form."""
        return _address(path, self._joined({}))

    def words_only(self) -> Markup:
        """See Address.words_only."""
        return _address("/search", self._joined(_NO_FILTER))

    def only(self, facet: str, value: str | None) -> Markup:
        """See Address.only."""
        if value is None:
            missing = [name for name in MISSING if name in self._address.missing or name == facet]
            own = _NO_DATES if facet == "date" else {facet: ""}
            joined = _AND.join([encoded("missing", name) for name in missing])
            return _address("/search", self._joined(own | {"missing": joined, "page": ""}))
        around = self._around.get(facet)
        if around is None:
            around = self._around[facet] = self._pieces(facet, facet, {"missing": self._missing(facet), "page": ""})
        return _markup(f"{around[0]}{encoded(facet, value)}{around[1]}")

    def without(self, facet: str, value: str | None) -> Markup:
        """See Address.without."""
        if value is None:
            return _address("/search", self._joined({"missing": self._missing(facet), "page": ""}))
        left = _AND.join([encoded(facet, kept) for kept in self._address.filters.get(facet, ()) if kept != value])
        return _address("/search", self._joined({facet: left, "page": ""}))

    def leaving_out(self, facet: str, value: str) -> Markup:
        """See Address.leaving_out."""
        name = f"{NOT}{facet}"
        around = self._around.get(name)
        if around is None:
            other = {facet: "", "missing": self._missing(facet), "page": ""}
            around = self._around[name] = self._pieces(name, name, other)
        unwanted = dict.fromkeys((*self._address.excluded.get(facet, ()), value))
        return _markup(f"{around[0]}{_AND.join([encoded(name, other) for other in unwanted])}{around[1]}")

    def readmitting(self, facet: str, value: str) -> Markup:
        """See Address.readmitting."""
        name, unwanted = f"{NOT}{facet}", self._address.excluded.get(facet, ())
        left = _AND.join([encoded(name, other) for other in unwanted if other != value])
        return _address("/search", self._joined({name: left, "page": ""}))

    def between(self, since: str, until: str, precision: str = "") -> Markup:
        """See Address.between."""
        given = (("from", since), ("to", until), ("precision", precision))
        dates = _AND.join([encoded(name, value) for name, value in given if value])
        if not dates:
            return _address("/search", self._joined(_NO_DATES | {"missing": self._missing("date")}))
        return _markup(f"{self._dated[0]}{dates}{self._dated[1]}")

    def article(self, article_id: str, place: int) -> Markup:
        """An article that stands at this place of the results, from 1; 0: that does not stand in them."""
        return _markup(f"/a/{article_id}?{self._listed}{PLACE}={place}" if place else f"/a/{article_id}")

    def page(self, number: int) -> Markup:
        """Another page of the same results."""
        page = encoded("page", str(number)) if number > 1 else ""
        return _address("/search", self._joined({"page": page}))

    def _missing(self, without: str) -> str:
        if not self._address.missing:
            return ""
        return _AND.join([encoded("missing", name) for name in self._address.missing if name != without])

    def _joined(self, other: dict[str, str]) -> str:
        return _AND.join([part for part in (self._parts | other).values() if part])

    def _pieces(self, first: str, last: str, other: dict[str, str]) -> tuple[str, str]:
        """An address up to one parameter, and from behind another."""
        parts = list((self._parts | other).values())
        before = [part for part in parts[: _ORDER.index(first)] if part]
        after = [part for part in parts[_ORDER.index(last) + 1 :] if part]
        return f"/search?{''.join([f'{part}{_AND}' for part in before])}", "".join([f"{_AND}{part}" for part in after])


def _address(path: str, parameters: str) -> Markup:
    return _markup(f"{path}?{parameters}" if parameters else path)
