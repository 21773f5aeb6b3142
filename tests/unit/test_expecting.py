"""How many articles a query on a cluster is expected to find."""

from __future__ import annotations

import pytest

from searchnews.engines.opensearch.books import Current
from searchnews.engines.opensearch.expecting import expected
from searchnews.engines.opensearch.remembering import Remembered
from searchnews.query.nodes import And, Boost, Node, Not, Or, Term

NOW = Current(1, "news.1.articles", "news.1.books", 1000, {}, [], 1, 0)
OIL, BANK, NONE = (Term(word, (word,)) for word in ("oil", "bank", "zzyzx"))


@pytest.mark.parametrize(
    ("node", "articles"),
    [
        (OIL, 100),
        (Boost(BANK, 2.0), 50),
        (And((OIL, BANK)), 5),
        (And((OIL, Not(BANK))), 100),
        (And((OIL, BANK, NONE)), 0),
        (Or((OIL, BANK)), 150),
        (Or((OIL, And((BANK, BANK)))), 102.5),
        (Not(OIL), 1000),
    ],
)
def test_words_are_taken_to_keep_no_company(node: Node, articles: float) -> None:
    known = Remembered()
    for word, count in ((OIL, 100), (BANK, 50), (NONE, 0)):
        known.counted(NOW, word, count)
    assert expected(NOW, known, node) == pytest.approx(articles)


def test_an_index_without_articles_is_no_division_by_zero() -> None:
    empty = Current(1, "news.1.articles", "news.1.books", 0, {}, [], 1, 0)
    assert expected(empty, Remembered(), And((OIL, BANK))) == 0
