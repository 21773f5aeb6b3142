"""What the links of a page promise, read as somebody without JavaScript reads them, and whether it is kept."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup, SoupStrainer, Tag
from flask.testing import FlaskClient

_COUNT = re.compile(r"[,:] ([\d,]+)(?: articles?)?\Z")
_ASIDE = re.compile(r"([\d,]+) .* (include|leave out)\Z")


class Promise(NamedTuple):
    """A link that says how many articles it finds."""

    said: str  # its whole name
    url: str
    count: int


def whole(text: str) -> int:
    """ "1,284" → 1284."""
    return int(text.replace(",", ""))


_HEADING = SoupStrainer("h1")


def opened(client: FlaskClient, url: str, only: SoupStrainer | None = None) -> BeautifulSoup:
    """A page that is there under exactly this address, or of its elements only some."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code, answer.headers.get("Location"))
    return BeautifulSoup(answer.get_data(as_text=True), "lxml", parse_only=only)


def found_at(client: FlaskClient, url: str) -> int:
    """How many articles a page says there are: most of the time of a walk over links is the reading of pages."""
    return total(opened(client, url, _HEADING))


def total(page: BeautifulSoup) -> int:
    """How many articles a page of results says there are."""
    found = re.match(r"([\d,]+) article", heading(page))
    assert found, heading(page)
    return whole(found[1])


def heading(page: BeautifulSoup) -> str:
    """The status line."""
    assert page.h1
    return page.h1.get_text(" ", strip=True)


def shown_ids(page: BeautifulSoup) -> list[str]:
    """The articles of the list, without those that nearly match."""
    return [str(link["href"]).removeprefix("/a/").partition("?")[0] for link in page.select("main > ol.results h2 a")]


def promises(page: BeautifulSoup) -> list[Promise]:
    """Every link of a page that says a number of articles."""
    found = []
    for link in page.select("a[href]:not(.chips a)"):  # a chip's name ends with its value, such as the year 2023
        said = _name(link)
        if count := _COUNT.search(said):
            found.append(Promise(said, str(link["href"]), whole(count[1])))
    return [*found, *_rows(page), *_asides(page)]


def _name(link: Tag) -> str:
    return " ".join(str(link.get("aria-label") or link.get_text(" ", strip=True)).split())


def _rows(page: BeautifulSoup) -> list[Promise]:
    """Links whose number stands beside them: rows of tables and lists, did you mean."""
    found = []
    for link in page.select("tbody th a, .coarse a, .meant a"):
        beside = link.select_one(".count") or link.find_parent(["tr", "p"]).select_one("td, .count")  # type: ignore[union-attr]
        assert beside
        found.append(Promise(_name(link), str(link["href"]), whole(beside.get_text().split()[0])))
    return found


def _asides(page: BeautifulSoup) -> list[Promise]:
    """ "41 undated not shown, include": so many more than now."""
    found = []
    for link in page.select(".asides a"):
        said = _ASIDE.match(_name(link))
        assert said
        more = whole(said[1]) * (1 if said[2] == "include" else -1)
        found.append(Promise(_name(link), str(link["href"]), total(page) + more))
    return found
