"""The document the project began from, exactly; skipped where the development data is not beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchnews
from searchnews.models import Article

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder shared/ is not beside the project")


@pytest.fixture(scope="module")
def article() -> Article:
    (found,) = [article for path in SEEDS.glob("*.txt") for article in searchnews.extract(path)]
    return found


def test_its_fields(article: Article) -> None:
    assert article.title == "US warns Kazakhstan that Russians may not go"
    assert article.standfirst.startswith("Secretary Blinken has said")
    assert article.standfirst not in article.body
    assert len(article.body) == 10
    assert article.body[4] == "Approval for departure of US employees"
    assert article.body[0].startswith("US Secretary of State")
    assert article.body[-1].endswith("the State Department said.")
    assert article.sources == ("AFP",)
    assert (article.section, article.language, len(article.captions)) == ("World", "en", 1)


def test_its_date_and_both_places_it_was_read(article: Article) -> None:
    date = article.published
    assert date is not None
    assert (date.start.isoformat()[:10], date.precision) == ("2022-01-08", "day")
    assert {evidence.place for evidence in date.evidence} == {"line 1", "line 7"}


def test_its_related_headlines(article: Article) -> None:
    kinds = [related.kind for related in article.related]
    assert (kinds.count("inline"), kinds.count("listed")) == (2, 16)
    assert not any("READ MORE" in related.title for related in article.related)


def test_it_is_found_for_its_own_words_only(tmp_path: Path) -> None:
    searchnews.reindex([SEEDS], index=tmp_path / "index", workers=1)
    with searchnews.open(tmp_path / "index") as index:
        assert index.search("flotilla").total == 0
        assert index.search("flotilla").hits == ()
        (hit,) = index.search("oil-rich").hits
        assert hit.matched_in == ("related",)
