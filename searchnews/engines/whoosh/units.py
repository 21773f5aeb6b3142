"""Units: pairs of a term and the unstemmed word it was made of, numbered as they come."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from searchnews.analysis import terms_of_folded
from searchnews.engines.whoosh.arrays import Array

NO_WORD = -1  # the word of what stands beside a unit: it is none
NOTHING = -1  # stands beside a unit
_LOW = (1 << 32) - 1  # as a word: none


class Units:
    """Pairs of term and word, numbered as they come; a pair may have several numbers."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}  # of terms and words alike
        self.terms, self.words = array("i"), array("i")  # by unit: its term's number, its word's number or NO_WORD
        self.beside = array(
            "i"
        )  # by unit: NOTHING, or the unit of an initialism's marker << 1 | whether its dots say so
        # By language and number of a folded token of ASCII: its unit, or NOTHING.
        self._of_words: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self._numbers: dict[int, int] = {}  # of others: term << 32 | word → unit; an initialism's have two bits more
        self._order: list[int] = []  # numbers of names by their bytes

    def of_folded(self, folded: list[str], language: str) -> list[int]:
        """The units of folded tokens of ASCII of one language, many at a time."""
        names, known = self.names, self._of_words[language]
        words = [names.setdefault(word, len(names)) for word in folded]
        known.extend(repeat(NOTHING, len(names) - len(known)))
        if fresh := {number: word for number, word in zip(words, folded, strict=True) if known[number] == NOTHING}:
            count = len(self.terms)
            terms = terms_of_folded(list(fresh.values()), language)
            self.terms.extend([names.setdefault(term, len(names)) for term in terms])
            self.words.extend(fresh)
            self.beside.extend(repeat(NOTHING, len(fresh)))
            for unit, number in enumerate(fresh, count):
                known[number] = unit
        return list(map(known.__getitem__, words))

    def sorted_names(self) -> tuple[list[bytes], Array]:
        """All names in UTF-8, and their numbers in the order of these bytes."""
        every = list(self.names)
        self._order += range(len(self._order), len(every))
        self._order.sort(key=every.__getitem__)  # code points are in the order of their UTF-8
        return [name.encode("utf-8", "surrogatepass") for name in every], np.array(self._order, np.int32)

    def number(self, term: str, word: str | None, beside: tuple[str, bool] | None = None) -> int:
        """The unit of a term and its word; word: None for what stands beside one. beside: see initialisms.marker."""
        names = self.names
        number = names.setdefault(term, len(names))
        other = NO_WORD if word is None else names.setdefault(word, len(names))
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


@dataclass(frozen=True, slots=True)
class Numbered:
    """Some texts as units."""

    units: Array  # int32, one text's after another's
    counts: Array  # int64, how many each text has
    beside: Array  # int64, rows of what stands beside units: text, the unit's place in it, unit; ascending by text and place
