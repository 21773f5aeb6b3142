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
@given(_words, _articles)
def test_standing_is_that_of_the_whole_text(text: str, article: Article) -> None:
    node, _ = expanded(parse(text).node, Words())
    words = list(dict.fromkeys(leaf for leaf, _ in weighted_leaves(node) if isinstance(leaf, Term) and leaf.text))
    document = analysed(article)
    close = closeness(document, words)
    standing, read = Standing(words), orjson.loads(sent(article))
    in_headline = standing.in_headline(read)
    leading = [leads(document, word) for word in words]
    assert in_headline == [lead == HEADLINE for lead in leading]
    found = standing.of(read, in_headline)
    assert [stand.leading for stand in found] == leading
    if not all(in_headline):
        assert [round(stand.closeness, 9) for stand in found] == [round(close[word], 9) for word in words]


def test_half_of_a_surrogate_pair_is_read_all_the_same() -> None:
    article = Article("a1", "Oil \ud800 prices", body=("oil prices",))
    words = [Term(word, (word,)) for word in ("oil", "dear")]
    assert Standing(words).in_headline(orjson.loads(sent(article))) == [True, False]


def test_of_an_article_without_words_nothing_is_kept_and_nothing_found() -> None:
    standing = Standing([Term(word, (word,)) for word in ("oil", "dear")])
    assert standing.in_headline({"article": "{}"}) == [False, False]
    assert standing.of({"article": "{}"}, [False, False]) == [(0.0, 0.0), (0.0, 0.0)]
