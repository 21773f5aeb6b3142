"""The sample pages keep their own promises: read without any of our code, so that both cannot be wrong together."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
GOLDEN = ROOT / "tests" / "golden" / "seeds"
KEYS = {
    "title", "standfirst", "body", "published", "updated", "sources", "publisher", "section", "authors", "dateline",
    "captions", "related", "language", "kind", "partial",
}  # fmt: skip
CHARSETS = ("utf-8-sig", "windows-1252")
SAMPLES = sorted(
    path for path in SEEDS.rglob("*") if path.is_file() and path.name != "README.md" and path.name[0] != "."
)
NAMES = [path.relative_to(SEEDS).as_posix() for path in SAMPLES]


def expected(name: str) -> list[dict[str, Any]]:
    """The articles that the golden file of a sample promises."""
    articles: list[dict[str, Any]] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return articles


def decoded(name: str) -> str:
    """A sample as text, whatever its packing and charset."""
    data = (SEEDS / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    for charset in CHARSETS:
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{name} is in none of {CHARSETS}")


def folded(text: str) -> str:
    """Text with its white space folded, as the golden files have it."""
    return " ".join(text.split())


def printed(name: str) -> list[str]:
    """What each article of a sample prints, markup taken off."""
    text = decoded(name)
    if name.endswith(".csv"):
        return [folded(" ".join(row.values())) for row in csv.DictReader(io.StringIO(text))]
    if name.endswith(".jsonl"):
        return [folded(" ".join(json.loads(line).values())) for line in text.splitlines()]
    if ".htm" in name:
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return [folded(text)]


def every_article() -> list[dict[str, Any]]:
    """All the promised articles of the folder."""
    return [article for name in NAMES for article in expected(name)]


def test_every_sample_has_its_golden_file_and_the_reverse() -> None:
    golden = sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.json"))
    assert golden == sorted(f"{name}.json" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_golden_articles_are_complete(name: str) -> None:
    articles = expected(name)
    assert len(articles) == len(printed(name))
    for article in articles:
        assert set(article) == KEYS
        assert article["kind"] in {"article", "live", "video", "gallery"}
        assert isinstance(article["partial"], bool)
        assert article["body"] or article["captions"]
        assert all({"title", "kind"} == set(link) for link in article["related"])
        assert all(link["kind"] in {"inline", "listed"} for link in article["related"])


@pytest.mark.parametrize("name", NAMES)
def test_golden_text_stands_on_the_page(name: str) -> None:
    for article, page in zip(expected(name), printed(name), strict=True):
        related = [link["title"] for link in article["related"]]
        lines = [article["title"], article["standfirst"], *article["body"], *article["captions"], *related]
        assert [line for line in lines if line not in page] == []


@pytest.mark.parametrize("name", NAMES)
def test_golden_fields_keep_the_conventions(name: str) -> None:
    for article in expected(name):
        assert article["standfirst"] not in article["body"]
        assert article["title"] not in article["body"]
        assert not set(article["captions"]) & set(article["body"])
        assert len(set(article["body"])) == len(article["body"])
        for link in article["related"]:
            assert not link["title"].startswith(("READ MORE", "Related", "Read more"))


@pytest.mark.parametrize("name", NAMES)
def test_golden_dates_are_dates(name: str) -> None:
    lengths = {"minute": 16, "day": 10, "month": 10}
    for article in expected(name):
        for date in filter(None, (article["published"], article["updated"])):
            assert len(date["start"]) == lengths[date["precision"]]
            start = datetime.fromisoformat(date["start"])
            assert date["precision"] != "month" or start.day == 1


def test_there_is_enough_to_look_at() -> None:
    articles = every_article()
    years = Counter(article["published"]["start"][:4] for article in articles if article["published"])
    credited = {source for article in articles for source in article["sources"] or [article["publisher"]] if source}
    assert len(articles) >= 60
    assert set(years) == {"2021", "2022", "2023", "2024"}
    assert min(years.values()) >= 10
    assert len(credited) >= 10
    assert len({article["section"] for article in articles if article["section"]}) >= 6


def test_the_special_cases_are_there() -> None:
    articles = every_article()
    languages = Counter(article["language"] for article in articles)
    precisions = {article["published"]["precision"] if article["published"] else None for article in articles}
    assert len(languages) >= 3
    assert precisions == {None, "month", "day", "minute"}
    assert {article["kind"] for article in articles} == {"article", "live", "video", "gallery"}
    assert any(len(article["sources"]) > 1 for article in articles)
    assert any(article["partial"] for article in articles)
    assert any(
        article["updated"] and any(line.startswith("Correction:") for line in article["body"]) for article in articles
    )


def test_one_wire_story_stands_in_two_outlets() -> None:
    leads = Counter(article["body"][0] for article in every_article() if article["body"])
    assert [count for count in leads.values() if count > 1] == [2]


def is_utf8(data: bytes) -> bool:
    """Whether bytes are valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_formats_and_charsets_vary() -> None:
    suffixes = Counter(Path(name).suffix for name in NAMES)
    assert {".txt", ".html", ".htm", ".jsonl", ".csv", ".gz"} <= set(suffixes)
    assert suffixes[".txt"] > len(NAMES) / 2
    samples = [path.read_bytes() for path in SAMPLES]
    assert any(data.startswith(b"\xef\xbb\xbf") for data in samples)
    assert any(b"\r\n" in data for data in samples)
    assert any(not is_utf8(data) for data in samples if not data.startswith(b"\x1f\x8b"))


@pytest.mark.parametrize(("word", "kind"), [("zeppelin", "listed"), ("theremin", "inline")])
def test_some_words_stand_in_related_headlines_only(word: str, kind: str) -> None:
    pages = [text.lower() for name in NAMES for text in printed(name)]
    headlines = [link for article in every_article() for link in article["related"] if word in link["title"].lower()]
    assert [link["kind"] for link in headlines] == [kind]
    assert sum(text.count(word) for text in pages) == 1
