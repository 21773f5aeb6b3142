"""What language.py decides of texts of ASCII, by compiled loops (native_language.py)."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchnews.extract import language_model
from searchnews.extract.looped_cells import told_of_each
from searchnews.native import Loop, address_of, loops

Array = NDArray[Any]
_MODULE = "searchnews.extract.native_language"
_WORDS = ("f64*", "u32*", "i64*", "i32*", "u16*", "f32*", "i32*", "i32*", "f32*", "i64*")  # the types of Model.arrays
_SLOTS = 1 << 11
_MIX, _LOW = 0x9E3779B97F4A7C15, (1 << 64) - 1
_NEAR = 0.0001  # two sums of the same numbers in another order are never so far apart: 0.00001 was seen


@dataclass(frozen=True, slots=True)
class Model:
    """py3langid's model as the loop takes it, and room for what it counts."""

    classes: list[str]
    arrays: tuple[Any, ...]  # all that the loop is given but the text
    tell: Callable[..., int]
    worth: Array  # of each class, where the loop puts it
    alone: threading.Lock = field(default_factory=threading.Lock)  # whoever has the room


class Judge:
    """Tells whether a text is plainly English (1), too short to tell (2), or neither (0)."""

    def __init__(
        self, found: Mapping[str, Loop], worth: Mapping[str, int], numbers: Sequence[int], limits: Sequence[float]
    ) -> None:
        """worth: of words in small letters, at most 16 bytes each. numbers, limits: as native_language.judge has them."""
        self._held = (*_table(worth), np.array(limits))
        *table, bounds = map(address_of, self._held, ("u64*", "u64*", "i64*", "f64*"))
        given = *table, _SLOTS - 1, *numbers, bounds
        self._judge, self._each = found["judge"].bound(*given), found["judge_each"]
        self._given = given

    def __call__(self, text: bytes) -> int:
        return self._judge(text, len(text))

    def each(self, texts: Sequence[str], most: int) -> bytearray:
        """The same of many texts of ASCII, of each its first `most` characters."""
        return told_of_each(self._each.bound(most, *self._given), texts)


_judges: dict[int, Judge] = {}


def judge(worth: Mapping[str, int], numbers: Sequence[int], limits: Sequence[float]) -> Judge | None:
    """What judges a text, the same for the same mapping, which stays as it is; None without compiled loops."""
    found = loops(_MODULE)
    if found and id(worth) not in _judges:
        _judges[id(worth)] = Judge(found, worth, numbers, limits)
    return _judges[id(worth)] if found else None


def _table(worth: Mapping[str, int]) -> tuple[Array, Array, Array]:
    low, high, worths = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.int64)
    for word, value in worth.items():
        if not word.isascii():  # no text of ASCII has it
            continue
        data = word.encode()
        first, second = int.from_bytes(data[:8], "little"), int.from_bytes(data[8:16], "little")
        place = ((first ^ second >> 7) * _MIX & _LOW) >> 40 & _SLOTS - 1
        while low[place]:
            place = place + 1 & _SLOTS - 1
        low[place], high[place], worths[place] = first, second, value
    return low, high, worths


def classified(sample: bytes, least: float) -> tuple[str, bool] | None:
    """The language that py3langid finds in a text, and whether its probability reaches `least`.

    None where these sums, in another order than py3langid's, are too near to say.
    """
    found = loops(_MODULE)
    held = _held(found["tell_language"]) if found else None
    if held is None:
        return None
    with held.alone:
        best = held.tell(sample, len(sample))
        probability = float(held.worth[best])
    if best < 0 or abs(probability - least) < _NEAR:
        return None
    return held.classes[best], probability > least


@functools.lru_cache(1)
def _held(tell: Loop) -> Model | None:
    """None where a model is made otherwise than the loop expects."""
    model = language_model.arrays()
    if model is None or model["nextmove"].dtype != np.uint32 or model["ptc"].dtype != np.float16:
        return None
    classes = model["classes"].tolist()
    first = {name: place for place, name in reversed(list(enumerate(classes)))}
    aliases = [(first[name], place) for place, name in enumerate(classes) if first[name] != place]
    scores, worth = np.empty(len(classes), np.float32), np.empty(len(classes))
    table, pairs = model["ptc"].view(np.uint16), np.array(aliases, np.int64).reshape(-1)
    arrays = (
        worth,
        model["nextmove"],
        model["nextmove_row"].astype(np.int64) << 8,
        model["out_feat"].astype(np.int32),
        table,
        model["pc"].astype(np.float32),
        np.zeros(len(table), np.int32),
        np.empty(1 << 13, np.int32),
        scores,
        pairs,
    )
    *given, counts, met, found, doubled = map(address_of, arrays, _WORDS)
    bound = tell.bound(*given, len(scores), counts, met, found, doubled, len(aliases))
    return Model(classes, arrays, bound, worth)
