"""Each sample page against the fields that a person read on it (tests/golden/seeds)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import searchnews
from searchnews.models import Article, ArticleDate

TOP = Path(__file__).parents[2]
GOLDEN = TOP / "tests" / "golden" / "seeds"
NAMES = sorted(str(path.relative_to(GOLDEN)).removesuffix(".json") for path in GOLDEN.rglob("*.json"))


def read(date: ArticleDate | None) -> dict[str, str] | None:
    if date is None:
        return None
    text = date.start.isoformat()[: 16 if date.precision == "minute" else 10]
    return {"start": text, "precision": date.precision}


def shown(article: Article) -> dict[str, Any]:
    names = ("title", "standfirst", "publisher", "section", "dateline", "language", "kind", "partial")
    return {name: getattr(article, name) for name in names} | {
        "body": list(article.body),
        "published": read(article.published),
        "updated": read(article.updated),
        "sources": list(article.sources),
        "authors": list(article.authors),
        "captions": list(article.captions),
        "related": [{"title": r.title, "kind": r.kind} for r in article.related],
    }


def differences(name: str) -> list[str]:
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    found = [shown(article) for article in searchnews.extract(TOP / "seeds" / name)]
    assert len(found) == len(expected)
    return sorted({key for want, got in zip(expected, found, strict=True) for key in want if want[key] != got[key]})


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_of_a_sample(name: str) -> None:
    assert differences(name) == []
