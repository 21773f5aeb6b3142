"""Which characters of a text a query's leaves match: what is marked on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from searchnews.analysis import token_end, token_places
from searchnews.fields import FIELD_NAMES, POSITION_GAP, scope, text_field
from searchnews.models import Article
from searchnews.query.nodes import Away, Leaf, Near, Or, Pattern, Phrase, Spans, Term
from searchnews.query.spans import Places, spans
from searchnews.spotting import Scan, Sighting, Spotted, Spotter, shared_out

_ANY_TOKEN = re.compile(r"[^\W_]")


Span = tuple[int, int, int]  # characters that are marked: where they begin and end, and the leaf's place in the query
Values = Sequence[tuple[str, Sequence[Span]]]  # of a field, each with its spans, ascending
Marked = Mapping[str, Values]
_Fields = Sequence[tuple[str, Sequence[str]]]  # the values of some fields of one article


class Marking:
    """What some leaves mark, put together once for many articles. May be shared by threads."""

    def __init__(self, leaves: Sequence[Leaf], scan: Scan | None = None) -> None:
        """scan: see Spotter."""
        shared: dict[tuple[int, ...], _Asked] = {}
        self._asked: dict[str, _Asked] = {}
        for field in FIELD_NAMES:
            numbers = tuple(number for number, leaf in enumerate(leaves) if _may_stand_in(leaf, field))
            if numbers:
                if numbers not in shared:
                    shared[numbers] = _Asked([(number, leaves[number]) for number in numbers], scan)
                self._asked[field] = shared[numbers]
        self._groups = [
            (asked, [(field, text_field(field).values) for field, its in self._asked.items() if its is asked])
            for asked in shared.values()
        ]

    def of(self, article: Article) -> Marked:
        """The values of the fields that any leaf is asked of, in the order of FIELD_NAMES."""
        groups = [
            asked.values([(field, values(article)) for field, values in fields], article.language)
            for asked, fields in self._groups
        ]
        if len(groups) == 1:
            return groups[0]
        return {field: group[field] for field in self._asked for group in groups if field in group}

    def each(self, articles: Sequence[Article]) -> list[Marked]:
        """The same for several articles: those of one language are read together, which is faster than one by one."""
        if len(self._groups) != 1:
            return [self.of(article) for article in articles]
        asked, fields = self._groups[0]
        return asked.each(
            [[(field, values(article)) for field, values in fields] for article in articles],
            [article.language for article in articles],
        )

    def value(self, text: str, language: str, field: str) -> Sequence[Span]:
        """The spans of one value, read as the first of its field."""
        asked = self._asked.get(field)
        return asked.values([(field, (text,))], language)[field][0][1] if asked else ()


class _Asked:
    """The leaves that can stand in some fields: words that count wherever they stand, and what depends on places."""

    def __init__(self, leaves: Sequence[tuple[int, Leaf]], scan: Scan | None) -> None:
        self._words: dict[str, list[int]] = {}  # term → the words it is a form of
        self._placed = [(number, leaf) for number, leaf in leaves if not _stands_anywhere(leaf)]
        self._counted = any(_counts_words(leaf) for _, leaf in self._placed)
        self._runs_only = all(_is_run(leaf) for _, leaf in self._placed)
        for number, leaf in leaves:
            if _stands_anywhere(leaf):
                for term in _terms(leaf):
                    self._words.setdefault(term, []).append(number)
        self._spotter = Spotter({*self._words, *(term for _, leaf in self._placed for term in _terms(leaf))}, scan)

    def values(self, fields: _Fields, language: str) -> Mapping[str, Values]:
        """The values of some fields, each with its spans, ascending."""
        return self.each([fields], [language])[0]

    def each(self, articles: Sequence[_Fields], languages: Sequence[str]) -> list[Marked]:
        """The same for several articles."""
        texts = [[text for _, values in fields for text in values] for fields in articles]
        alike: dict[tuple[str, bool], list[int]] = {}  # ASCII is read faster
        for number, (language, own) in enumerate(zip(languages, texts, strict=True)):
            alike.setdefault((language, all(map(str.isascii, own))), []).append(number)
        found: list[Marked] = [{}] * len(articles)
        for (language, _), numbers in alike.items():
            together = [text for number in numbers for text in texts[number]]
            spotted = self._spotter.spot(together, language)
            if self._placed:
                several = zip(*(shared_out(part, together) for part in spotted), strict=True)
                for number in numbers:
                    found[number] = {
                        field: list(zip(values, self._placed_marks(field, values, several), strict=False))
                        for field, values in articles[number]
                    }
                continue
            shares = iter(shared_out(self._marks(spotted), together))
            for number in numbers:
                found[number] = {field: [(text, next(shares)) for text in values] for field, values in articles[number]}
        return found

    def _placed_marks(
        self, field: str, texts: Sequence[str], spotted: Iterator[tuple[Sequence[Sighting], ...]]
    ) -> Iterator[Sequence[Span]]:
        """The marks of the values of one field; of `spotted` as many are taken as there are values."""
        starts = [0]
        for text in texts:
            found = Spotted(*next(spotted))
            asked = self._within_reach(found)
            if asked and self._runs_only and not found.compounds:
                runs = [mark for number, phrase in asked for mark in _runs(text, found.tokens, number, phrase)]
                yield sorted({*runs, *self._marks(found)})
                starts.append(starts[-1] + POSITION_GAP)
                continue
            if not (asked or self._counted):
                yield self._marks(found)
                starts.append(starts[-1] + POSITION_GAP)
                continue
            standing = _Standing(text, found, starts[-1], self._counted)
            places = Places(field, standing.positions, starts)
            marks = {
                (*standing.characters(leaf, first, last), number)
                for number, placed in asked
                for leaf, first, last in _words(placed, places)
            }
            yield sorted({*marks, *self._marks(found)})
            starts.append(standing.end + POSITION_GAP)

    def _within_reach(self, found: Spotted) -> Sequence[tuple[int, Leaf]]:
        """The leaves that depend on places, without phrases of which a word is missing."""
        if not (found.tokens or found.compounds):
            return ()
        terms = {term for _, _, term in (*found.tokens, *found.compounds)}
        return [(number, leaf) for number, leaf in self._placed if not _is_broken(leaf, terms)]

    def _marks(self, spotted: Spotted) -> Sequence[Span]:
        """Of the words that count wherever they stand."""
        tokens, compounds = spotted
        if not (tokens or compounds):
            return ()
        words = self._words
        marks = [(start, end, leaf) for start, end, term in tokens for leaf in words.get(term, ())]
        if compounds:  # A word of two parts is marked to the end of its second, whatever its first part is alone.
            ends = {(start, leaf): end for start, end, leaf in marks}
            ends |= {(start, leaf): end for start, end, term in compounds for leaf in words.get(term, ())}
            marks = sorted((start, end, leaf) for (start, leaf), end in ends.items())
        return marks


class _Standing:
    """Where the tokens of one value stand: position by position, and which characters each is.

    Positions are exact if `counted`; else they only tell whether two tokens stand next to each other, which is all that
    a phrase asks.
    """

    def __init__(self, text: str, spotted: Spotted, base: int, counted: bool) -> None:
        tokens, compounds = spotted
        self.positions: dict[str, list[int]] = {}
        self._double: dict[tuple[int, str], int] = {}
        ends = {start: token_end(text, start) for start, _, _ in compounds} | {start: end for start, end, _ in tokens}
        if counted:
            places = token_places(text)
            at = {start: base + number for number, (start, _) in enumerate(places)}
            self.end = base + len(places)
        else:
            at = _neighbourly(text, ends, base)
            self.end = max(at.values(), default=base) + 1
        self._spans = {at[start]: (start, end) for start, end in ends.items()}
        for start, _, term in tokens:
            self.positions.setdefault(term, []).append(at[start])
        for start, end, term in compounds:
            self._double[at[start], term] = end
            self.positions[term] = sorted({*self.positions.get(term, ()), at[start]})

    def characters(self, leaf: Spans, first: int, last: int) -> tuple[int, int]:
        """Where the characters of a span begin and end; a word of two parts is marked to the end of its second."""
        start, end = self._spans[first][0], self._spans[last][1]
        if first == last:
            end = max([end, *(self._double[first, term] for term in _terms(leaf) if (first, term) in self._double)])
        return start, end


def _neighbourly(text: str, ends: Mapping[int, int], base: int) -> dict[int, int]:
    """Where a token begins → a position: one more than its neighbour's before, two more where tokens lie between."""
    at: dict[int, int] = {}
    position, end = base, 0
    for start in sorted(ends):
        position += bool(_ANY_TOKEN.search(text, end, start))
        at[start] = position
        position, end = position + 1, ends[start]
    return at


