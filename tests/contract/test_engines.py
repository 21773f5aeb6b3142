"""What any engine must do, asked of each in turn."""

from __future__ import annotations

from datetime import datetime

import pytest

from searchnews.dates import article_date
from searchnews.engine import Engine
from searchnews.models import Article, Related
from searchnews.request import make_query

DAY = article_date(datetime(2014, 3, 5), "day")
CORPUS = (
    Article(
        "harbour000000001",
        "Harbour strike enters third day",
        standfirst="Crane drivers in Port Selm want a rise.",
        body=("The strike at Port Selm goes on.", "Ships wait outside the harbour."),
        published=DAY,
        sources=("AFP",),
        publisher="Tarn Courier",
        section="Business",
        authors=("Ada Lund",),
        captions=("Cranes stand still. / Reuters",),
        related=(Related("Flotilla leaves Brennik", "listed"), Related("Why the cranes stopped", "inline")),
        language="en",
    ),
    Article(
        "oil0000000000002",
        "Oil prices rise in Veldoria",
        body=("The central bank of Veldoria met on Monday.", "Prices of oil rose."),
        published=article_date(datetime(2014, 2, 1), "month"),
        sources=("AFP", "Reuters"),
        section="Business",
        language="en",
    ),
    Article(
        "ete0000000000003",
        "Zürich fête l'été",
        body=("La banque centrale se tait.",),
        published=article_date(datetime(2014, 1, 1), "year"),
        publisher="Gazette de Lorne",
        section="World",
        language="fr",
    ),
    Article(
        "undated000000004", "A page without a date", body=("Nobody knows when the bank was central.",), language="en"
    ),
)


@pytest.fixture(scope="module")
def kept(kept_engine: Engine) -> Engine:
    """The same for tests that only search."""
    kept_engine.commit([kept_engine.encode(CORPUS[:2]), kept_engine.encode(CORPUS[2:])])
    return kept_engine


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.commit([engine.encode(CORPUS[:2]), engine.encode(CORPUS[2:])], ledger=b"two files")
    return engine


def ids(engine: Engine, text: str = "", **options: object) -> list[str]:
    result = engine.search(make_query(text, **options))  # type: ignore[arg-type]
    assert result.total == len(result.hits)
    return [hit.article_id[:3] for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("harbour", ["har"]),
        ("strikes", ["har"]),  # stemmed on both sides
        ("zurich fete", ["ete"]),  # accents folded
        ('"central bank"', ["oil"]),
        ('"bank central"', []),
        ('"port selm goes"', ["har"]),
        ('"third day crane"', []),  # a phrase does not cross from the headline into the standfirst
        ('"goes on ships"', []),  # nor from one paragraph into the next
        ("oil -harbour", ["oil"]),
        ("harbour OR oil", ["har", "oil"]),
        ("title:bank", []),
        ("title:oil", ["oil"]),
        ("source:afp prices", ["oil"]),
        ("source:afp", ["har", "oil"]),
        ("flotilla", []),  # a headline the site added
        ("stopped", ["har"]),  # a headline the editor set
        ("nowhere", []),
        ("", ["har", "oil", "ete", "und"]),  # newest first, undated last
        ("-oil", ["har", "ete", "und"]),
    ],
)
def test_words_find_what_they_should(kept: Engine, text: str, found: list[str]) -> None:
    assert ids(kept, text) == found


def test_a_match_in_related_headlines_is_named(kept: Engine) -> None:
    (hit,) = kept.search(make_query("stopped")).hits
    assert hit.matched_in == ("related",)
    assert "<mark>stopped</mark>" in hit.snippets[0]


def test_sorting(kept: Engine) -> None:
    assert ids(kept, sort="oldest") == ["ete", "oil", "har", "und"]
    assert ids(kept, sort="newest") == ["har", "oil", "ete", "und"]


def test_a_filter_keeps_any_of_its_values_and_all_of_the_facets(kept: Engine) -> None:
    assert ids(kept, filters={"source": ["AFP"]}) == ["har", "oil"]
    assert ids(kept, filters={"source": ["Reuters", "Gazette de Lorne"]}) == ["oil", "ete"]
    assert ids(kept, filters={"source": ["AFP"], "author": ["Ada Lund"]}) == ["har"]
    assert ids(kept, filters={"source": ["Reuters"]}, missing=["source"]) == ["oil", "und"]
    assert ids(kept, missing=["date"]) == ["und"]


def counts(engine: Engine, facet: str, **options: object) -> dict[str | None, int]:
    result = engine.search(make_query("", **options))  # type: ignore[arg-type]
    return {row.value: row.count for row in result.facets[facet]}


