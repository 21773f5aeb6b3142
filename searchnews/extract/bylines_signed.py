"""Authors that the text itself names: a signature under it, or the reporter's mark of East Asian papers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchnews.extract.byline_words import profession
from searchnews.extract.bylines import is_eastern, is_labelled, is_person, split_names

_HAN, _HANGUL = r"\u3005\u3007\u4e00-\u9fff", r"\uac00-\ud7a3"
# "（記者林佳蓉花蓮27日報導）", "本报记者 陈雨桐", "(솔재=강산일보) 한지우 기자 =", "[강산일보 한지우 기자]"
_MARKS = (
    re.compile(
        rf"[（(【〔\[][^）)】〕\]]{{0,8}}?(?:記者|记者)[ \u3000]?(?P<name>[{_HAN}]{{3}}|[{_HAN}]{{2}}|[{_HAN}]{{4}})"
        rf"(?:[／/、 \u3000][^）)】〕\]]{{0,16}}|[{_HAN}]{{2,4}}\d{{0,2}}日?[／/]?\w{{0,6}}(?:電|電|報導|报道|讯|訊))?[）)】〕\]]"
    ),
    re.compile(rf"(?:本报记者|本報記者|本网记者)[ \u3000]?(?P<name>[{_HAN}]{{2,3}})(?![{_HAN}])"),
    re.compile(
        rf"(?:\A|[\[(【\])】 =])(?P<name>[{_HANGUL}]{{2,4}})\s?(?:수습|인턴|선임)?(?:기자|특파원)(?:\s*[=)\]】]|\s*\Z|\s+\S+@\S+\Z)"
    ),
)
_HEAD = 60  # characters of a text in which such a mark stands
_LINE = 60  # characters of a signature
_LAST = 2  # paragraphs at the end that may be one
# What follows a name where a text tells who that is; a comma does, too.
_IS = frozenset(
    {
        "is",
        "was",
        "ist",
        "est",
        "es",
        "è",
        "é",
        "er",
        "är",
        "jest",
        "on",
        "je",
        "e",
        "este",
        "to",
        "—",
        "–",
        "-",
        "covers",
        "writes",
        "reports",
        "schreibt",
        "écrit",
        "escribe",
        "scrive",
        "escreve",
        "adalah",
        "là",
    }
)
_TOLD = 140  # characters in which a biography names a profession
_TAIL = " \t()（）[]*—–-/"


def marked(body: Sequence[str]) -> tuple[str, ...]:
    """The reporter that the first words of a text or its last line mark; () where none is marked."""
    for text in (*(text[:_HEAD] for text in body[:1]), *(text[-_LINE:] for text in body[-_LAST:])):
        for mark in _MARKS:
            if found := mark.search(text):
                return (found["name"],)
    return ()


def signature(body: Sequence[str]) -> tuple[str, ...]:
    """The people that a last paragraph consists of: "Ирина КОЛЬЦОВА", "Ada Marsh and Ben Holm"; () where it is a sentence."""
    for text in body[-_LAST:] if len(body) > _LAST else ():
        bare = text.strip(_TAIL)
        names = split_names(bare) if _may_sign(bare) else []
        if (
            names
            and all(map(is_person, names))
            and (is_labelled(bare) if any(map(is_eastern, names)) else _is_cased(bare))
        ):
            return tuple(names)
    return ()


def presented(text: str) -> str:
    """The person whom a text's first words present: "Ada Marsh is a reporter", "Ada Marsh, Professor of Geography"; "" where it is none."""
    parts = text.split(maxsplit=5)
    for count in range(2, len(parts)):
        name = " ".join(parts[:count])
        if name[-1] in ",:" or parts[count].casefold() in _IS:
            return name.rstrip(",:") if is_person(name.rstrip(",:")) and _is_cased(name) else ""
    return ""


def biography(body: Sequence[str]) -> tuple[str, ...]:
    """The author whom a last paragraph presents with a profession, and whom the story does not speak of."""
    for number, text in enumerate(body[-_LAST:], max(len(body) - _LAST, 0)) if len(body) > _LAST else ():
        name = presented(text)
        if name and profession().search(text[len(name) : _TOLD]):
            family = name.rpartition(" ")[2]
            if not any(family in other for place, other in enumerate(body) if place != number):
                return (name,)
    return ()


def _is_cased(text: str) -> bool:
    """Whether capitals tell a text's names: where a script has none, two words may be anything. "Don't Stop Now" is no name."""
    return text[0].isupper() and "n't" not in text and "n’t" not in text


def _may_sign(text: str) -> bool:
    """Whether a text is short, of at least two words or signs without spaces, and ends without a stop."""
    return 3 < len(text) <= _LINE and text[-1] not in '.!?:;…»”"' and not any(map(str.isdigit, text))
