"""The address of a search: the one thing that every link, form and chip of the page is made from.

Canonical form: one fixed order, defaults left out, empty values dropped, repeated keys for several values. Names that
mean nothing here are dropped. Canonical addresses are a fixed point: parsing one and writing it gives it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote_plus

from flask import current_app, request

from searchnews.dates import Period, parse_period
from searchnews.errors import BadRequest
from searchnews.fields import FACET_NAMES, MISSING
from searchnews.models import Query
from searchnews.relativedates import first_label, last_label, named_period, today_in
from searchnews.request import make_query

DEFAULT_LIMIT = 10
NOT = "not_"  # before a facet's name: articles without these values
_ONCE = (
    *("q", "from", "to", "precision", "undated", "possible"),
    *("match", "sort", "recent", "page", "limit"),
)
_SHORT = 80  # characters of a value that is worth keeping encoded: most are those of facets, the same on many pages


class Parameters(Protocol):
    """What an address holds: werkzeug's MultiDict, or anything like it."""

    def __contains__(self, name: object, /) -> bool: ...
    def get(self, name: str, /) -> str | None: ...
    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Address:
    """One search, as its address says it. Values are as typed, not yet checked."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # in the order of FACET_NAMES, none empty
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same; what no article may have
    missing: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    precision: str = ""
    undated: bool = False
    possible: bool = False
    match: str = "all"
    sort: str = "relevance"
    recent: bool = False
    page: str = "1"
    limit: str = str(DEFAULT_LIMIT)
    today: date | None = field(
        default=None, compare=False
    )  # what dates named in the words count from; None: the machine's

    def query(self, limit: int | None = None) -> Query:
        """The query asked for. Raises BadRequest naming the parameter that is wrong, QueryTooLarge."""
        return make_query(
            self.text,
            filters=self.filters,
            missing=self.missing,
            excluded=self.excluded,
            since=self.since,
            until=self.until,
            precision=self.precision or None,
            undated=self.undated,
            possible=self.possible,
            match=self.match,
            sort=self.sort,
            recent=self.recent,
            page=_whole("page", self.page),
            limit=_whole("limit", self.limit) if limit is None else limit,
            today=self.today,
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The canonical parameters, in their order."""
        pairs = [("q", self.text)]
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        pairs += [(f"{NOT}{name}", value) for name, values in self.excluded.items() for value in values]
        pairs += [("missing", name) for name in self.missing]
        pairs += [("from", self.since), ("to", self.until), ("precision", self.precision)]
        pairs += [("undated", "1" if self.undated else ""), ("possible", "1" if self.possible else "")]
        pairs += [("match", _unless(self.match, "all")), ("sort", _unless(self.sort, "relevance"))]
        pairs += [("recent", "1" if self.recent else "")]
        pairs += [("page", _unless(self.page, "1")), ("limit", _unless(self.limit, str(DEFAULT_LIMIT)))]
        return [(name, value) for name, value in pairs if value]

    def url(self, path: str = "/search") -> str:
        """The canonical address."""
        written = "&".join([encoded(name, value) for name, value in self.parameters()])
        return f"{path}?{written}" if written else path

    @property
    def filtered(self) -> bool:
        """Whether anything but words narrows the search."""
        return bool(self.filters or self.excluded or self.missing or self.since or self.until or self.precision)

    def first_page(self) -> Address:
        """The same search from its first page: what every change of it leads to."""
        return self if self.page == "1" else replace(self, page="1")

    def without(self, facet: str, value: str | None) -> Address:
        """Without one value of a facet; None: without its "has none"."""
        if value is None:
            return replace(self.first_page(), missing=tuple(name for name in self.missing if name != facet))
        left = tuple(kept for kept in self.filters.get(facet, ()) if kept != value)
        return replace(self.first_page(), filters=_ordered({**self.filters, facet: left}))

    def without_facet(self, facet: str) -> Address:
        """Whatever an article has of a facet; "date" is one."""
        bare = replace(self._of_any(facet), excluded=_ordered({**self.excluded, facet: ()}))
        return bare.between("", "") if facet == "date" else bare

    def _of_any(self, facet: str) -> Address:
        return replace(self.without(facet, None), filters=_ordered({**self.filters, facet: ()}))

    def only(self, facet: str, value: str | None) -> Address:
        """With one value of a facet and no other; None: those that have none. What is left out stays so."""
        bare = self.between("", "") if facet == "date" else self._of_any(facet)
        if value is None:
            missing = tuple(name for name in MISSING if name in bare.missing or name == facet)
            return replace(bare, missing=missing)
        return replace(bare, filters=_ordered({**bare.filters, facet: (value,)}))

    def leaving_out(self, facet: str, value: str) -> Address:
        """All but those with a value of a facet, whatever else of it was chosen."""
        unwanted = dict.fromkeys((*self.excluded.get(facet, ()), value))
        return replace(self._of_any(facet), excluded=_ordered({**self.excluded, facet: tuple(unwanted)}))

    def readmitting(self, facet: str, value: str) -> Address:
        """Those with a value of a facet no longer left out."""
        left = tuple(unwanted for unwanted in self.excluded.get(facet, ()) if unwanted != value)
        return replace(self.first_page(), excluded=_ordered({**self.excluded, facet: left}))

    def between(self, since: str, until: str, precision: str = "") -> Address:
        """Within other dates, undated and possible ones left out again."""
        return replace(
            self.first_page(),
            missing=tuple(name for name in self.missing if name != "date"),
            since=since,
            until=until,
            precision=precision,
            undated=False,
            possible=False,
        )

    def words_only(self) -> Address:
        """The same words without any filter."""
        return Address(
            text=self.text,
            match=self.match,
            sort=self.sort,
            recent=self.recent,
            limit=self.limit,
            today=self.today,
        )