def test_counts_ignore_their_own_selection_and_obey_the_others(kept: Engine) -> None:
    assert counts(kept, "source") == {"AFP": 2, "Reuters": 1, "Gazette de Lorne": 1, None: 1}
    assert counts(kept, "source", filters={"source": ["Reuters"]}) == counts(kept, "source")
    assert counts(kept, "source", filters={"section": ["World"]}) == {"Gazette de Lorne": 1}
    assert counts(kept, "section", filters={"source": ["Reuters"]}) == {"Business": 1}
    assert counts(kept, "date") == {None: 1}


def test_a_chosen_value_stays_at_zero(kept: Engine) -> None:
    rows = kept.search(make_query("harbour", filters={"source": ["Nobody"]})).facets["source"]
    assert [(row.value, row.count, row.selected) for row in rows] == [("AFP", 1, False), ("Nobody", 0, True)]


def test_a_range_counts_what_it_leaves_out(kept: Engine) -> None:
    result = kept.search(make_query("", since="2014-02", until="2014-03"))
    assert [hit.article_id[:3] for hit in result.hits] == ["har", "oil"]
    assert (result.possible, result.undated) == (1, 1)
    more = make_query("", since="2014-02", until="2014-03", possible=True, undated=True)
    assert kept.search(more).total == 4


def test_without_a_range_nothing_is_left_out(kept: Engine) -> None:
    result = kept.search(make_query(""))
    assert (result.total, result.possible, result.undated) == (4, 0, 0)


def test_every_bar_keeps_its_promise(kept: Engine) -> None:
    bars = kept.search(make_query("", since="2014-02", until="2014-03")).histogram
    assert [(bar.period, bar.count, bar.precision) for bar in bars] == [
        ("2014", 1, "year"),
        ("2014-02", 1, None),
        ("2014-03", 1, None),
    ]
    for bar in bars:
        again = make_query("", since=bar.period, until=bar.period, precision=bar.precision)
        assert kept.search(again).total == bar.count


def test_some_of_the_words_where_no_article_has_all(kept: Engine) -> None:
    result = kept.search(make_query("harbour oil"))
    assert (result.query.match, result.total) == ("any", 2)
    assert kept.search(make_query("oil harbour nowhere", filters={"section": ["World"]})).total == 0


def test_a_filter_never_turns_all_into_any(kept: Engine) -> None:
    result = kept.search(make_query("central bank", filters={"section": ["World"]}))
    assert (result.query.match, result.total) == ("all", 0)


def test_nearly_lists_articles_with_two_of_the_words(kept: Engine) -> None:
    result = kept.search(make_query("bank central veldoria monday"))
    assert [hit.article_id[:3] for hit in result.hits] == ["oil"]
    assert [hit.article_id[:3] for hit in result.nearly] == ["und"]
    assert result.total == 1


