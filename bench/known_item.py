"""`bench/known-item`: each of some headlines with a third of its words dropped finds its article, or not.

The articles are those of a JSON Lines file (default: the newswire of 1987 beside the project). A headline is asked for
whose words, less some, are still three or more, in small letters; what goes is drawn with a seed (what is looked at to
better the ranking is drawn with another than the one that is told). Every program gets the same text and gives its
list: this one with its defaults, hits, then what nearly matches; the others with all of the words optional. MRR counts
to the hundredth place. Stock Whoosh and tantivy stem English and weigh headlines four times. Some headlines come again
and again: "by chance" is what a program reaches that knows which of them have the words in order, and draws lots.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench import sets

SEED = 1987
DEPTH = 100
DROPPED = 1 / 3
_EDGES = re.compile(r"^\W+|\W+$")
Ask = Callable[[str], Sequence[int]]  # a query → numbers of articles, best first


def drawn(records: Sequence[sets.Record], count: int, seed: int = SEED) -> dict[int, str]:
    """Number of an article → its headline less a third of its words (rounded, in the order they stand)."""
    choose = random.Random(seed)
    found: dict[int, str] = {}
    for record in choose.sample(records, len(records)):
        words = _words(record.title)
        kept = sorted(choose.sample(range(len(words)), len(words) - round(len(words) * DROPPED)))
        if len(kept) >= 3 and record.body:
            found[record.number] = " ".join(words[place] for place in kept).lower()
        if len(found) == count:
            break
    return found


def _words(title: str) -> list[str]:
    return [word for typed in title.split() if (word := _EDGES.sub("", typed))]


def by_chance(records: Sequence[sets.Record], wanted: Mapping[int, str]) -> list[float]:
    """One over the place of each wanted article on average, where all headlines with the words in order are equal."""
    headlines = [_words(record.title.lower()) for record in records]
    having: dict[str, list[int]] = {}
    for place, headline in enumerate(headlines):
        for word in set(headline):
            having.setdefault(word, []).append(place)
    found = []
    for text in wanted.values():
        words = text.split()
        rarest = min((having[word] for word in words), key=len)
        alike = sum(_in_order(words, headlines[place]) for place in rarest)
        found.append(sum(1 / place for place in range(1, alike + 1)) / alike)
    return found


def _in_order(words: Sequence[str], headline: Sequence[str]) -> bool:
    rest = iter(headline)
    return all(word in rest for word in words)


def reciprocal_ranks(ask: Ask, wanted: Mapping[int, str]) -> list[float]:
    """One over the place of each wanted article, 0 beyond the hundredth."""
    ranks = []
    for number, text in wanted.items():
        found = list(ask(text))[:DEPTH]
        ranks.append(1 / (found.index(number) + 1) if number in found else 0.0)
    return ranks


def _ours(folder: Path, records: Sequence[sets.Record]) -> Ask:
    from searchnews.engines import open_engine
    from searchnews.models import Article
    from searchnews.request import make_query

    engine = open_engine(str(folder), "write")
    made = (Article(str(r.number), r.title, body=(r.body,), language="en") for r in records)
    engine.commit([engine.encode(made)])

    def ask(text: str) -> Sequence[int]:
        result = engine.search(make_query(text, limit=DEPTH, detail="ids"))
        return [int(hit.article_id) for hit in (*result.hits, *result.nearly)]

    return ask


def _tantivy(folder: Path, records: Sequence[sets.Record]) -> Ask:
    from bench.programs import tantivy

    tantivy.build(folder, records)
    program = tantivy.Tantivy(folder)

    def ask(text: str) -> Sequence[int]:
        words, _ = program._index.parse_query_lenient(text, tantivy._FIELDS, field_boosts=tantivy._BOOSTS)
        hits = program._searcher.search(words, DEPTH).hits
        return [int(number) for number in program._ids(hits)]

    return ask


def _whoosh(folder: Path, records: Sequence[sets.Record]) -> Ask:
    from whoosh import index, qparser

    from bench.programs import stock_whoosh

    stock_whoosh.build(folder, records)
    opened = index.open_dir(folder)
    searcher = opened.searcher()
    boosts = {"title": 4.0, "body": 1.0}
    reader = qparser.MultifieldParser(list(boosts), opened.schema, fieldboosts=boosts, group=qparser.OrGroup)

    def ask(text: str) -> Sequence[int]:
        return [hit["number"] for hit in searcher.search(reader.parse(text), limit=DEPTH)]

    return ask


PROGRAMS: Mapping[str, Callable[[Path, Sequence[sets.Record]], Ask]] = {
    "searchnews": _ours,
    "tantivy": _tantivy,
    "stock Whoosh": _whoosh,
}


def records(path: Path) -> Iterator[sets.Record]:
    """The articles of a file, gzipped or not, less those without a text."""
    with path.open("rb") as file:
        lines: Any = gzip.open(file) if path.suffix == ".gz" else file  # noqa: SIM115 - closed with the file
        for number, line in enumerate(lines):
            row = json.loads(line)
            yield sets.Record(number, row.get("title") or "", row.get("body") or "", "", "", "")


def main() -> None:
    """Measure the programs in turn and print a line for each."""
    options = _parser().parse_args()
    if "tantivy" in options.only and not find_spec("tantivy"):
        sys.exit("there is no tantivy here: bench/known-item makes an environment that has it; or choose with --only")
    articles = list(records(options.file))
    wanted = drawn(articles, options.queries, options.seed)
    print(f"{len(wanted):,} headlines less a third of their words, {len(articles):,} articles; MRR, found first, found")
    chance = by_chance(articles, wanted)
    print(f"{'by chance':14} {sum(chance) / len(chance):.4f}", flush=True)
    for name in options.only:
        with tempfile.TemporaryDirectory(prefix="known-item-") as folder:
            found = reciprocal_ranks(PROGRAMS[name](Path(folder) / "index", articles), wanted)
        first, any_place = (sum(map(holds, found)) / len(found) for holds in ((1.0).__eq__, bool))
        print(f"{name:14} {sum(found) / len(found):.4f} {first:7.3f} {any_place:7.3f}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/known-item", description="Known headlines, less some words.")
    parser.add_argument(
        "--file", type=Path, default=sets.NEWS / "reuters21578.jsonl.gz", help="JSON Lines, gzipped or not"
    )
    parser.add_argument("--queries", type=int, default=2000, help="headlines asked for (2000)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"what is drawn with ({SEED})")
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, default=list(PROGRAMS), help="some of the programs")
    return parser


if __name__ == "__main__":
    main()
