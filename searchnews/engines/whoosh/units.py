"""Units: pairs of a term and the unstemmed word it was made of, numbered as they come."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, repeat

import numpy as np

from searchnews.analysis import is_plain, terms_of_folded
from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.looped_names import LoopedNames, looped_names, ranked
from searchnews.engines.whoosh.term_table import term_arrays

NO_WORD = -1  # the word of what stands beside a unit: it is none
NOTHING = -1  # stands beside a unit
_NOTHING = array("i", [NOTHING]).tobytes()
_LOW = (1 << 32) - 1  # as a word: none


class Names(dict[str, int]):
    """Terms and words alike, numbered as they come."""

    def number(self, name: str) -> int:
        """The number of a name, a new one where it has none."""
        return self.setdefault(name, len(self))

    def sorted(self) -> Sorted:
        """All names, in the order of their bytes."""
        every = list(self)
        order = sorted(range(len(every)), key=every.__getitem__)  # code points are in the order of their UTF-8
        return Sorted([name.encode("utf-8", "surrogatepass") for name in every], np.array(order, np.int32))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Names in UTF-8 by their numbers, and these in the order of the bytes."""

    all: list[bytes]
    order: Array

    def ranked(self, used: Array) -> tuple[Array, Array]:
        """The numbers in `used`, each once, sorted by their names; by number the place of each among them, int32."""
        return ranked(self.order, used)

    def arrays(self, chosen: Array, prefix: str, *, hashed: bool = True) -> dict[str, Array]:
        """The table of some names, sorted: see term_table.term_arrays."""
        return term_arrays(list(map(self.all.__getitem__, chosen.tolist())), prefix, hashed=hashed)


class Units:
    """Pairs of term and word, numbered as they come; a pair may have several numbers."""

    def __init__(self) -> None:
        self.looped = looped_names()
        self.names: Names | LoopedNames = Names() if self.looped is None else self.looped
        self.terms, self.words = array("i"), array("i")  # by unit: its term's number, its word's number or NO_WORD
        self.beside = array(
            "i"
        )  # by unit: NOTHING, or the unit of an initialism's marker << 1 | whether its dots say so
        # By language and number of a folded token of ASCII: its unit, or NOTHING.
        self._of_words: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self._numbers: dict[int, int] = {}  # of others: term << 32 | word → unit; an initialism's have two bits more

    def of_folded(self, folded: list[str], language: str) -> list[int]:
        """The units of folded tokens of ASCII of one language, many at a time."""
        if self.looped is not None:
            data = "".join(folded).encode()
            ends = np.fromiter(accumulate(map(len, folded)), np.int64, len(folded))
            found: list[int] = self.of_names(np.frombuffer(data, np.uint8), ends, language).tolist()
            return found
        number, known = self.names.number, self._of_words[language]
        words = list(map(number, folded))
        self._lengthen(known)
        if fresh := {word: token for word, token in zip(words, folded, strict=True) if known[word] == NOTHING}:
            count = len(self.terms)
            terms = terms_of_folded(list(fresh.values()), language)
            self.terms.extend(map(number, terms))
            self.words.extend(fresh)
            self.beside.extend(repeat(NOTHING, len(fresh)))
            for unit, word in enumerate(fresh, count):
                known[word] = unit
        return list(map(known.__getitem__, words))

    def of_names(self, data: Array, ends: Array, language: str) -> Array:
        """The same, int32, by compiled loops, of tokens one after another, uint8. ends: where each ends, int64."""
        assert self.looped is not None
        numbers, known = self.looped.numbers(data, ends), self._of_words[language]
        self._lengthen(known)
        units: Array = np.frombuffer(known, np.int32)[numbers]
        lacking = np.flatnonzero(units == NOTHING)
        if not len(lacking):
            return units
        firsts, whole = _firsts(numbers, lacking, len(self.names)), data.tobytes()
        fresh = numbers[firsts]
        begins, lasts = np.concatenate([[0], ends[:-1]])[firsts], ends[firsts]
        terms = fresh.copy()  # of those that are their own terms
        if not is_plain(language):
            stemmed = np.arange(len(fresh))
        else:
            letters = np.concatenate([[0], np.cumsum(data > ord("9"))])
            stemmed = np.flatnonzero(letters[lasts] > letters[begins])
        places = zip(begins[stemmed].tolist(), lasts[stemmed].tolist(), strict=True)
        words = [whole[begin:end].decode() for begin, end in places]
        pieces = [term.encode() for term in terms_of_folded(words, language)]
        reached = np.fromiter(accumulate(map(len, pieces)), np.int64, len(pieces))
        terms[stemmed] = self.looped.numbers(np.frombuffer(b"".join(pieces), np.uint8), reached)
        count = len(self.terms)
        self.terms.frombytes(terms.tobytes())
        self.words.frombytes(fresh.tobytes())
        self.beside.extend(repeat(NOTHING, len(fresh)))
        self._lengthen(known)
        held = np.frombuffer(known, np.int32)
        held[fresh] = np.arange(count, count + len(fresh), dtype=np.int32)
        found: Array = held[numbers]
        return found

    def _lengthen(self, known: array[int]) -> None:
        known.frombytes(_NOTHING * (len(self.names) - len(known)))

    def number(self, term: str, word: str | None, beside: tuple[str, bool] | None = None) -> int:
        """The unit of a term and its word; word: None for what stands beside one. beside: see initialisms.marker."""
        number = self.names.number(term)
        other = NO_WORD if word is None else self.names.number(word)
        pair = number << 32 | other & _LOW
        mark = NOTHING
        if beside:
            mark = self.number(beside[0], None) << 1 | beside[1]
            pair |= (2 | beside[1]) << 64
        unit = self._numbers.get(pair)
        if unit is None:
            unit = self._numbers[pair] = len(self.terms)
            self.terms.append(number)
            self.words.append(other)
            self.beside.append(mark)
        return unit


def _firsts(numbers: Array, places: Array, count: int) -> Array:
    """Of some places, ascending, those of the first of each number; the numbers are below `count`."""
    first = np.empty(count, np.int64)
    first[numbers[places[::-1]]] = places[::-1]  # of several for one number the last stays
    firsts: Array = places[first[numbers[places]] == places]
    return firsts


@dataclass(frozen=True, slots=True)
class Numbered:
    """Some texts as units."""

    units: Array  # int32, one text's after another's
    counts: Array  # int64, how many each text has
    beside: Array  # int64, rows of what stands beside units: text, the unit's place in it, unit; ascending by text and place