def test_pages_and_the_total(kept: Engine) -> None:
    pages = [kept.search(make_query("", limit=3, page=page)) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [3, 1, 0]
    assert {page.total for page in pages} == {4}


def test_scan_gives_every_hit_in_the_order_of_the_pages(kept: Engine) -> None:
    query = make_query("", limit=2, sort="oldest")
    assert [hit.article_id[:3] for hit in kept.scan(query)] == ["ete", "oil", "har", "und"]


def test_a_scan_outlives_a_commit(filled: Engine) -> None:
    scan = filled.scan(make_query(""))
    first = next(scan)
    filled.commit([], rebuild=True)
    assert filled.search(make_query("")).total == 0
    assert [first.article_id, *(hit.article_id for hit in scan)] == [a.article_id for a in CORPUS]


def test_ids_only(kept: Engine) -> None:
    full, bare = (kept.search(make_query("oil", detail=detail)) for detail in ("full", "ids"))
    assert [(hit.article_id, hit.score) for hit in full.hits] == [(hit.article_id, hit.score) for hit in bare.hits]
    assert all(hit.article is None and not hit.snippets for hit in bare.hits)
    assert bare.facets == full.facets


def test_articles_come_back_as_they_went_in(kept: Engine) -> None:
    assert [kept.get(article.article_id) for article in CORPUS] == list(CORPUS)
    assert kept.get("nobody") is None
    assert kept.get("") is None
    assert kept.get("é") is None


def test_facet_values_are_paged_and_searchable(kept: Engine) -> None:
    query = make_query("", filters={"source": ["AFP"]})
    page = kept.facet_values(query, "source", order="name", limit=2)
    assert [(row.value, row.count, row.selected) for row in page.values] == [
        ("AFP", 2, True),
        ("Gazette de Lorne", 1, False),
    ]
    assert page.total == 3
    found = kept.facet_values(query, "source", contains="GAZ")
    assert [row.value for row in found.values] == ["Gazette de Lorne"]


def test_similar_articles_share_telling_words(kept: Engine) -> None:
    assert kept.similar("undated000000004", limit=1)[0].article_id == "oil0000000000002"
    assert "oil0000000000002" not in {hit.article_id for hit in kept.similar("oil0000000000002")}
    assert kept.similar("nobody") == ()


def test_an_article_replaces_the_one_with_its_id(filled: Engine) -> None:
    changed = Article("oil0000000000002", "Oil prices fall")
    filled.commit([filled.encode([changed])])
    assert filled.get("oil0000000000002") == changed
    assert ids(filled, "rise") == ["har"]
    assert filled.search(make_query("")).total == 4


def test_of_an_article_that_comes_twice_in_one_commit_the_last_stays(engine: Engine) -> None:
    one, two, three = (Article("same000000000001", title) for title in ("One", "Two", "Three"))
    engine.commit([engine.encode([one, two]), engine.encode([three])])
    assert engine.search(make_query("")).total == 1
    assert engine.get("same000000000001") == three


def test_a_batch_without_some_of_its_articles(engine: Engine) -> None:
    one, two, three, four = (Article(f"{title:a<16}".lower(), title) for title in ("One", "Two", "Three", "Four"))
    again = Article(one.article_id, "One again")
    batch = engine.without(engine.encode([one, two, again, three]), [1, 2])
    engine.commit([batch, engine.encode([four])])
    assert engine.search(make_query("")).total == 3
    assert engine.get(one.article_id) == one
    assert engine.get(two.article_id) is None
    assert engine.stats().articles == 3
    assert engine.check() == []


def test_removed_articles_leave_words_and_counts_at_once(filled: Engine) -> None:
    filled.commit([], removed=["oil0000000000002", "unknown"])
    assert ids(filled, "oil") == []
    assert counts(filled, "source") == {"AFP": 1, "Gazette de Lorne": 1, None: 1}
    assert filled.stats().articles == 3


def test_rebuild_leaves_nothing_but_the_batches(filled: Engine) -> None:
    filled.commit([filled.encode(CORPUS[:1])], rebuild=True, ledger=b"one file")
    assert ids(filled) == ["har"]
    assert filled.ledger() == b"one file"


def test_the_ledger_is_kept_where_none_is_given(filled: Engine) -> None:
    before = filled.ledger()
    filled.commit([], removed=["oil0000000000002"])
    assert filled.ledger() == before == b"two files"


def test_encoded_articles_are_not_visible(filled: Engine) -> None:
    batch = filled.encode([Article("new0000000000005", "News")])
    assert filled.search(make_query("")).total == 4
    filled.discard([batch])
    assert filled.search(make_query("")).total == 4


def test_generations_differ(filled: Engine) -> None:
    before = filled.search(make_query("")).generation
    after = filled.commit([], removed=["oil0000000000002"])
    assert filled.search(make_query("")).generation == after != before


def test_stats(kept: Engine) -> None:
    stats = kept.stats()
    assert (stats.articles, stats.undated, stats.first, stats.last) == (4, 1, "2014-01-01", "2014-03-05")


def test_an_empty_index_answers(engine: Engine) -> None:
    engine.commit([])
    result = engine.search(make_query("anything at all", filters={"source": ["AFP"]}, since="2014"))
    assert (result.total, result.histogram, result.hits) == (0, (), ())
    assert engine.stats().articles == 0
    assert engine.check() == []


def test_many_commits_stay_whole(engine: Engine) -> None:
    for number in range(30):
        engine.commit([engine.encode([Article(f"n{number:015}", f"Story number {number}", language="en")])])
    engine.commit([], removed=[f"n{number:015}" for number in range(0, 30, 2)])
    result = engine.search(make_query("story", limit=50))
    assert sorted(hit.article_id for hit in result.hits) == [f"n{number:015}" for number in range(1, 30, 2)]
    assert engine.check() == []


def test_a_generation_is_named_by_the_commit_that_made_it(engine: Engine) -> None:
    before = engine.generation()
    assert before == "" or before == engine.stats().generation  # a cluster's index is used by one test after another
    for _ in range(2):
        assert engine.commit([], rebuild=True) == engine.generation() == engine.stats().generation
