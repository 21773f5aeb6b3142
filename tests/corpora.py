"""Invented articles and queries for hypothesis: a small vocabulary, so that words meet."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from searchnews.dates import article_date
from searchnews.models import Article, ArticleDate, Related

WORDS = (
    "harbour", "strike", "strikes", "striking", "Veldoria", "minister", "oil", "prices", "price", "the", "of",
    "co-operation", "U.S.", "Zürich", "zurich", "naïve", "5,000", "3.5", "Iran's", "O'Brien", "l'été", "Straße",
    "İzmir", "岩手", "bank", "central", "US",
)  # fmt: skip
SOURCES = ("AFP", "Reuters", "Tarn Courier", "Zeitung", "Ōsaka Wire")
SECTIONS = ("World", "Sport", "Business")

texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=14).map(" ".join)
headlines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@st.composite
def dates(draw: st.DrawFn) -> ArticleDate | None:
    """No date, or one between late 2013 and early 2016, of any precision."""
    if draw(st.integers(0, 5)) == 0:
        return None
    moment = draw(st.datetimes(datetime(2013, 11, 1), datetime(2016, 2, 28)))
    precision = draw(st.sampled_from(("minute", "day", "day", "month", "year")))
    offset = draw(st.sampled_from((None, 0, 330, -300))) if precision == "minute" else None
    return article_date(moment, precision, offset)


@st.composite
def articles(draw: st.DrawFn, article_id: str) -> Article:
    """One article with some of its fields filled."""
    return Article(
        article_id=article_id,
        title=draw(headlines),
        standfirst=draw(texts),
        body=tuple(draw(st.lists(texts, max_size=4))),
        published=draw(dates()),
        sources=tuple(draw(st.lists(st.sampled_from(SOURCES), max_size=2, unique=True))),
        publisher=draw(st.sampled_from(("", "Tarn Courier", "Zeitung"))),
        section=draw(st.sampled_from(("", *SECTIONS))),
        authors=tuple(draw(st.lists(st.sampled_from(("Ada Lund", "Bo Ek")), max_size=2, unique=True))),
        captions=tuple(draw(st.lists(texts, max_size=2))),
        related=tuple(draw(st.lists(related, max_size=2))),
        language=draw(st.sampled_from(("en", "en", "fr", ""))),
        alternative_titles=tuple(draw(st.lists(headlines, max_size=1))),
    )


related = st.builds(Related, headlines, st.sampled_from(("inline", "listed")))


@st.composite
def corpora(draw: st.DrawFn, most: int = 12) -> list[Article]:
    """Up to `most` articles with different ids."""
    count = draw(st.integers(0, most))
    return [draw(articles(f"id{number:014}")) for number in range(count)]


_part = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.tuples(st.sampled_from(("title:", "source:", "body:", "-", "NOT ")), st.sampled_from((*WORDS, "afp"))).map(
        "".join
    ),
)
queries = st.one_of(
    st.lists(st.one_of(_part, st.sampled_from(("OR", "(", ")"))), max_size=6).map(" ".join),
    st.lists(_part, min_size=1, max_size=3).map(" ".join),
)
_word = st.sampled_from(WORDS)
_group = st.lists(_word, min_size=2, max_size=3).flatmap(
    lambda words: st.sampled_from((f"({' OR '.join(words)})", f"({' '.join(words)})", f'"{" ".join(words[:2])}"'))
)
_operand = st.one_of(_word, _word, _group)
_window = st.tuples(
    _operand,
    st.sampled_from(("w/1", "w/3", "pre/2", "near/20", "w/para", "NOT w/2", "NOT pre/1", "NOT w/para")),
    _operand,
).map(" ".join)
_prefixed = st.tuples(
    st.sampled_from(("", "-", "+", "title:", "body:")),
    st.sampled_from(("atleast2:", "hlead:", "first4:", "author:", "section:", "url:", "publisher:")),
    _operand,
).map("".join)
_restriction = st.sampled_from(
    ("has:author", "-has:date", "has:caption", "lang:fr", "kind:live", "-kind:article", "date:2014", "after:2014-03",
     "before:2015-01", "date:2014-02..2014-06", "words>4", "words<10")
)  # fmt: skip
_wild = st.sampled_from(("strik*", "*ol", "z?rich", "price~", "hrbour~", "veldo*", "title:pri*", "cooperation~2"))
_paragraph = st.lists(_operand, min_size=1, max_size=3).map(lambda words: f'"same para"({" ".join(words)})')
_weighted = st.tuples(_operand, st.sampled_from(("^2", "^0.5", "^0"))).map("".join)
# Every operator of the language, as a person might type it.
wide_queries = st.lists(
    st.one_of(_word, _window, _prefixed, _restriction, _wild, _paragraph, _weighted, st.just("OR")),
    min_size=1,
    max_size=4,
).map(" ".join)
periods = st.one_of(
    st.none(),
    st.sampled_from(("2013", "2014", "2015", "2014-02", "2014-03", "2015-12", "2014-02-03", "2015-07-31")),
)


@st.composite
def requests(draw: st.DrawFn, *, recent: bool = False) -> dict[str, object]:
    """Keyword arguments of request.make_query, besides the text; never an impossible range.

    recent: with that option in some, which not every engine knows.
    """
    since, until = draw(periods), draw(periods)
    if since and until and since > until:
        since, until = until, since
    return {
        "filters": {
            "source": draw(st.lists(st.sampled_from((*SOURCES, "nobody")), max_size=2)),
            "section": draw(st.lists(st.sampled_from(SECTIONS), max_size=1)),
        },
        "excluded": {
            "source": draw(st.lists(st.sampled_from((*SOURCES, "nobody")), max_size=1)),
            "section": draw(st.lists(st.sampled_from(SECTIONS), max_size=1)),
        }
        if draw(st.integers(0, 3)) == 0
        else None,
        "missing": draw(st.lists(st.sampled_from(("source", "section", "date")), max_size=1)),
        "since": since,
        "until": until if not (since and until and until < since) else None,
        "precision": draw(st.sampled_from((None, None, None, "month", "year"))),
        "undated": draw(st.booleans()),
        "possible": draw(st.booleans()),
        "match": draw(st.sampled_from(("all", "all", "any"))),
        "sort": draw(st.sampled_from(("relevance", "newest", "oldest"))),
        "recent": recent and draw(st.integers(0, 3)) == 0,
        "page": draw(st.sampled_from((1, 1, 2))),
        "limit": draw(st.sampled_from((0, 3, 10))),
    }
