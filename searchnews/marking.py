"""Which characters of a text a query's leaves match: what is marked on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from searchnews.analysis import token_end, token_places
from searchnews.fields import FIELD_NAMES, POSITION_GAP, text_field
from searchnews.markable import (
    ANY_TOKEN,
    Span,
    counts_words,
    is_broken,
    is_run,
    may_stand_in,
    parts,
    phrase_runs,
    stands_anywhere,
    terms_of,
)
from searchnews.models import Article
from searchnews.query.nodes import Leaf, Spans
from searchnews.query.spans import Places
from searchnews.spotting import Scan, Sighting, Spotted, Spotter, in_ascii, shared_out

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
            numbers = tuple(number for number, leaf in enumerate(leaves) if may_stand_in(leaf, field))
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
        self._placed = [(number, leaf) for number, leaf in leaves if not stands_anywhere(leaf)]
        self._counted = any(counts_words(leaf) for _, leaf in self._placed)
        self._runs_only = all(is_run(leaf) for _, leaf in self._placed)
        for number, leaf in leaves:
            if stands_anywhere(leaf):
                for term in terms_of(leaf):
                    self._words.setdefault(term, []).append(number)
        self._spotter = Spotter({*self._words, *(term for _, leaf in self._placed for term in terms_of(leaf))}, scan)

    def values(self, fields: _Fields, language: str) -> Mapping[str, Values]:
        """The values of some fields, each with its spans, ascending."""
        return self.each([fields], [language])[0]

    def each(self, articles: Sequence[_Fields], languages: Sequence[str]) -> list[Marked]:
        """The same for several articles."""
        texts = [[text for _, values in fields for text in values] for fields in articles]
        alike: dict[tuple[str, bool], list[int]] = {}  # what is as good as ASCII is read faster
        for number, (language, own) in enumerate(zip(languages, texts, strict=True)):
            plain = all(map(str.isascii, own)) or all(map(in_ascii, filter(None, own)))
            alike.setdefault((language, plain), []).append(number)
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
                runs = [mark for number, phrase in asked for mark in phrase_runs(text, found.tokens, number, phrase)]
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
                for leaf, first, last in parts(placed, places)
            }
            yield sorted({*marks, *self._marks(found)})
            starts.append(standing.end + POSITION_GAP)

    def _within_reach(self, found: Spotted) -> Sequence[tuple[int, Leaf]]:
        """The leaves that depend on places, without phrases of which a word is missing."""
        if not (found.tokens or found.compounds):
            return ()
        terms = {term for _, _, term in (*found.tokens, *found.compounds)}
        return [(number, leaf) for number, leaf in self._placed if not is_broken(leaf, terms)]

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
            end = max([end, *(self._double[first, term] for term in terms_of(leaf) if (first, term) in self._double)])
        return start, end


def _neighbourly(text: str, ends: Mapping[int, int], base: int) -> dict[int, int]:
    """Where a token begins → a position: one more than its neighbour's before, two more where tokens lie between."""
    at: dict[int, int] = {}
    position, end = base, 0
    for start in sorted(ends):
        position += bool(ANY_TOKEN.search(text, end, start))
        at[start] = position
        position, end = position + 1, ends[start]
    return at
