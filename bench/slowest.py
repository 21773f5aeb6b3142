"""The slowest queries we can think of, beside the median faceted page: `python -m bench.slowest INDEX`.

Only searchnews, compiled loops where they are, processor time of the one thread; each query in a process that has
answered others, when it is asked first, and the better of two tries after that, as is the median page; a query that is
refused with the limit it breaks counts with the time that took.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from searchnews.engines.whoosh import kernels
from searchnews.engines.whoosh.engine import WhooshEngine
from searchnews.errors import QueryTooLarge
from searchnews.request import make_query

TRIES = 2
_COMMON = """
the of and to in said that for on it was with as at by from is its be has have will would year company bank oil trade
market government prices state new minister president foreign union report country million
""".split()  # noqa: SIM905 - as a list it takes a screen
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
ORDINARY = (
    "bank", "oil prices", "trade OR tariff", "zinc", "minister quota", '"foreign minister"', "said company market",
    "market", "coup envoy", "reef OR ferry OR quay", "central bank rates", "strike", "harbour OR port",
)  # fmt: skip


def heavy() -> Iterator[str]:
    """Queries made to be slow: as many common words, patterns, windows as the limits of the language allow."""
    yield " OR ".join(_COMMON)
    yield " ".join(f"+{word}" for word in _COMMON)
    yield " OR ".join(f'"{one} {other}"' for one in _COMMON[:8] for other in _COMMON[:8] if one != other)
    yield from ('"of the"', '"the of"', f'"{" ".join(_COMMON[:20])}"', "hlead:(the of and to in)")
    yield from ("first9999:the first9999:of", "atleast9:(the OR of OR and OR to OR in)", "-zzz", "the -of")
    for mark in ("{}*", "*{}*", "*{}", "?{}*"):
        for between in (" ", " OR "):
            yield between.join(mark.format(letter) for letter in _LETTERS)
    yield from (between.join(f"{word}~2" for word in _COMMON) for between in (" ", " OR "))
    yield from (" OR ".join(f"{word}{letter}x~2" for letter in _LETTERS) for word in ("compan", "govern"))
    yield from (" OR ".join(f"*{one}{other}q*" for one in _LETTERS[:7] for other in _LETTERS[:8]), "*zq OR *zx OR ?qz*")
    yield from ("*a*", "*e* *a* *i* *o*", "???? OR ??? OR ?????", "*" + "a*" * 400, "title:(a* OR b* OR c*)")
    yield from ("the w/99 of", "the pre/99 of", "the NOT w/5 of", "(the OR of OR and) w/9 (to OR in OR said)")
    yield from (
        "(the w/99 of) w/99 and",
        "the w/99 of w/99 and w/99 to w/99 in",
        "(a* OR b* OR c*) w/99 (d* OR e* OR f*)",
    )
    yield from ("(a* OR b*) NOT w/9 (d* OR e*)", '"same para"(the of and to in)', '"same para"(a* b* c* d* e*)')
    yield from ("atleast9:(a* OR b* OR c* OR d*)", " ".join(["oil"] * 64), "lang:en kind:article the OR of")
    yield " ".join(f"zzz{letter}q" for letter in _LETTERS)


def times(search: Callable[[str], object], query: str) -> tuple[float, float, bool]:
    """Milliseconds when it is asked first, and of the best of the tries after that; whether the query was refused."""
    found, refused = [], False
    for _ in range(1 + TRIES):
        begun = time.thread_time()
        try:
            search(query)
        except QueryTooLarge:
            refused = True
        found.append(1000 * (time.thread_time() - begun))
    return found[0], min(found[1:]), refused


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("index", type=Path)
    options.add_argument("--first", type=int, default=15, help="so many of the slowest are listed (15)")
    given = options.parse_args()
    kernels.load()
    engine = WhooshEngine(given.index)
    for detail in ("ids", "full"):

        def search(text: str, detail: str = detail) -> object:
            return engine.search(make_query(text, detail=detail))

        page = median(times(search, query)[1] for query in ORDINARY)
        rows = sorted(((*times(search, query), query) for query in heavy()), reverse=True)
        print(f"{detail}: {engine.stats().articles:,} articles, the median page takes {page:.3f} ms")
        print(f"{'first':>10} {'again':>10} ms   first to the median page")
        for first, again, refused, query in rows[: given.first]:
            print(f"{first:10.2f} {again:10.2f} {first / page:8.1f} x {'refused' if refused else '':8}{query[:90]}")


if __name__ == "__main__":
    main()
