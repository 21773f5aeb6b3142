"""Phrases that say what a line is about, looked for in all lines of a page at once.

A page of sixty paragraphs has none or one of a hundred such phrases. So for each phrase four of its bytes are known that
are rare; all groups of four bytes of the page are looked up among them in a few steps of NumPy, and only a phrase whose
bytes are there is looked for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from searchnews.extract.line_words import table

_GROUP = 4  # bytes
_BITS = 16  # of a group's number, by which most groups are told from those looked for
_SPREAD = np.uint32(2_654_435_761)  # Knuth's multiplier: 2^32 by the golden ratio
_SHIFT = np.uint32(32 - _BITS)
_COMMON = b" etaoinsrhldcumfpgwybvkxjqz"  # from the commonest on; bytes of other alphabets are rarer on most pages


class _Phrases(NamedTuple):
    """The phrases of a class by the four bytes that tell them."""

    by_group: dict[int, tuple[str, ...]]
    known: npt.NDArray[np.bool_]  # by a group's number


@functools.cache
def _phrases(name: str) -> _Phrases:
    by_group: dict[int, tuple[str, ...]] = {}
    for phrase in (each.casefold().replace("\u200c", "") for each in table(name)["phrases"]):
        group = _rarest(phrase.encode())
        by_group[group] = (*by_group.get(group, ()), phrase)
    known = np.zeros(1 << _BITS, np.bool_)
    known[_numbers(np.array(list(by_group), np.uint32))] = True
    return _Phrases(by_group, known)


def _rarest(phrase: bytes) -> int:
    groups = [phrase[start : start + _GROUP] for start in range(len(phrase) - _GROUP + 1)]
    return int.from_bytes(max(groups, key=_rareness), "little")


def _rareness(group: bytes) -> int:
    return sum(_COMMON.index(byte) if byte in _COMMON else len(_COMMON) for byte in group)


def _numbers(groups: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    return (groups * _SPREAD) >> _SHIFT


def phrases_said(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The class's phrases that some of the texts, casefolded, have."""
    text = "\n".join(texts)
    data = text.encode("utf-8", "surrogatepass")
    phrases = _phrases(name)
    found: set[int] = set()
    for start in range(min(_GROUP, len(data) - _GROUP + 1)):
        groups = np.frombuffer(data, "<u4", (len(data) - start) // _GROUP, start)
        found.update(groups[phrases.known[_numbers(groups)]].tolist())
    likely = [phrase for group in found for phrase in phrases.by_group.get(group, ())]
    return tuple(phrase for phrase in likely if phrase in text)
