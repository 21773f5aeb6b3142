"""Words are marked and passages cut by compiled loops just as without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchnews.analysis import token_places
from searchnews.engines.whoosh import highlighting, kernels
from searchnews.marking import Marked, Marking
from searchnews.models import Article
from searchnews.query.expansion import expanded
from searchnews.query.nodes import Leaf, positive_leaves
from searchnews.query.parser import parse
from searchnews.snippets import SHOWN, best_passages
from tests.length import examples
from tests.loops import compile_loops
from tests.property.test_marking import Words, asked, texts


@pytest.fixture(scope="module", autouse=True)
def compiled() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compile_loops(patch)
        yield


SIGNS = st.text(st.sampled_from("aUsS15.,,''-- _\n&\x1c"), max_size=24)
articles = st.builds(
    lambda title, body, captions, language: Article(
        "a" * 16, title, body=tuple(body), captions=tuple(captions), language=language
    ),
    texts,
    st.lists(texts, max_size=3),
    st.lists(texts, max_size=2),
    st.sampled_from(("en", "en", "", "fr", "zh")),
)


def _leaves(text: str) -> Sequence[Leaf]:
    return positive_leaves(expanded(parse(text).node, Words())[0])


@settings(deadline=None, max_examples=examples(400))
@given(SIGNS)
@example("U.S. U.S.'s u.s.a a.s.u 1.5.5a 1,5 5. 'as' a's' a.1 a.s1 a.s.' U.S.s u. 15,5a 1.5.")
def test_every_token_ends_where_the_pattern_says(text: str) -> None:
    starts, ends, _ = highlighting.scan(text, ("a", "u", "s", "1", "5"))
    assert list(zip(starts, ends, strict=True)) == token_places(text)


@settings(deadline=None, max_examples=examples(300))
@given(st.lists(articles, max_size=4), asked)
def test_marks_are_the_same(found: list[Article], text: str) -> None:
    leaves = _leaves(text)
    plain = [{name: list(map(_pair, values)) for name, values in each.items()} for each in Marking(leaves).each(found)]
    fast = highlighting.marking_of(leaves).each(found)
    assert [{name: list(map(_pair, values)) for name, values in each.items()} for each in fast] == plain


def _pair(value: tuple[str, Sequence[tuple[int, int, int]]]) -> tuple[str, list[tuple[int, int, int]]]:
    return value[0], list(value[1])


PIECES = (
    "oil",
    "oil prices",
    "x" * 40,
    "<&>\"'",
    ". ",
    "? ",
    "! ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    ",",
    "Oil. Prices",
    "gold",
    "é",
)
values = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
marked = st.dictionaries(st.sampled_from((*SHOWN, "title")), st.lists(values, max_size=3), max_size=4)


def _marked(fields: dict[str, list[str]]) -> Marked:
    """Every word of a few, as a leaf each, and pairs of them, which overlap, as another."""
    patterns = [(0, "[Oo]il"), (1, "[Pp]rices"), (2, "gold"), (3, "[Oo]il prices"), (62, "xx")]
    return {
        name: [
            (value, sorted({(*at.span(), leaf) for leaf, pattern in patterns for at in re.finditer(pattern, value)}))
            for value in values
        ]
        for name, values in fields.items()
    }


@settings(deadline=None, max_examples=examples(400))
@given(st.lists(marked, max_size=4))
def test_passages_are_the_same(pages: list[dict[str, list[str]]]) -> None:
    found = [_marked(fields) for fields in pages]
    article = Article("a" * 16, "", body=("The beginning.",))
    for each, passages in zip(found, highlighting.excerpts(found), strict=True):
        assert passages is None or passages == best_passages(each, article)


def test_a_plain_page_is_cut_by_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _marked({"body": ["Oil <prices> rise. " * 40, "Gold & oil fall."], "captions": ["A tank of oil"]})
    calls: list[object] = []
    loop = kernels.excerpts
    monkeypatch.setattr(kernels, "excerpts", lambda *given: calls.append(given) or loop(*given))
    [passages] = highlighting.excerpts([page])
    assert passages and len(passages) == 2 and calls
    assert passages[0].startswith("<mark>Oil</mark> &lt;<mark>prices</mark>&gt; rise. ")
