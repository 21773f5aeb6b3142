"""The loops that a search spends its time in, by name: in plain NumPy, compiled with numba where the extra `fast` is installed.

Both forms do the same operations on the same types in the same order, and give the same bits. A process begins with
the plain ones (plain.py, plain_counting.py); `load` brings in the compiled ones, which takes as long as some hundred searches.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import threading
from collections.abc import Callable
from typing import Any

from searchnews.engines.whoosh.arrays import Array
from searchnews.engines.whoosh.plain import add_part, common, keys_of, mark, places_of, present, tally, union
from searchnews.engines.whoosh.plain_counting import best, counted, ranked, shown

__all__ = ["add_part", "common", "counted", "keys_of", "mark", "present", "ranked", "tally", "union"]
__all__ += ["best", "places_of", "shown"]  # of these there is one form only

PLAIN: dict[str, Callable[..., Any]] = {
    loop.__name__: loop for loop in (add_part, keys_of, common, union, mark, tally, present, counted, ranked)
}


def missing(*_: Any) -> Any:
    """What stands for a loop that is compiled only, until it is."""
    raise NotImplementedError


# What is compiled, and where the plain form of the same is.
sweep: Callable[..., tuple[Array, Array]] = missing  # sweeping.py; adding.py
spread: Callable[..., None] = missing  # the same
standing_together: Callable[..., int] = missing  # phrasing.py; the plain form is in phrases.py
phrase_all: Callable[..., tuple[Array, Array]] = missing  # phrased.py; the same
stand: Callable[..., None] = missing  # placing.py; looking.py
headed: Callable[..., None] = missing  # heading.py; looking.py
mentioned: Callable[..., None] = missing  # mentioning.py; explaining.py
answer_bag: Callable[..., tuple[Array, Array, Array, Array]] = missing  # answering.py; answers.py
answer_found: Callable[..., tuple[Array, Array, Array]] = missing  # the same
united: Callable[..., tuple[Array, Array, Array, Array, Array]] = missing  # uniting.py; leaves.py
near_words: Callable[..., Array] = missing  # compiled_words.py; shapes.py
wild_words: Callable[..., Array] = missing  # the same
spelled_words: Callable[..., tuple[Array, Array]] = missing  # the same
sighted: Callable[..., tuple[Array, Array]] = missing  # sighting.py; highlighting.py
excerpts: Callable[..., tuple[Array, Array]] = missing  # excerpts.py; snippets.py

COMPILED_ONLY = {
    "searchnews.engines.whoosh.sweeping": ("sweep", "spread"),
    "searchnews.engines.whoosh.phrasing": ("standing_together",),
    "searchnews.engines.whoosh.phrased": ("phrase_all",),
    "searchnews.engines.whoosh.placing": ("stand",),
    "searchnews.engines.whoosh.heading": ("headed",),
    "searchnews.engines.whoosh.mentioning": ("mentioned",),
    "searchnews.engines.whoosh.answering": ("answer_bag", "answer_found"),
    "searchnews.engines.whoosh.uniting": ("united",),
    "searchnews.engines.whoosh.compiled_words": ("near_words", "wild_words", "spelled_words"),
    "searchnews.engines.whoosh.sighting": ("sighted",),
    "searchnews.engines.whoosh.excerpts": ("excerpts",),
}


def can_sweep() -> bool:
    """Whether what is compiled only is there."""
    return sweep is not missing


_ENOUGH = 2  # searches after which a process is likely to go on searching
_searches = 0


def noticed() -> None:
    """Count a search; a process that goes on searching gets the compiled loops, from another thread."""
    global _searches
    if _searches < _ENOUGH:
        _searches += 1
        if _searches == _ENOUGH and available():
            threading.Thread(target=load, name="compiled loops").start()


def available() -> bool:
    """Whether compiled loops can be had and are not declined by SEARCHNEWS_KERNELS=numpy."""
    return os.environ.get("SEARCHNEWS_KERNELS") != "numpy" and importlib.util.find_spec("numba") is not None


def load() -> None:
    """Put the compiled loops in place of the plain ones, in this process from now on."""
    try:
        from searchnews.engines.whoosh import compiled, looping

        modules = {name: importlib.import_module(name) for name in COMPILED_ONLY}
        for module in (compiled, *modules.values()):
            module.try_out()
        looping.let_go()
    except Exception:  # noqa: BLE001 - a numba that can't be imported or can't compile here: the plain loops do the same
        return
    globals().update({name: getattr(compiled, name) for name in PLAIN})
    for name, loops in COMPILED_ONLY.items():
        globals().update({loop: getattr(modules[name], loop) for loop in loops})