def _is_run(leaf: Leaf) -> bool:
    """Whether it is a phrase that stands wherever its words stand next to each other."""
    if not isinstance(leaf, Phrase) or leaf.joined:
        return False
    asked = scope(leaf.field)
    return asked.first_words is None and not asked.lead_only


def _runs(text: str, tokens: Sequence[Sighting], number: int, phrase: Leaf) -> Iterator[Span]:
    """Where a phrase stands, by the tokens that may be of it and nothing between two of them."""
    assert isinstance(phrase, Phrase)
    first, *others = phrase.slots
    for place, (start, end, term) in enumerate(tokens):
        if term in first and place + len(others) < len(tokens):
            for slot, (begin, stop, following) in zip(others, tokens[place + 1 :], strict=False):
                if following not in slot or _ANY_TOKEN.search(text, end, begin):
                    break
                end = stop
            else:
                yield start, end, number


def _is_broken(leaf: Leaf, terms: Set[str]) -> bool:
    """Whether it is a phrase that can't stand where these terms alone are."""
    if not isinstance(leaf, Phrase) or not terms.isdisjoint(leaf.joined):
        return False
    return any(map(terms.isdisjoint, leaf.slots))


def _stands_anywhere(leaf: Leaf) -> bool:
    """Whether each of its words counts by itself, in whichever place of its fields."""
    if not isinstance(leaf, Term | Pattern):
        return False
    asked = scope(leaf.field)
    return asked.first_words is None and not asked.lead_only


