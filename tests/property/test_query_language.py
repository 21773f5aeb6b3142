"""Any string is a query; the echo says the same query again; snippets say only what the article says."""

from __future__ import annotations

from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.analysis import (
    _PLAIN,
    STEMMED,
    _all,
    compounds,
    fold,
    surface,
    terms,
    terms_and_compounds,
    tokens,
)
from searchnews.errors import QueryTooLarge
from searchnews.fields import Scope, scope
from searchnews.initialisms import MARK
from searchnews.models import Article
from searchnews.query.echo import canonical, in_words
from searchnews.query.nodes import (
    And,
    AtLeast,
    Away,
    Boost,
    Everything,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    is_spans,
    positive_leaves,
)
from searchnews.query.parser import parse
from searchnews.snippets import marked, matched_in, snippets
from tests.corpora import WORDS, articles, queries, wide_queries
from tests.length import examples

anything = st.text(max_size=60)
syntax = st.text(alphabet='xb"“”«()|-+: OR\tNDT^*?~/5', max_size=40)
pieces = st.lists(
    st.sampled_from(
        ("x", "US", "the", "co", "operation", "OR", "NOT", "AND", "(", ")", "-", "+", '"', '"b c"', "w/5 ", "pre/2 ", " NOT w/3 ", "w/para ",
         "atleast2:", "hlead:", "first3:", "title:", "date:", "2014", "2014-02..2015", "has:", "kind:", "live", "lang:", "fr",
         "words>5", "^2", "^.5", "^0.001", "~", "~2", "*", "?", '"same para"(', "OPEC", "|", " ", " ", " ", " ", "foo:")
    ),
    max_size=24,
).map("".join)  # fmt: skip
typed = st.one_of(anything, syntax, queries, wide_queries, pieces)
quick = settings(deadline=None, max_examples=examples(300))


@quick
@given(typed)
def test_every_string_is_a_query_and_its_echo_is_the_same_query(text: str) -> None:
    try:
        node = parse(text).node
    except QueryTooLarge:
        return
    assert parse(canonical(node)).node == node
    assert in_words(node)
    assert well_formed(node)


def well_formed(node: Node) -> bool:
    match node:
        case And(children):
            return len(children) > 1 and all(well_formed(c) and not isinstance(c, And | Everything) for c in children)
        case Or(children):
            different = len(set(children)) == len(children)
            inside = all(well_formed(c) and not isinstance(c, Or | Everything) for c in children)
            return len(children) > 1 and different and inside
        case Not(child):
            return well_formed(child) and not isinstance(child, Not | Everything)
        case Near(left, right, distance) | Away(left, right, distance):
            sides = all(well_formed(side) and is_spans(side) for side in (left, right))
            return sides and 1 <= distance <= 99
        case AtLeast(count, child):
            return count >= 1 and well_formed(child) and is_spans(child)
        case Boost(child, weight):
            return weight >= 0 and weight != 1 and not isinstance(child, Or | Boost) and well_formed(child)
        case Paragraph(child):
            return well_formed(child) and bool(positive_leaves(child))
        case _:
            return True


@quick
@given(anything, st.sampled_from(("en", "fr", "")))
def test_tokens_are_terms_with_spans(text: str, language: str) -> None:
    found = tokens(text, language)
    assert [token.term for token in found] == terms(text, language)
    assert all(token.term for token in found)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert len(surface(text)) == len(found)


@quick
@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_the_fast_pattern_for_ascii_finds_what_the_whole_one_finds(text: str) -> None:
    assert _PLAIN.findall(text) == _all().findall(text)


hyphened = st.text(alphabet="co-‑ op.'’SU5岩e\u0301(", max_size=30)


@quick
@given(st.one_of(anything, hyphened), st.sampled_from(("en", "fr", "")))
def test_compounds_begin_where_a_token_does_and_leave_the_terms_as_they_are(text: str, language: str) -> None:
    found, joint = terms_and_compounds(text, language)
    assert found == terms(text, language)
    starts = [token.start for token in tokens(text, language)]
    assert [(starts[place], term) for place, term in joint if not term.endswith(MARK)] == compounds(text, language)


@quick
@given(st.text(alphabet="abeinortéèüñçşğøł", max_size=12), st.sampled_from(sorted(STEMMED)))
def test_accents_make_no_difference_in_any_language(word: str, language: str) -> None:
    assert terms(word, language) == terms(fold(word), language)


@quick
@given(articles("a" * 16), st.one_of(queries, wide_queries))
def test_a_snippet_is_the_articles_own_text(article: Article, text: str) -> None:
    leaves = positive_leaves(parse(text).node)
    whole = " ".join(" ".join((*article.body, article.standfirst, *article.captions, *titles(article))).split())
    for snippet in snippets(article, leaves):
        bare = unescape(snippet.replace("<mark>", "").replace("</mark>", "")).strip("… ")
        assert bare in whole
    for name in matched_in(article, leaves):
        assert any(name in part.fields for leaf in leaves for part in scopes(leaf))


def scopes(node: Node) -> list[Scope]:
    match node:
        case Near(left, right):
            return [*scopes(left), *scopes(right)]
        case Away(left):
            return scopes(left)
        case Or(children):
            return [part for child in children for part in scopes(child)]
        case _:
            return [scope(node.field)]  # type: ignore[union-attr]


def titles(article: Article) -> list[str]:
    return [related.title for related in article.related]


@quick
@given(anything, queries)
def test_nothing_comes_out_unescaped(text: str, query: str) -> None:
    html = marked(text, positive_leaves(parse(query).node), "en", "title")
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert not set("<>\"'") & set(bare)
    assert unescape(bare).split() == text.split()


plain_words = st.lists(
    st.sampled_from((*map(str.lower, WORDS), "co", "the", "2014", "1a", "us")), min_size=1, max_size=12
)


@settings(deadline=None)
@given(plain_words, st.sampled_from((" ", " OR ", '"')))
def test_plain_words_are_read_as_the_grammar_reads_them(words: list[str], way: str) -> None:
    text = f'"{" ".join(words)}"' if way == '"' else way.join(words)
    assert parse(text) == parse(f" {text}")  # a blank before the first word: not plain
