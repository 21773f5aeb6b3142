"""What is marked is what reading every token gives, however little of the text is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import Stemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.analysis import compounds, fold, terms, token_places
from searchnews.fields import FIELD_NAMES, POSITION_GAP, text_values
from searchnews.markable import Span
from searchnews.marking import Marked, Marking
from searchnews.models import Article
from searchnews.query.expansion import Counted, chosen, expanded
from searchnews.query.nodes import Away, Leaf, Near, Or, Pattern, Phrase, Spans, positive_leaves
from searchnews.query.parser import parse
from searchnews.query.spans import Places, spans
from searchnews.spotting import beginning
from tests.corpora import WORDS, queries, wide_queries
from tests.length import examples

MORE = (
    "striking", "Strike’s", "o'brien's", "OBrien", "d'accord", "accord", "co", "operation", "Co operation", "co-opération",
    "cease-fire", "ceasefire", "pro-U.S.", "U.S.-led", "u.s", "5.000", "5,000-strong", "3.5", "35", "cooperate-s", "non", "nonoil",
    "ability", "abilities", "sky", "skies", "dying", "ﬁsh", "fish", "e\u0301te", "ete", "岩手県", "oil’s", "oil-strike", "İ", "K",
    "can't", "cant", "us.", "(co", "anti oil", "antioil",
)  # fmt: skip
_pieces = st.sampled_from((*WORDS, *MORE))
texts = st.lists(
    st.tuples(
        _pieces, st.sampled_from((" ", " ", " ", "", "-", "\u2011", ". ", ", ", "’", "'", "\n", " – ", "_", "£"))
    ).map("".join),
    max_size=14,
).map("".join)
asked = st.one_of(
    st.lists(_pieces, min_size=1, max_size=3).map(" ".join),
    st.lists(_pieces, min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    queries,
    wide_queries,
)
SUFFIXES = (
    "s", "es", "ies", "ied", "ed", "edly", "eed", "ing", "ingly", "y", "tional", "ency", "ancy", "ably", "ently", "izer",
    "ization", "ational", "ation", "ator", "alism", "ality", "ally", "fulness", "ously", "ousness", "iveness", "ivity", "bility",
    "ibility", "bly", "logy", "logist", "fully", "lessly", "ly", "alize", "icate", "icity", "ical", "ful", "ness", "ative",
    "al", "ance", "er", "ic", "able", "ible", "ement", "ism", "ate", "ous", "ive", "ize", "sion", "e", "l", "bb", "", "ie", "ying",
)  # fmt: skip


class Words:
    """A vocabulary of a few words."""

    def languages(self) -> Sequence[str]:
        return ("fr",)

    articles = 10

    def fitting(self, pattern: Pattern, most: int) -> Counted:
        words = dict.fromkeys(fold(word) for word in (*WORDS, *MORE) if word.isalnum())
        return chosen(pattern, lambda prefix, pieces: [(word, 1) for word in words], most)

    def has(self, term: str) -> bool:
        return True


def by_reading_everything(
    article: Article, leaves: Sequence[Leaf], field: str
) -> list[tuple[str, list[tuple[int, int, int]]]]:
    """Every token gets its position; the definition of spans says which are marked."""
    wanted = {term for leaf in leaves for term in _terms(leaf)}
    starts, found = [0], []
    for text in text_values(article, field):
        places, base = token_places(text), starts[-1]
        positions: dict[str, set[int]] = {}
        for position, term in enumerate(terms(text, article.language), base):
            positions.setdefault(term, set()).add(position)
        at = {start: position for position, (start, _) in enumerate(places, base)}
        double = {(at[start], term) for start, term in compounds(text, article.language) if term in wanted}
        for position, term in double:
            positions.setdefault(term, set()).add(position)
        standing = Places(field, {term: sorted(many) for term, many in positions.items()}, starts)
        marks = set()
        for number, leaf in enumerate(leaves):
            for part, first, last in _parts(leaf, standing):
                whole = first == last and any((first, term) in double for term in _terms(part))
                marks.add((places[first - base][0], places[last - base + whole][1], number))
        found.append((text, sorted(marks)))
        starts.append(base + len(places) + POSITION_GAP)
    return found


def _parts(leaf: Spans, places: Places) -> Iterator[tuple[Spans, int, int]]:
    if isinstance(leaf, Near):
        windows = spans(leaf, places)
        for side in (leaf.left, leaf.right):
            for part, first, last in _parts(side, places):
                if any(begin <= first and last <= end for begin, end in windows):
                    yield part, first, last
    elif isinstance(leaf, Away):
        kept = spans(leaf, places)
        for part, first, last in _parts(leaf.left, places):
            if any(begin <= first and last <= end for begin, end in kept):
                yield part, first, last
    elif isinstance(leaf, Or):
        for child in leaf.children:
            yield from _parts(child, places)  # type: ignore[arg-type]
    else:
        yield from ((leaf, first, last) for first, last in spans(leaf, places))


def _terms(leaf: Spans) -> Iterator[str]:
    if isinstance(leaf, Phrase):
        yield from leaf.joined
        yield from (term for slot in leaf.slots for term in slot)
    elif isinstance(leaf, Near | Away):
        yield from _terms(leaf.left)
        yield from _terms(leaf.right)
    elif isinstance(leaf, Or):
        for child in leaf.children:
            yield from _terms(child)  # type: ignore[arg-type]
    else:
        yield from leaf.variants


@settings(deadline=None, max_examples=examples(300))
@given(st.lists(texts, max_size=3), texts, st.sampled_from(("en", "en", "", "fr", "zh")), asked)
def test_marks_are_those_of_reading_everything(body: list[str], title: str, language: str, text: str) -> None:
    article = Article("a" * 16, title, body=tuple(body), language=language)
    leaves = positive_leaves(expanded(parse(text).node, Words())[0])
    found = Marking(leaves).of(article)
    for field in FIELD_NAMES:
        expected = by_reading_everything(article, leaves, field)
        if field in found:
            assert [(value, list(marks)) for value, marks in found[field]] == expected
        else:
            assert not any(marks for _, marks in expected)


some_articles = st.lists(
    st.builds(
        lambda title, body, language: Article("a" * 16, title, body=tuple(body), language=language),
        texts,
        st.lists(texts, max_size=3),
        st.sampled_from(("en", "en", "", "fr", "zh")),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=examples(200))
@given(some_articles, asked)
def test_articles_together_are_marked_as_each_alone(articles: list[Article], text: str) -> None:
    marking = Marking(positive_leaves(expanded(parse(text).node, Words())[0]))
    assert [told(found) for found in marking.each(articles)] == [told(marking.of(article)) for article in articles]


def told(found: Marked) -> dict[str, list[tuple[str, list[Span]]]]:
    return {field: [(value, list(marks)) for value, marks in values] for field, values in found.items()}


@settings(deadline=None, max_examples=examples(1000))
@given(st.text("abceilnoprstuvyzk", max_size=6), st.lists(st.sampled_from(SUFFIXES), max_size=3))
def test_every_word_begins_as_its_stem_says(root: str, suffixes: list[str]) -> None:
    word = root + "".join(suffixes)
    if word:
        assert word.startswith(beginning(Stemmer.Stemmer("english").stemWord(word)))