def _counts_words(leaf: Spans) -> bool:
    match leaf:
        case Near() | Away():
            return True
        case Or(children):
            return any(_counts_words(child) for child in children)  # type: ignore[arg-type]
        case _:
            return scope(leaf.field).first_words is not None


def _words(leaf: Spans, places: Places) -> Iterator[tuple[Spans, int, int]]:
    """The words and phrases to mark: of a window those that stand in one that matches, of Away what is away."""
    if isinstance(leaf, Near):
        windows = spans(leaf, places)
        for side in (leaf.left, leaf.right):
            for part, first, last in _words(side, places):
                if any(begin <= first and last <= end for begin, end in windows):
                    yield part, first, last
    elif isinstance(leaf, Away):
        kept = spans(leaf, places)
        for part, first, last in _words(leaf.left, places):
            if any(begin <= first and last <= end for begin, end in kept):
                yield part, first, last
    elif isinstance(leaf, Or):
        for child in leaf.children:
            yield from _words(child, places)  # type: ignore[arg-type]
    else:
        for first, last in spans(leaf, places):
            yield leaf, first, last


def _may_stand_in(leaf: Spans, field: str) -> bool:
    match leaf:
        case Near(left, right):
            return _may_stand_in(left, field) and _may_stand_in(right, field)
        case Away(left):
            return _may_stand_in(left, field)
        case Or(children):
            return any(_may_stand_in(child, field) for child in children)  # type: ignore[arg-type]
        case _:
            return field in scope(leaf.field).fields


def _terms(leaf: Spans) -> Iterator[str]:
    match leaf:
        case Phrase(_, slots, _, joined):
            yield from joined
            for slot in slots:
                yield from slot
        case Near(left, right) | Away(left, right):
            yield from _terms(left)
            yield from _terms(right)
        case Or(children):
            for child in children:
                yield from _terms(child)  # type: ignore[arg-type]
        case _:
            yield from leaf.variants
