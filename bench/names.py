"""Invented names at the rate at which new names come up in news: many once, few again and again."""

from __future__ import annotations

import random

# Each syllable is a consonant and a vowel and each name ends with a consonant: no two numbers spell the same name.
_SYLLABLES = tuple(consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou")
_ENDINGS = ("n", "r", "k")
_FIRST = len(_SYLLABLES) * len(_ENDINGS)  # numbers below it would give names of one syllable, which are words too often


def name(number: int) -> str:
    """The invented name with this number from 0: always the same, each number another."""
    rest, ending = divmod(number + _FIRST, len(_ENDINGS))
    spelled = ""
    while True:
        rest, syllable = divmod(rest, len(_SYLLABLES))
        spelled = _SYLLABLES[syllable] + spelled
        if not rest:
            return (spelled + _ENDINGS[ending]).capitalize()
        rest -= 1


class Names:
    """A stream of mentions: after n of them about n ** `discount` names are known, however long it runs.

    The two-parameter process of Pitman and Yor (1997), but that a known name comes again in proportion to its
    mentions alone.
    """

    def __init__(self, rng: random.Random, *, discount: float = 0.75, concentration: float = 200.0) -> None:
        self.known = 0
        self._rng = rng
        self._discount = discount
        self._concentration = concentration
        self._mentions: list[int] = []

    def mention(self) -> str:
        """The next name: a new one or one that was mentioned before."""
        given = len(self._mentions)
        new = (self._concentration + self._discount * self.known) / (self._concentration + given)
        if self._rng.random() < new:
            number = self.known
            self.known += 1
        else:
            number = self._mentions[self._rng.randrange(given)]
        self._mentions.append(number)
        return name(number)
