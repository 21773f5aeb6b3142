"""The cluster gives the yardstick's answer for generated queries over generated corpora."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from searchnews.engine import Engine
from searchnews.engines.memory import MemoryEngine
from searchnews.fields import FACET_NAMES
from searchnews.models import Article, Query
from searchnews.query.nodes import Away, Near, Or, Phrase, Spans, positive_leaves
from searchnews.request import make_query
from tests.agreement import assert_same_hits, comparable
from tests.cluster.server import emptied, needs_cluster
from tests.corpora import corpora, queries, requests, wide_queries
from tests.length import examples

pytestmark = needs_cluster
# A corpus costs the cluster a second and a query some milliseconds: few of the one, many of the other.
few = settings(
    deadline=None,
    max_examples=examples(2),
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


SIDES = ("oil", "strik*", "(oil OR price)", '("strike price" OR strike)', '"harbour oil"', "title:oil")
_windows = st.tuples(
    st.sampled_from(tuple(combinations(SIDES, 2))), st.sampled_from(("w/1", "w/3", "pre/4", "w/12"))
).map(lambda parts: f"{parts[0][0]} {parts[1]} {parts[0][1]}")
_asked = st.tuples(st.one_of(queries, wide_queries, _windows), requests(recent=True))


@few
@given(corpora(most=30), st.lists(_asked, min_size=30, max_size=30))
def test_the_cluster_agrees_with_memory(corpus: list[Article], asked: list[tuple[str, dict[str, object]]]) -> None:
    yardstick, engine = MemoryEngine(), emptied()
    for each in (yardstick, engine):
        each.commit([each.encode(corpus[:12]), each.encode(corpus[12:])])  # type: ignore[attr-defined]
        again = [replace(article, title=f"{article.title} again") for article in corpus[1:3]]
        each.commit([each.encode(again)], removed=[article.article_id for article in corpus[4:6]])  # type: ignore[attr-defined]
    for text, options in asked:
        compare(engine, yardstick, make_query(text, **options))  # type: ignore[arg-type]
    for article in corpus[:3]:
        everything = yardstick.similar(article.article_id, limit=len(corpus))
        found, expected = (each.similar(article.article_id) for each in (engine, yardstick))
        assert_same_hits(found, expected, everything, ranked=True)
    for typed in ("s", "the str", "a", "zur", "central bank", "岩"):
        assert engine.complete(typed) == yardstick.complete(typed)
    titles = [article.title for article in corpus]
    assert engine.titled(titles) == yardstick.titled(titles)
    engine.close()


def test_a_word_of_two_parts_is_one_mention_however_it_is_written() -> None:
    yardstick, engine = MemoryEngine(), emptied()
    texts = (
        "Talks on co-operation.",
        "Talks on cooperation.",
        "Talks on co operation.",
        "Talks on cooperation operation.",
    )
    corpus = [Article(f"a{n:015}", "Talks", body=(text,), language="en") for n, text in enumerate(texts)]
    for each in (yardstick, engine):
        each.commit([each.encode(corpus)])  # type: ignore[attr-defined]
    found, expected = (each.search(make_query("co-operation", detail="ids")).hits for each in (engine, yardstick))
    assert_same_hits(found, expected, expected, ranked=True)


def test_mentions_of_windows_are_counted_alike() -> None:
    rng = random.Random(5)
    words = ("oil", "oil", "strike", "price", "harbour", "the", "co-operation")
    texts = [" ".join(rng.choices(words, k=rng.randint(2, 30))) for _ in range(60)]
    corpus = [
        Article(f"a{n:015}", " ".join(rng.choices(words, k=3)), body=(text, texts[-n]), language="en")
        for n, text in enumerate(texts)
    ]
    yardstick, engine = MemoryEngine(), emptied()
    for each in (yardstick, engine):
        each.commit([each.encode(corpus)])  # type: ignore[attr-defined]
    for left, right in combinations(SIDES, 2):
        for window in ("w/1", "pre/4", "w/7"):
            query = make_query(f"{left} {window} {right}", limit=100, detail="ids")
            expected = yardstick.search(query).hits
            assert_same_hits(engine.search(query).hits, expected, expected, ranked=True)


def compare(engine: Engine, yardstick: Engine, query: Query) -> None:
    """Everything that can be asked about one query."""
    found, expected = engine.search(query), yardstick.search(query)
    assert comparable(found) == comparable(expected)
    everything = list(yardstick.scan(query))
    if _is_exactly_scored(expected.query):
        ranked = query.sort == "relevance"
        assert_same_hits(found.hits, expected.hits, everything, ranked=ranked)
        assert_same_hits(list(engine.scan(query)), everything, everything, ranked=ranked)
        nearly = yardstick.search(replace(query, limit=1000)).nearly
        assert_same_hits(found.nearly, expected.nearly, nearly, ranked=True)
    else:
        assert {hit.article_id for hit in engine.scan(query)} == {hit.article_id for hit in everything}
    for facet in FACET_NAMES[:2]:
        assert engine.facet_values(query, facet) == yardstick.facet_values(query, facet)


def _is_exactly_scored(query: Query) -> bool:
    """Whether every mention is counted as we count it: windows of 160 words in all, each gap and form one."""
    windows = [leaf for leaf in positive_leaves(query.node) if isinstance(leaf, Near)]
    return all(_most_words(leaf) * len(windows) <= 160 for leaf in windows)


def _most_words(node: Spans) -> int:
    """At most so many words are put to the cluster for a window; for another leaf, how many forms it has."""
    match node:
        case Near(left, right, distance, _):
            return 4 * distance * _most_words(left) * _most_words(right)
        case Or(children):
            return sum(_most_words(child) for child in children)  # type: ignore[arg-type]
        case Phrase(_, slots, _, joined):
            return len(joined) + sum(map(len, slots))
        case Away(left):
            return _most_words(left)
        case _:
            return max(len(node.variants), 1)
