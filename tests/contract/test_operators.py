"""What every operator of the query language finds, asked of each engine in turn."""

from __future__ import annotations

from datetime import datetime

import pytest

from searchnews.dates import article_date
from searchnews.engine import Engine
from searchnews.models import Article, Related
from searchnews.query.expansion import MAX_WORDS
from searchnews.request import make_query

LONG = " ".join(f"filler{number}" for number in range(120))
CORPUS = (
    Article(
        "strike0000000001",
        "Harbour strike enters third day",
        standfirst="Crane drivers in Port Selm want a rise.",
        body=(
            "The strike at the harbour goes on, and a second strike is near.",
            "Ships wait outside. The minister of ports spoke of oil.",
            f"{LONG} the minister",
        ),
        published=article_date(datetime(2014, 3, 5), "day"),
        sources=("AFP",),
        publisher="Tarn Courier",
        section="Business",
        authors=("Ada Lund", "Bo Ek"),
        captions=("Cranes of the harbour.",),
        related=(Related("Why the cranes stopped", "inline"),),
        language="en",
        url="https://news.example.org/2014/harbour-strike",
    ),
    Article(
        "oil0000000000002",
        "Oil prices rise in Veldoria",
        body=(
            "The minister met oil firms. Prices rose.",
            "Harbour traffic and a strike mattered little to the organisation.",
        ),
        published=article_date(datetime(2014, 2, 1), "month"),
        sources=("Reuters",),
        language="en",
        kind="live",
    ),
    Article("ete0000000000003", "Les marchés s'inquiètent", body=("La banque du port.",), language="fr"),
    Article("bare000000000004", "Colour and color at the harbor", published=article_date(datetime(2014, 1, 1), "year")),
)


@pytest.fixture(scope="module")
def filled(kept_engine: Engine) -> Engine:
    kept_engine.commit([kept_engine.encode(CORPUS[:2]), kept_engine.encode(CORPUS[2:])])
    return kept_engine


TABLE = [
    # windows: strike(1) at(2) the(3) harbour(4)
    ("strike w/3 harbour", ["str"]),
    ("body:strike w/2 body:harbour", []),
    ("body:strike w/3 body:harbour", ["str"]),
    ("body:harbour w/3 body:strike", ["str"]),  # either order
    ("body:harbour pre/3 body:strike", []),
    ("harbour pre/4 strike", ["oil", "str"]),
    ("body:harbour pre/4 (body:strike OR body:mattered)", ["oil"]),
    ("title:harbour pre/1 title:strike", ["str"]),
    ("day w/99 crane", []),  # not from the headline into the standfirst
    ("near w/99 ships", []),  # nor into the next paragraph
    ('"minister of ports" w/3 oil', ["str"]),
    ("minister w/6 ports w/3 oil", ["str"]),
    ("strike w/9 strike", ["str"]),  # two mentions, not one with itself
    ("rise w/9 rise", []),
    ("oil w/1 (prices OR firms)", ["oil"]),
    # without the other near it
    ("body:strike NOT w/3 body:harbour", ["oil", "str"]),  # the second strike of "str" is far away
    ("body:harbour NOT w/4 body:strike", []),
    ("body:harbour NOT pre/4 body:strike", ["str"]),
    ("body:harbour NOT pre/3 body:strike", ["oil", "str"]),
    ("body:strike NOT w/1 body:absent", ["oil", "str"]),
    ("body:absent NOT w/1 body:strike", []),
    ("title:oil NOT w/9 body:prices", ["oil"]),  # not in the same field
    ("prices NOT w/1 oil", ["oil"]),  # in the text; not in the headline
    ("title:prices NOT w/1 oil", []),
    ('body:ports NOT w/1 body:"minister of ports"', ["ete"]),  # what shares a word with the other is near it
    ("minister NOT pre/9 (ports OR oil)", ["str"]),  # the last one
    ("atleast2:(body:strike NOT w/3 body:harbour)", []),
    ("(strike w/3 harbour) NOT w/9 day", ["str"]),
    ("minister -(minister NOT w/2 ports)", []),
    ("minister NOT w/para ports", ["oil", "str"]),
    # one paragraph, of any length
    ('"same para"(minister oil)', ["oil", "str"]),
    ('"same para"(minister oil -ports)', ["oil"]),
    ('"same para"(strike oil)', []),
    ('"same para"(minister minister)', ["oil", "str"]),  # one mention will do
    ('"same para"(minister body:minister ports ports)', ["str"]),
    ("filler0 w/para minister", ["str"]),
    ("filler0 w/99 minister", []),
    ("ships w/para filler0", []),
    ('"same para"(day third)', ["str"]),  # a headline is one, too
    ('"same para"(minister (ships OR firms))', ["oil", "str"]),
    # mentions: title, body twice
    ("atleast3:strike", ["str"]),
    ("atleast4:strike", []),
    ("atleast2:body:strike", ["str"]),
    ("atleast4:(strike OR oil)", ["str"]),
    ("-atleast2:strike minister", ["oil"]),
    ("atleast2:(strike w/3 harbour)", ["str"]),
    # parts of the text
    ("hlead:minister", ["oil"]),
    ("hlead:drivers", ["str"]),
    ("hlead:mattered", []),
    ("first5:firms", ["oil"]),
    ("first4:firms", []),
    ("first13:near", ["str"]),
    ("first12:near", []),
    ("first16:outside", ["str"]),
    ("first15:outside", []),
    ("first7:rose", ["oil"]),
    ("first6:rose", []),
    ("first9:traffic", ["oil"]),
    ("first8:traffic", []),
    # length
    ("words>100", ["str"]),
    ("words<=19 words>4", ["oil"]),
    ("words<1", ["bar"]),
    # patterns
    ("strik*", ["oil", "str"]),
    ("*dori*", ["oil"]),
    ("organi?ation", ["oil"]),
    ("organi?ationx", []),
    ("title:colo?r", ["bar"]),
    ("harbor~", ["bar", "oil", "str"]),
    ("harobur~", ["oil", "str"]),  # swapped
    ("hrbr~", []),
    ("hrbr~2", ["bar"]),
    ("body:harbor~", ["oil", "str"]),
    ("march*", ["ete"]),
    ("author:lun*", ["str"]),
    ("prices w/3 firm*", ["oil"]),
    # restrictions
    ("has:date", ["bar", "oil", "str"]),
    ("-has:date", ["ete"]),
    ("has:author", ["str"]),
    ("has:caption has:related", ["str"]),
    ("has:source", ["oil", "str"]),
    ("has:lang", ["ete", "oil", "str"]),
    ("has:body", ["ete", "oil", "str"]),
    ("kind:live", ["oil"]),
    ("kind:article has:date", ["bar", "str"]),
    ("lang:fr", ["ete"]),
    ("date:2014-02", ["oil"]),
    ("date:2014", ["bar", "oil", "str"]),
    ("date:2014-03-01..", ["str"]),
    ("before:2014-03", ["oil"]),  # what is dated "2014" may lie later
    ("after:2014-02", ["str"]),
    ("-date:2014", ["ete"]),
    ("strike -date:2014-03", ["oil"]),
    # fields
    ("author:lund", ["str"]),
    ('author:"ada lund"', ["str"]),
    ('author:"lund bo"', []),  # two names
    ("publisher:courier", ["str"]),
    ("section:business", ["str"]),
    ("url:example.org", ["str"]),
    ("url:harbour-strike", ["str"]),
    ("lund", []),
    # languages
    ("marché", ["ete"]),
    ("marches", ["ete"]),
    ("banques", ["ete"]),
]


