"""Which language a text is written in: counted where it is plainly English, else py3langid."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import repeat
from typing import Any

from searchnews.extract.lines import width
from searchnews.extract.looped_language import Judge, classified, judge
from searchnews.models import Evidence

_WORD = re.compile(r"[^\W\d_]+")
_LOWERED = "".join(chr(code).lower() if chr(code).isalpha() else " " for code in range(128))  # for ASCII: words apart
_LETTERS = 40  # what is shorter says too little
_SAMPLE = 1_200  # characters looked at
_GLANCE = 480  # of them, where these are clear already


def _read() -> dict[str, frozenset[str]]:
    source = files("searchnews.extract").joinpath("vocabulary/english.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(source).items()}


_VOCABULARY = _read()
_ENGLISH, _NEWS, _FOREIGN = _VOCABULARY["english"], _VOCABULARY["news"], _VOCABULARY["foreign"]
_ONLY_ENGLISH = (_ENGLISH - _VOCABULARY["shared"]) | _NEWS
# What a word counts: one sum over a text's words is three counts, each of so many bits.
_BITS = 12
_MOST = (1 << _BITS) - 1
_COUNTED = {
    word: sum(1 << _BITS * place for place, words in enumerate((_FOREIGN, _ENGLISH, _ONLY_ENGLISH)) if word in words)
    for word in _FOREIGN | _ENGLISH | _NEWS
}
_TELLING = (
    0.06  # share of the others that is enough, where next to nothing is foreign: prose with many names and figures
)
_UNFOREIGN = 0.02
_SURE = 0.20  # share of function words in English news, lists included; other languages stay below a tenth
_DOUBT = 0.08
_CLEAR, _CLEAN = 0.25, 0.04  # the same at a glance
_PLAIN_ENGLISH, _TOO_SHORT = 1, 2  # what Judge says
_LIMITS = (_CLEAN, _CLEAR, _DOUBT, _SURE, _UNFOREIGN, _TELLING)  # as compiled loops take them
_CONFIDENT = 0.85  # probability under which py3langid is not believed against nothing
_CODE = re.compile(r"\A([a-z]{2})(?:[-_]|\Z)")
_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es", "italian": "it",
          "portuguese": "pt", "turkish": "tr", "türkçe": "tr", "dutch": "nl", "russian": "ru", "arabic": "ar", "chinese": "zh", "japanese": "ja"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """A language and how it is known; code "" and no evidence where it is not."""

    code: str  # ISO 639-1
    evidence: Evidence | None


_PLAINLY_ENGLISH = Language("en", Evidence("function-words", "words of the text", 0.98))


_seen: dict[str, int] = {}  # the texts that were last looked at together, with what Judge says of each


def foresee(texts: Sequence[str]) -> None:
    """Have `detect` know what is plain of many texts of ASCII, which takes a fraction of looking at one by one."""
    global _seen
    judged = _judge()
    _seen = dict(zip(texts, judged.each(texts, _SAMPLE), strict=True)) if judged else {}


def detect(text: str, declared: str = "") -> str:
    """The ISO 639-1 code of a text's language, "" when unsure: see `told`."""
    verdict = _seen.get(text)
    if verdict == _PLAIN_ENGLISH:
        return _PLAINLY_ENGLISH.code
    sample = text[:_SAMPLE]
    judged = _judge() if sample.isascii() else None
    return _judged(sample, declared, judged, verdict) if judged else told(text, declared).code


def _judge() -> Judge | None:
    return judge(_COUNTED, (_BITS, _GLANCE, _LETTERS), _LIMITS)


def _judged(sample: str, declared: str, judged: Judge, verdict: int | None) -> str:
    """`detect`, by compiled loops, of a sample of ASCII. verdict: what was told of it; None: nothing yet."""
    data = sample.encode()
    if verdict is None:
        verdict = judged(data)
    if verdict == _PLAIN_ENGLISH:
        return _PLAINLY_ENGLISH.code
    if verdict == _TOO_SHORT:
        return declared_code(declared)
    found = classified(data.lower(), _CONFIDENT)
    if found is None:
        return _classified(sample.lower(), declared_code(declared)).code
    code, sure = found
    return _plain(code) if sure else declared_code(declared)


def told(text: str, declared: str = "") -> Language:
    """A text's language, and by what it is known.

    `declared` is what the page claims ("en-GB", "German"): it is believed for a text too short to tell (under 40 letters) and
    breaks a tie, but templates in English hold stories in every language, so a clear text wins.
    """
    claim = declared_code(declared)
    if len(text) > _GLANCE and _is_clear(_words_in(text[:_GLANCE])):
        return _PLAINLY_ENGLISH
    sample = text[:_SAMPLE]
    found = _words_in(sample)
    if len(found) < _LETTERS and sum(map(len, found)) < _LETTERS and width(sample) < _LETTERS:
        return _declared(claim)
    foreign, english, only = _shares(found)
    if (foreign < _DOUBT and english >= _SURE) or (foreign < _UNFOREIGN and only >= _TELLING):
        return _PLAINLY_ENGLISH
    return _classified(sample.lower(), claim)


def _words_in(sample: str) -> list[str]:
    return sample.translate(_LOWERED).split() if sample.isascii() else _WORD.findall(sample.lower())


def _is_clear(found: Sequence[str]) -> bool:
    """Whether words, a part of a text only, are so plainly English that the rest need not be looked at."""
    foreign, english, _ = _shares(found)
    return len(found) >= _LETTERS and foreign < _CLEAN and english >= _CLEAR


def _shares(found: Sequence[str]) -> tuple[float, float, float]:
    """Which shares of words are common in another language; function words of English; written so in English only."""
    counted = sum(map(_COUNTED.get, found, repeat(0)))
    size = max(len(found), 1)
    foreign, english, only = (counted >> shift & _MOST for shift in (0, _BITS, 2 * _BITS))
    return foreign / size, english / size, only / size


def _declared(claim: str) -> Language:
    return Language(claim, Evidence("declared", "language the page claims", 0.6) if claim else None)


def declared_code(declared: str) -> str:
    """The two-letter code in "en-GB", "EN" or "English"; "" for anything else."""
    claim = declared.strip().lower()
    found = _CODE.match(claim)
    return found[1] if found else _NAMES.get(claim, "")


def _classified(sample: str, claim: str) -> Language:
    """What py3langid says; capitals are lowered first, it takes them for other languages."""
    code, probability = _model().classify(sample)
    if float(probability) < _CONFIDENT:
        return _declared(claim)
    return Language(_plain(str(code)), Evidence("py3langid", "letters of the text", round(float(probability), 2)))


def _plain(code: str) -> str:
    return "no" if code in {"nb", "nn"} else code


@functools.cache
def _model() -> Any:
    """The model, loaded once a process and only when needed."""
    from searchnews.extract.language_model import identifier

    return identifier()
