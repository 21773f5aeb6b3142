"""Which agencies a story is credited to, by the first rung of a ladder that says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from searchnews.extract.agencies import AGENCIES, credited, dateline, sign_off
from searchnews.models import Evidence

_INPUTS = re.compile(
    r"\W{0,2}(?:with )?(?:agency )?(?:additional )?(?:inputs?|files?|reporting|material) (?:from|by) (?P<names>[^()]{2,60}?)\W{0,2}\Z",
    re.IGNORECASE,
)
_SHORT = 100  # characters of a credit of those who helped
_TAIL = 3  # paragraphs at the end in which a story is signed off


@dataclass(frozen=True, slots=True)
class Credit:
    """The agencies credited, and where."""

    names: tuple[str, ...]
    evidence: Evidence | None


def credit_of(
    body: Sequence[str], line: Sequence[str] = (), line_place: str = "", bylines: Sequence[str] = ()
) -> Credit:
    """A source line, else a dateline and the agencies of the byline, else a sign-off. A photo's credit is no source."""
    if line:
        return Credit(tuple(dict.fromkeys(line)), Evidence("source-line", line_place, 0.95))
    filed = dateline(body[0]) if body else None
    named = tuple(dict.fromkeys((*(filed.agencies if filed else ()), *bylines)))
    if named:
        place = "dateline of the first paragraph" if filed and filed.agencies else "byline"
        return Credit(named, Evidence("dateline" if filed and filed.agencies else "byline", place, 0.9))
    for text in reversed(body[-_TAIL:]):
        if names := contributed(text):
            return Credit(names, Evidence("with-inputs", "end of the text", 0.85))
        names = sign_off(text)
        if names:
            return Credit(tuple(dict.fromkeys(names)), Evidence("sign-off", "end of the text", 0.8))
    return Credit((), None)


def contributed(text: str) -> tuple[str, ...]:
    """The agencies that helped: "(With inputs from PTI)", "With files from The Canadian Press"."""
    found = _INPUTS.match(text) if len(text) < _SHORT else None
    return tuple(name for name in credited(found["names"]) if name in AGENCIES) if found else ()
