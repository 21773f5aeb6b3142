"""Any number of articles by recombining the sentences of a news set, with a vocabulary that goes on growing."""

from __future__ import annotations

import csv
import gzip
import json
import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from bench.names import Names, name

_DESKS = ("World", "Business", "Politics", "Sport", "Science", "Health", "Culture", "Climate", "Law", "Travel")
SECTIONS = (*_DESKS, "Education", "Opinion")
SOURCES = tuple(
    f"{name(100_000 + 7 * n)} {kind}" for n, kind in enumerate(("Herald", "Courier", "Tribune", "Post") * 15)
)
FIRST_DAY = date(2010, 1, 1)
DAYS = 3652  # ten years
LONG_WORDS = 390  # the mean length of a long article
_SIGMA = 0.6  # of the lognormal of lengths
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")
_CLAUSES = (", {} said.", ", according to {}.", ", as {} had expected.", " in {}.", ", a spokesman for {} said.")


@dataclass(frozen=True, slots=True)
class Material:
    """What articles are made from."""

    sentences: Sequence[str]
    titles: Sequence[str]


def material(folder: Path) -> Material:
    """The sentences and headlines of the news set in a folder: its JSON Lines and CSV files, gzipped or not."""
    sentences: list[str] = []
    titles: list[str] = []
    for title, body in _stories(folder):
        if title:
            titles.append(" ".join(title.split()))
        sentences += [part for part in _SENTENCE_END.split(" ".join(body.split())) if 5 <= part.count(" ") + 1 <= 60]
    if not sentences or not titles:
        raise SystemExit(f"{folder}: no articles to take sentences from")
    return Material(sentences, titles)


def _stories(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.iterdir()):
        opener = gzip.open if path.suffix == ".gz" else open
        if ".jsonl" in path.suffixes:
            with opener(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    yield row.get("title") or "", row.get("body") or ""
        elif ".csv" in path.suffixes:
            with opener(path, "rt", encoding="utf-8", errors="replace", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield row.get("title") or "", row.get("text") or ""


def articles(given: Material, count: int, length: str, seed: int) -> Iterator[dict[str, str]]:
    """`count` articles as the columns of a record, each "long" or "short"; the same seed gives the same articles."""
    rng = random.Random(f"{seed} {length}")
    names = Names(rng)
    days, sections, sources = _days(rng), _zipf(SECTIONS), _zipf(SOURCES)
    for _ in range(count):
        yield {
            "title": _title(given.titles, names, rng),
            "body": _body(given.sentences, names, rng, length),
            "source": rng.choices(SOURCES, cum_weights=sources)[0],
            "section": rng.choices(SECTIONS, cum_weights=sections)[0],
            "date": next(days),
        }


def write(target: Path, given: Material, count: int, length: str, seed: int) -> None:
    """The articles as JSON Lines; the file appears only when it is whole."""
    unfinished = target.with_name(f"{target.name}.part")
    with unfinished.open("w", encoding="utf-8") as out:
        for article in articles(given, count, length, seed):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    unfinished.replace(target)


def _zipf(values: Sequence[str]) -> list[float]:
    return list(accumulate(1.0 / rank for rank in range(1, len(values) + 1)))


def _days(rng: random.Random) -> Iterator[str]:
    while True:
        yield (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat()


def _title(titles: Sequence[str], names: Names, rng: random.Random) -> str:
    title = titles[rng.randrange(len(titles))]
    return f"{names.mention()}: {title}" if rng.random() < 0.3 else title


def _body(sentences: Sequence[str], names: Names, rng: random.Random, length: str) -> str:
    """Paragraphs of three sentences; every third sentence mentions a name."""
    wanted = rng.lognormvariate(math.log(LONG_WORDS) - _SIGMA**2 / 2, _SIGMA) if length == "long" else 0
    least = 1 if length == "long" else rng.randint(2, 4)
    chosen: list[str] = []
    words = 0
    while len(chosen) < least or words < wanted:
        sentence = sentences[rng.randrange(len(sentences))]
        if rng.random() < 1 / 3:
            sentence = sentence.rstrip(".!?\"' ") + rng.choice(_CLAUSES).format(names.mention())
        chosen.append(sentence)
        words += sentence.count(" ") + 1
    return "\n\n".join(" ".join(chosen[start : start + 3]) for start in range(0, len(chosen), 3))
