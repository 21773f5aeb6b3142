"""Every number of every page is what its link finds, with JavaScript off: over the sample pages and a news wire."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient

import searchnews
from searchnews.engines import open_engine
from searchnews.web import create_app
from tests.length import LONG
from tests.links import found_at, heading, opened, promises, shown_ids, total

TOP = Path(__file__).parents[2]
WIRE = TOP.parent / "shared" / "data" / "news" / "reuters21578.jsonl.gz"
LINKS = 1000 if LONG else 250  # opened in each archive
EVERY = 1 if LONG else 12  # of the wire's articles one in so many is taken
TYPED = {
    "seeds": ["", "strike", "the", "dam ferry", "strkie", "harbour -strike", "theremin", "zzyzx", '"the port"', "-the"],
    "wire": ["", "oil prices", "the", "goverment", "grain -wheat", "japan trade deficit", "cofee", "words<60", "zzyzx"],
}
FILTERS = {
    "seeds": [
        "",
        "source=AFP",
        "missing=section&from=2021&to=2022-06",
        "language=en&undated=1&from=2022",
        "not_source=AFP&not_section=Sport",
        "missing=date",
    ],
    "wire": [
        "",
        "source=japan",
        "source=usa&source=uk&from=1987-03-05&to=1987-03-20",
        "missing=source&sort=oldest",
        "not_source=usa",
    ],
}


def archive(folder: Path, paths: list[str | Path]) -> FlaskClient:
    searchnews.reindex(paths, index=folder / "index", workers=1)
    return create_app(open_engine(str(folder / "index"))).test_client()


def wire(folder: Path) -> Path:
    """Some of the wire's articles in a file."""
    if not WIRE.exists():
        pytest.skip(f"{WIRE.name} is not beside the project")
    with gzip.open(WIRE, "rt", encoding="utf-8") as lines, (folder / "wire.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(line for number, line in enumerate(lines) if number % EVERY == 0)
    return folder / "wire.jsonl"


@pytest.fixture(scope="module", params=["seeds", pytest.param("wire", marks=pytest.mark.shared)])
def named(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, FlaskClient]]:
    folder = tmp_path_factory.mktemp(request.param)
    client = archive(folder, [TOP / "seeds" if request.param == "seeds" else wire(folder)])
    yield request.param, client
    client.application.config["ENGINE"].close()


