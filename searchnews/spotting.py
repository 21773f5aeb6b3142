"""The tokens of a text whose terms are wanted, without taking the whole text apart.

Every word with one English stem begins with the same letters (`beginning`). Those are looked for in the lower-cased
text, and only what stands around a find is read as tokens. Tokens that do not show these letters in one piece (O'Brien,
U.S.) are found by their apostrophe or their first dot, and whatever holds a letter beyond ASCII is read in any case.
So the answer is that of reading everything, which is what other languages get.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from searchnews.analysis import (
    FIRST_PARTS,
    HYPHENS,
    IN_TOKENS,
    STEMMED,
    apart,
    hyphenated,
    terms_of,
    token_end,
    token_pattern,
)

Sighting = tuple[int, int, str]  # where it begins and ends, and its term


class Spotted(NamedTuple):
    """What was found, each ascending."""

    tokens: Sequence[Sighting]
    compounds: Sequence[Sighting]  # words of two parts, from the first's beginning to the second's end


JOINT = "\n"
T = TypeVar("T")

_MOST = 24  # beginnings that are looked for; with more, reading everything is faster
_INSIDE = re.compile(f"[{IN_TOKENS}]")
_BEYOND = re.compile("[^\x00-\x7f\u2000-\u206f]")  # a superset of what tokens are made of beyond ASCII
_APOSTROPHES = "'\u2019"
# What is neither ASCII nor a dash, a quotation mark, a sign of a currency or the like, which no token is made of.
_UNUSUAL = re.compile("[^\x00-\x7f\xa0-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\u2000-\u206f\u20a0-\u20bf]")


def in_ascii(text: str) -> str:
    """The text, sign by sign, as one of ASCII with the same tokens in the same places; "" where there is none."""
    if text.isascii():
        return text
    if _UNUSUAL.search(text):
        return ""
    plain = text.replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
    return plain.encode("ascii", "replace").decode()


def beginning(stem: str) -> str:
    """The letters that begin every ASCII word of this English stem (Snowball's english) or plain form; "" for none.

    An ending that is taken off leaves the letters before it. What Snowball writes instead of an ending is at most an
    "e", an "i" for a "y", "ie" for "ying", or "bl" and "ble" for "bility"; and skies are sky. A number begins with its
    first digit.
    """
    if stem[:1].isdigit():
        return stem[0]
    if stem.endswith(("le", "ie")):
        return stem[:-2]
    return stem[:-1] if stem.endswith(("e", "i", "bl")) or stem == "sky" else stem


# From a text of ASCII and the letters that what is wanted begins with: where tokens that may be wanted begin and end,
# and the hyphens of words of two parts that may be.
Scan = Callable[[str, tuple[str, ...]], tuple[Sequence[int], Sequence[int], Sequence[int]]]


class Spotter:
    """Looks for the tokens of some terms. May be shared by threads."""

    def __init__(self, wanted: Iterable[str], scan: Scan | None = None) -> None:
        """scan: takes a text of ASCII apart, where there is a faster way than this module's."""
        self._scan = scan
        self.wanted = frozenset(wanted)
        begun = sorted({beginning(word) for word in self.wanted if word.isascii() and "~" not in word})
        self._begun: list[str] = []
        for letters in begun:  # ascending: one that goes on from another comes after it
            if not (self._begun and letters.startswith(self._begun[-1])):
                self._begun.append(letters)
        self._everything = "" in begun or len(self._begun) > _MOST
        self._letters = tuple(self._begun)
        self._all = "\n".join(self._begun)
        self._sought = [*self._begun, *{f"{letters[0]}.{letters[1:2]}" for letters in begun if letters}]
        self._apart = [found for letters in self._begun for found in _written_apart(letters)]

    def spot(self, texts: Sequence[str], language: str) -> Spotted:
        """What is wanted of the texts joined by JOINT: one search through all is faster than one each."""
        whole = JOINT.join(texts)  # no token reaches over a joint
        if self._everything or (language in STEMMED and language != "en"):
            places = [place for hyphen in HYPHENS for place in _all_places(whole, hyphen)]
            return self._spotted(self._among_all(whole, language), whole, language, places, texts)
        if self._scan and (plain := in_ascii(whole)):
            return self._scanned(self._scan, plain, whole, language, texts)
        lower = (whole if whole.isascii() else whole.encode("ascii", "replace").decode()).lower()
        found = [place for letters in self._sought if letters in lower for place in _all_places(lower, letters)]
        if not whole.isascii():
            found += [beyond.start() for beyond in _BEYOND.finditer(whole)]
        found += self._across(_APOSTROPHES, whole, lower)
        tokens, hyphens = self._around(whole, language, sorted(found)) if found else ([], [])
        hyphens += self._across(HYPHENS, whole, lower)
        is_apart = self._apart and (not whole.isascii() or any(sought in lower for sought in self._apart))
        return self._spotted(tokens, whole, language, hyphens, texts if is_apart else ())

    def _scanned(self, scan: Scan, plain: str, text: str, language: str, texts: Sequence[str]) -> Spotted:
        starts, ends, hyphens = scan(plain, self._letters)
        term, wanted = terms_of(language), self.wanted
        found = zip(starts, ends, strict=True)
        tokens = [(start, end, its_term) for start, end in found if (its_term := term(text[start:end])) in wanted]
        is_apart = self._apart and any(map(plain.lower().__contains__, self._apart))
        return self._spotted(tokens, text, language, hyphens, texts if is_apart else ())

    def _among_all(self, text: str, language: str) -> list[Sighting]:
        term, wanted = terms_of(language), self.wanted
        return [
            (*found.span(), its_term)
            for found in token_pattern(text).finditer(text)
            if (its_term := term(found[0])) in wanted
        ]

    def _across(self, signs: str, text: str, lower: str) -> list[int]:
        """Where one of these signs stands between letters that are neighbours in what is sought, or not ASCII."""
        return [
            place
            for sign in (signs if not text.isascii() else signs[0])
            if sign in text
            for place in _all_places(text, sign)
            if (around := lower[max(place - 1, 0) : place] + lower[place + 1 : place + 2]) in self._all or "?" in around
        ]

    def _around(self, text: str, language: str, places: Sequence[int]) -> tuple[list[Sighting], list[int]]:
        """The wanted among the tokens that hold these places or come next; hyphens that follow any of these tokens."""
        search, inside, wanted = token_pattern(text).search, _INSIDE.match, self.wanted
        term = terms_of(language)
        tokens, hyphens, end = [], [], 0
        for place in places:
            if place < end:
                continue
            begin = place
            while begin > end and text[begin - 1] != " " and inside(text, begin - 1):
                begin -= 1
            found = search(text, begin)
            while found and (end := found.end()) <= place:
                found = search(text, end)
            if not found:
                break
            if (its_term := term(found[0])) in wanted:
                tokens.append((found.start(), end, its_term))
            if text[end : end + 1] in HYPHENS:
                hyphens.append(end)
        return tokens, hyphens

    def _spotted(
        self, tokens: list[Sighting], text: str, language: str, hyphens: Sequence[int], parts: Sequence[str]
    ) -> Spotted:
        """With the words of two parts: those with these hyphens, and in `parts` those written apart."""
        joint = [found for place in hyphens if (found := hyphenated(text, place))]
        begin = 0
        for part in parts:
            joint += [(begin + start, word) for start, word in apart(part)]
            begin += len(part) + len(JOINT)
        if not joint:
            return Spotted(tokens, ())
        term = terms_of(language)
        wanted = {(start, its_term) for start, word in joint if (its_term := term(word)) in self.wanted}
        return Spotted(tokens, sorted((start, _second_end(text, start), its_term) for start, its_term in wanted))


def _all_places(text: str, sought: str) -> list[int]:
    places = []
    place = text.find(sought)
    while place >= 0:
        places.append(place)
        place = text.find(sought, place + 1)
    return places


def shared_out(found: Sequence[tuple[int, int, T]], texts: Sequence[str]) -> list[Sequence[tuple[int, int, T]]]:
    """What stands in the texts joined, ascending, text by text and counted from its beginning."""
    shares: list[Sequence[tuple[int, int, T]]] = []
    begin = place = 0
    following = found[0][0] if found else -1  # where what comes next begins
    for text in texts:
        end = begin + len(text)
        if begin <= following < end:
            last = bisect_left(found, (end,), place)
            own = found[place:last]
            shares.append([(start - begin, stop - begin, what) for start, stop, what in own] if begin else own)
            place, following = last, found[last][0] if last < len(found) else -1
        else:
            shares.append(())
        begin = end + len(JOINT)
    return shares


def _written_apart(letters: str) -> Iterator[str]:
    """How a word of two parts looks that begins with these letters and is written apart."""
    for first in FIRST_PARTS:
        if letters.startswith(first):
            yield f"{first} {letters[len(first) :]}"
        elif first.startswith(letters):
            yield f"{first} "


def _second_end(text: str, start: int) -> int:
    return token_end(text, token_end(text, start) + 1)
