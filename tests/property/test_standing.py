"""Where words stand, as the cluster's engine finds it in the terms it has sent, is what the yardstick gives."""

from __future__ import annotations

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.engines.opensearch.document import document as sent
from searchnews.engines.opensearch.standing import Standing
from searchnews.engines.yardstick import analysed, closeness, leads
from searchnews.models import Article
from searchnews.query.expansion import expanded
from searchnews.query.nodes import Term, weighted_leaves
from searchnews.query.parser import parse
from searchnews.ranking import HEADLINE
from tests.corpora import WORDS
from tests.length import examples
from tests.property.test_marking import MORE, Words, texts

_words = st.lists(st.sampled_from((*WORDS, *MORE)), min_size=2, max_size=4, unique=True).map(" ".join)
_fillers = st.integers(0, 40).map(lambda count: " ".join(f"f{n}" for n in range(count)))
_paragraphs = st.lists(st.one_of(texts, _fillers), min_size=1, max_size=4).map(" ".join)
_articles = st.builds(
    Article,
    st.just("a1"),
    texts,
    body=st.lists(_paragraphs, max_size=4).map(tuple),
    language=st.sampled_from(("en", "en", "fr", "")),
    alternative_titles=st.lists(texts, max_size=1).map(tuple),
)


@settings(deadline=None, max_examples=examples(150))
@given(_words, st.lists(_articles, min_size=1, max_size=4))
def test_standing_is_that_of_the_whole_text(text: str, articles: list[Article]) -> None:
    node, _ = expanded(parse(text).node, Words())
    words = list(dict.fromkeys(leaf for leaf, _ in weighted_leaves(node) if isinstance(leaf, Term) and leaf.text))
    standing, stored = Standing(words), [orjson.loads(sent(article)) for article in articles]
    in_headlines = standing.in_headlines(stored)
    found = standing.of(stored, in_headlines)
    for row, article in enumerate(articles):
        document = analysed(article)
        close, leading = closeness(document, words), [leads(document, word) for word in words]
        assert in_headlines[row].tolist() == [lead == HEADLINE for lead in leading]
        assert found.leading[row].tolist() == leading
        if not in_headlines[row].all():
            expected = [round(close[word], 9) for word in words]
            assert [round(each, 9) for each in found.closeness[row].tolist()] == expected


def test_half_of_a_surrogate_pair_is_read_all_the_same() -> None:
    article = Article("a1", "Oil \ud800 prices", body=("oil prices",))
    words = [Term(word, (word,)) for word in ("oil", "dear")]
    assert Standing(words).in_headlines([orjson.loads(sent(article))]).tolist() == [[True, False]]


def test_of_an_article_without_words_nothing_is_kept_and_nothing_found() -> None:
    standing = Standing([Term(word, (word,)) for word in ("oil", "dear")])
    stored = [{"article": "{}"}]
    in_headlines = standing.in_headlines(stored)
    assert in_headlines.tolist() == [[False, False]]
    leading, closeness = standing.of(stored, in_headlines)
    assert (leading.tolist(), closeness.tolist()) == ([[0.0, 0.0]], [[0.0, 0.0]])