def addresses(name: str) -> list[str]:
    asked = [(text, filters) for text in TYPED[name] for filters in FILTERS[name]]
    parts = ["&".join(filter(None, [f"q={text}" if text else "", filters])) for text, filters in asked]
    found = [f"/search?{part}" if part else "/search" for part in parts]
    return found if LONG else random.Random(4).sample(found, len(found) // 2)


def clean(client: FlaskClient, url: str) -> str:
    """The canonical address of a search."""
    answer = client.get(url)
    return str(answer.location) if answer.status_code == 302 else url


def test_a_walk_over_links_finds_what_each_promised(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    choose = random.Random(1)
    checked = 0
    starts = addresses(name)
    while checked < LINKS:
        url = clean(client, choose.choice(starts))
        for _ in range(3):  # so many clicks away
            offered = promises(opened(client, url))
            for said, target, count in choose.sample(offered, min(len(offered), 6)):
                found = found_at(client, target)
                assert found == count, f"{said!r} on {url} leads to {target} with {found}"
                checked += 1
            if not offered:
                break
            url = choose.choice(offered).url


def test_facet_pages_keep_theirs_too(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    choose = random.Random(2)
    for facet in ("source", "section", "author", "language"):
        for filters in FILTERS[name][:3]:
            for extra in ("", "order=name", "contains=a"):
                url = f"/facet/{facet}?{'&'.join(filter(None, [filters, extra]))}".rstrip("?")
                offered = promises(opened(client, url))
                for said, target, count in choose.sample(offered, min(len(offered), 6)):
                    found = found_at(client, target)
                    assert found == count, f"{said!r} on {url} leads to {target} with {found}"


def test_every_link_of_a_page_is_a_canonical_address(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    choose = random.Random(3)
    for start in choose.sample(addresses(name), 8):
        page = opened(client, clean(client, start))
        links = sorted({str(link["href"]) for link in page.select("a[href^='/'], link[href^='/search']")})
        for url in choose.sample(links, min(len(links), 15)):
            assert client.get(url).status_code == 200, (start, url)


def rows(client: FlaskClient, url: str) -> list[str]:
    """The ids of a search's CSV."""
    answer = client.get(url.replace("/search", "/search.csv", 1))
    return [row["id"] for row in csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline=""))]


def test_the_list_the_table_and_json_hold_the_same_articles(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    for start in addresses(name):
        url = clean(client, start)
        page, ids = opened(client, url), rows(client, url)
        assert len(ids) == total(page), url
        assert shown_ids(page) == ids[:10], url
        one = url.replace("/search", "/search.json", 1)
        whole = client.get(f"{one}{'&' if '?' in url else '?'}all=1").get_json()
        assert [hit["id"] for hit in whole["hits"]] == ids, url
        lines = client.get(url.replace("/search", "/search.ndjson", 1)).get_data(as_text=True).splitlines()
        assert [json.loads(line) for line in lines] == whole["hits"], url
        part = client.get(one).get_json()
        assert whole | {"hits": whole["hits"][:10], "seconds": 0} == part | {"seconds": 0}, url
        for form in ("rss", "atom"):
            feed = feedparser.parse(client.get(url.replace("/search", f"/search.{form}", 1)).get_data())
            assert [entry.link.rsplit("/", 1)[1] for entry in feed.entries] == ids[:10], (url, form)


def test_the_total_is_the_same_on_each_page_and_the_pages_make_the_whole(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    for start in addresses(name)[:: 3 if LONG else 4]:
        url = clean(client, start) + ("&" if "?" in clean(client, start) else "?")
        said = found_at(client, url.rstrip("&?"))
        ids: list[str] = []
        for number in range(1, -(-said // 100) + 1):
            page = opened(client, f"{url}{f'page={number}&' if number > 1 else ''}limit=100")
            assert total(page) == said
            ids += shown_ids(page)
        assert ids == rows(client, url.rstrip("&?"))
        assert len(set(ids)) == said


def test_a_narrower_range_never_adds_an_article(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    spans = {"seeds": ("2021", "2021-10", "2021-10-10"), "wire": ("1987", "1987-03", "1987-03-12")}[name]
    for text in TYPED[name]:
        before: set[str] | None = None
        for span in ("", *spans):
            dates = f"&from={span}&to={span}" if span else ""
            ids = set(rows(client, f"/search?q={text}{dates}"))
            assert before is None or ids <= before, (text, span)
            before = ids


def test_chips_take_one_filter_away_each(named: tuple[str, FlaskClient]) -> None:
    name, client = named
    for start in addresses(name):
        url = clean(client, start)
        page = opened(client, url)
        chips = page.select(".chips a:not(.clear, .other)")
        facets = [chip.span.get_text() for chip in chips if chip.span]
        for chip, facet in zip(chips, facets, strict=True):
            fewer = opened(client, str(chip["href"]))
            assert len(fewer.select(".chips a:not(.clear, .other)")) == len(chips) - 1
            assert total(fewer) >= total(page) or facets.count(facet) > 1  # of two values of a facet either will do
        for clear in page.select(".chips .clear"):
            assert not opened(client, str(clear["href"])).select(".chips")


def test_a_page_beyond_the_end_leads_back(named: tuple[str, FlaskClient]) -> None:
    _, client = named
    page = opened(client, "/search?page=9999")
    link = page.select_one(".note a")
    assert link
    assert heading(opened(client, str(link["href"]))) == heading(page)
