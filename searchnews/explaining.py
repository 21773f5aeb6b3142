"""Why an article has its score: the parts that the score is the sum of, by the functions of ranking.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from searchnews.fields import TEXT_FIELDS
from searchnews.initialisms import MARK
from searchnews.models import Part
from searchnews.query.echo import canonical
from searchnews.query.nodes import Leaf, Node, Term, weighted_leaves
from searchnews.ranking import ASIDE, HEADLINE, TYPED, near, saturated, weighted_frequency

_FIELDS = {field.name: (field.weight, field.b, field.label) for field in TEXT_FIELDS}
_SAID = {
    "headline": "{} in the headline",
    "beginning": "{} at the beginning of the text",
    "near": "{} near other words of the query",
    "typed": "{} in the headline just as typed",
    "recent": "how recent it is",
}


class Standing(NamedTuple):
    """A word, phrase, pattern or window of a query in one article."""

    words: str  # the leaf as it would be typed
    telling: float  # weight × rarity
    mentions: Mapping[str, int]  # text field → how many, in the order of TEXT_FIELDS; fields without one left out


class Place(NamedTuple):
    """Where a word stands in one of the best articles."""

    words: str
    telling: float
    leading: float  # what it leads by: HEADLINE, LEAD or 0
    closeness: float
    typed: bool  # it stands in the headline just as it was typed


def written(leaf: Leaf) -> str:
    """A leaf as it would be typed; of a marker, what it marks."""
    if isinstance(leaf, Term) and not leaf.text and (term := leaf.variants[0]).endswith(MARK):
        return f"{canonical(replace(leaf, text=term.removesuffix(MARK).upper()))} as an initialism"
    return canonical(leaf)


def distinct(node: Node) -> dict[Leaf, float]:
    """The leaves that make a score, each once with all its weight."""
    found: dict[Leaf, float] = {}
    for leaf, weight in weighted_leaves(node):
        found[leaf] = found.get(leaf, 0.0) + weight
    return found


def explained(
    standing: Iterable[Standing],
    places: Iterable[Place],
    lengths: Mapping[str, int],
    averages: Mapping[str, float],
    gain: float,
    aside: Iterable[str] = (),
) -> tuple[Part, ...]:
    """The parts of a score, which is their sum: word by word, then places, then what `gain` for its date adds to these.

    lengths, averages: terms in each text field, of this article and of all. gain: a share of the score, 0 for none.
    aside: the common words of the query that stand in the headline.
    """
    parts = [Part("words", row.words, _bm25f(row, lengths, averages), row.mentions) for row in standing if row.mentions]
    parts += [part for row in places for part in _of_place(row)]
    parts += [Part("typed", word, ASIDE) for word in aside]
    gained = gain * sum(part.score for part in parts)
    if gained:
        parts.append(Part("recent", "", gained))
    return tuple(parts)


def _bm25f(row: Standing, lengths: Mapping[str, int], averages: Mapping[str, float]) -> float:
    frequency = 0.0
    for name, count in row.mentions.items():
        weight, b, _ = _FIELDS[name]
        frequency += weighted_frequency(weight, b, float(count), float(lengths[name]), averages[name])
    return row.telling * saturated(frequency)


def _of_place(row: Place) -> list[Part]:
    found = []
    if row.leading:
        kind = "headline" if row.leading >= HEADLINE else "beginning"
        found.append(Part(kind, row.words, row.telling * row.leading))  # type: ignore[arg-type]
    if row.closeness and row.leading < HEADLINE:
        found.append(Part("near", row.words, row.telling * near(row.closeness)))
    if row.typed:
        found.append(Part("typed", row.words, row.telling * TYPED))
    return found


def said(part: Part) -> str:
    """A part for people: "oil in the headline", "oil: 3 in text, 1 in headline"."""
    if part.kind != "words":
        return _SAID[part.kind].format(part.words)
    where = ", ".join([f"{count:,} in {_FIELDS[name][2]}" for name, count in part.mentions.items()])
    return f"{part.words}: {where}"


def shares(parts: Iterable[Part]) -> list[int]:
    """Each part's share of the score in whole per cent, 100 together; all 0 where the score is 0."""
    scores = [part.score for part in parts]
    total = sum(scores)
    if not total:
        return [0] * len(scores)
    exact = [100 * score / total for score in scores]
    whole = list(map(int, exact))
    missing = 100 - sum(whole)
    if missing:
        rests = [known - share for known, share in zip(whole, exact, strict=True)]
        for place in sorted(range(len(rests)), key=rests.__getitem__)[:missing]:
            whole[place] += 1
    return whole