def encoded(name: str, value: str) -> str:
    """One parameter as an address has it."""
    return _short(name, value) if len(value) <= _SHORT else f"{name}={quote_plus(value, errors='replace')}"


@lru_cache(4096)
def _short(name: str, value: str) -> str:
    return f"{name}={quote_plus(value, errors='replace')}"


def asked() -> Address:
    """The address that this request says."""
    return parse(request.args, today_in(current_app.config["TIMEZONE"]))


def parse(given: Parameters, today: date | None = None) -> Address:
    """The address that some parameters say; nothing is checked yet but what has no place in it.

    Dates named from today ("last week", P1W) become the days they mean: an address that is kept finds the same again.
    """
    today = today or date.today()
    texts = {name: _clean(given.get(name)) for name in _ONCE if name in given}
    absent = given.getlist("missing") if "missing" in given else []
    unknown = [name for name in dict.fromkeys(absent) if name and name not in MISSING]
    return Address(
        text=" ".join(texts.get("q", "").split()),
        filters=_chosen(given, ""),
        excluded=_chosen(given, NOT),
        missing=(*(name for name in MISSING if name in absent), *unknown) if absent else (),
        since=_date(texts.get("from", ""), first_label, today),
        until=_date(texts.get("to", ""), last_label, today),
        precision=texts.get("precision", ""),
        undated=_on(texts.get("undated", "")),
        possible=_on(texts.get("possible", "")),
        match=texts.get("match") or "all",
        sort=texts.get("sort") or "relevance",
        recent=_on(texts.get("recent", "")),
        page=_number(texts.get("page", ""), "1"),
        limit=_number(texts.get("limit", ""), str(DEFAULT_LIMIT)),
        today=today,
    )


def _chosen(given: Parameters, before: str) -> dict[str, tuple[str, ...]]:
    return {
        name: values
        for name in FACET_NAMES
        if (parameter := f"{before}{name}") in given
        and (values := tuple(dict.fromkeys(filter(None, map(_clean, given.getlist(parameter))))))
    }


def _date(text: str, label: Callable[[Period], str], today: date) -> str:
    """The period's canonical spelling; what is no date stays as it was typed, to be explained."""
    period = (parse_period(text) or named_period(text, today)) if text else None
    return label(period) if period else text


def _ordered(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: filters[name] for name in FACET_NAMES if filters.get(name)}


def _clean(text: str | None) -> str:
    # What can't be written as UTF-8 would not come back from an address.
    stripped = (text or "").strip()
    return stripped if stripped.isascii() else stripped.encode("utf-8", "replace").decode()


def _on(text: str) -> bool:
    return text.lower() not in ("", "0", "no", "false", "off")


def _number(text: str, default: str) -> str:
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else text or default


def _unless(value: str, default: str) -> str:
    return "" if value == default else value


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise BadRequest(f"{name} is {text[:40]!r}; expected a whole number", name)
    return int(text)
