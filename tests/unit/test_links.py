"""The addresses put together for a page are those of Address."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from searchnews.fields import FACET_NAMES
from searchnews.web.address import parse
from searchnews.web.links import Links
from searchnews.web.neighbours import article_url
from tests.length import examples

names = (
    "q",
    *FACET_NAMES,
    *(f"not_{name}" for name in FACET_NAMES),
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
    leads = {
        links.only(facet, value): address.only(facet, value),
        links.only("date", None): address.only("date", None),
        links.without(facet, value): address.without(facet, value),
        links.leaving_out(facet, value or "x"): address.leaving_out(facet, value or "x"),
        links.readmitting(facet, value or "1"): address.readmitting(facet, value or "1"),
        links.between(period, period, precision): address.between(period, period, precision),
        links.page(number): replace(address, page=str(number)),
        links.words_only(): address.words_only(),
        links.changed(sort="oldest", recent=""): replace(address.first_page(), sort="oldest", recent=False),
    }
    for link, meant in leads.items():
        assert unescape(link) == meant.url()
    every = replace(address.first_page(), limit="10")
    assert unescape(links.changed("/search.csv", limit="")) == every.url("/search.csv")
    assert unescape(links.here("/search.json")) == address.url("/search.json")
    assert unescape(links.article("abc", number)) == article_url("abc", address, number)
    assert links.article("abc", 0) == "/a/abc"
    assert all(escape(unescape(link)) == link for link in leads)  # as HTML has it
