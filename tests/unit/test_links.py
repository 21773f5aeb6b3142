"""The addresses put together for a page are those of Address."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from searchnews.fields import FACET_NAMES
from searchnews.web.address import parse
from searchnews.web.links import Links
from searchnews.web.neighbours import article_url
from tests.length import examples

names = (
    "q",
    *FACET_NAMES,
    "missing",
    "from",
    "to",
    "precision",
    "undated",
    "possible",
    "match",
    "sort",
    "recent",
    "page",
    "limit",
)
values = st.one_of(
    st.sampled_from(("date", "source", "author", "1", "2014", "any", "newest", "a b&c=d", "")), st.text(max_size=5)
)


@settings(deadline=None, max_examples=examples(200))
@given(
    st.lists(st.tuples(st.sampled_from(names), values), max_size=8),
    st.sampled_from(FACET_NAMES),
    st.one_of(st.none(), values.map(str.strip).filter(bool)),
    st.sampled_from(("", "2014", "2014-03")),
    st.sampled_from(("", "month")),
    st.integers(1, 30),
)
def test_links_are_those_of_the_address(
    given_: list[tuple[str, str]], facet: str, value: str | None, period: str, precision: str, number: int
) -> None:
    address = parse(MultiDict(given_))
    links = Links(address)
    assert links.only(facet, value) == address.only(facet, value).url()
    assert links.between(period, period, precision) == address.between(period, period, precision).url()
    assert links.page(number) == replace(address, page=str(number)).url()
    assert links.article("abc", number) == article_url("abc", address, number)
    assert links.article("abc", 0) == "/a/abc"
