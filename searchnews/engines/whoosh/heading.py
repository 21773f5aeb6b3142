"""Compiled with numba: which words stand in the headlines of a few articles just as they were typed.

The plain form is in rescoring.py. Imported only where the extra `fast` is installed.
"""

from __future__ import annotations

import numpy as np

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.compiled import reached
from searchnews.engines.whoosh.looping import loop


@loop
def headed(
    rows: Array,
    documents: Array,
    window: Array,
    leads: Array,
    telling: Array,
    worth: tuple[float, float, float],
    typed: Array,
    scores: Array,
) -> None:
    """Note what stands in the headline of each document of the window, and add what it is worth to the scores.

    rows: int64, a word each: which it is, and the first and last of its places in `documents` (Segment.headings). window:
    documents of this segment, ascending. leads: float64 [window, words], what each word leads by there, and telling:
    float32, what it tells; of both, those that decide only, which the common ones stand behind. worth: TYPED, ASIDE and
    HEADLINE (ranking.py). typed: bool [window, words], all False. scores: float32, beside `window`.
    """
    share, aside, headline = worth
    for row in range(len(rows)):
        at, end = rows[row, 1], rows[row, 2]
        for number in range(len(window)):
            at = reached(documents, window[number], at, end)
            if at == end:
                break
            typed[number, rows[row, 0]] = documents[at] == window[number]
    for number in range(len(window)):
        added, whole = 0.0, True
        for word in range(len(telling)):
            whole = whole and leads[number, word] >= headline
            if typed[number, word]:
                added += share * telling[word]
        for word in range(len(telling), typed.shape[1]):
            typed[number, word] &= whole
            if typed[number, word]:
                added += aside
        scores[number] += np.float32(added)


def try_out() -> None:
    """Run the loop on the types that an index has, so that no search waits for a compilation."""
    window, typed, scores = np.array([0], np.int32), np.zeros((1, 1), np.bool_), np.zeros(1, np.float32)
    for documents in (np.array([0], np.uint16), np.array([0], np.int32)):
        headed(
            np.array([[0, 0, 1]]),
            documents,
            window,
            np.ones((1, 1)),
            np.ones(1, np.float32),
            (0.1, 0.1, 1.0),
            typed,
            scores,
        )