@pytest.mark.parametrize(("text", "found"), TABLE)
def test_an_operator_finds_what_it_should(filled: Engine, text: str, found: list[str]) -> None:
    query = make_query(text, match="all")
    result = filled.search(query)
    hits = result.hits if result.query.match == "all" else ()
    assert sorted(hit.article_id[:3] for hit in hits) == found
    assert result.total == len(result.hits)


def test_a_weight_changes_the_order_and_nothing_else(filled: Engine) -> None:
    plain, raised = (filled.search(make_query(text)) for text in ("prices OR strike", "prices OR strike^30"))
    assert plain.total == raised.total == 2
    assert [hit.article_id[:3] for hit in plain.hits] == ["oil", "str"]
    assert [hit.article_id[:3] for hit in raised.hits] == ["str", "oil"]
    (before,) = filled.search(make_query("prices")).hits
    (after,) = filled.search(make_query("prices^2")).hits
    assert after.score == 2 * before.score


def test_a_window_is_marked_where_it_matches(filled: Engine) -> None:
    (hit,) = filled.search(make_query("body:strike w/3 body:harbour")).hits
    assert hit.matched_in == ("body",)
    assert hit.snippets == (
        "The <mark>strike</mark> at the <mark>harbour</mark> goes on, and a second strike is near.",
    )


def test_a_pattern_that_fits_too_many_words_says_so_and_takes_the_most_frequent(engine: Engine) -> None:
    rare = [Article(f"rare{n:012}", f"word{n}") for n in range(MAX_WORDS)]
    often = [Article(f"often{n:011}", "wordz") for n in range(3)]
    engine.commit([engine.encode([*rare, *often])])
    result = engine.search(make_query("word*", limit=100))
    assert result.notes == ("word* fits more than 64 words; the 64 most frequent were searched",)
    assert result.total == 3 + MAX_WORDS - 1
    assert {hit.article_id for hit in result.hits} >= {article.article_id for article in often}
    assert result.understood == "words like word*"


def test_restrictions_hold_where_any_of_the_words_will_do(filled: Engine) -> None:
    result = filled.search(make_query("crane prices kind:live"))
    assert result.query.match == "any"
    assert [hit.article_id[:3] for hit in result.hits] == ["oil"]
