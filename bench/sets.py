"""The collections that are measured, as JSON Lines files in the cache folder."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "bench" / ".cache"
NEWS = ROOT.parent / "shared" / "data" / "news"
SEED = 20
GENERATED = {"long": 200_000, "short": 1_000_000}  # articles
# Field → keys, best first: as searchnews maps them, written again here because nothing of it may be imported into a
# process that another program is measured in.
KEYS = {
    "title": ("title", "headline"),
    "body": ("body", "text", "content"),
    "source": ("source", "agency"),
    "section": ("section", "category"),
    "date": ("date", "published"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One article as the other programs get it."""

    number: int  # from 0, its place in the file
    title: str
    body: str
    source: str  # "" where it has none
    section: str  # the same
    date: str  # YYYY-MM-DD, "" where it has none

    @property
    def month(self) -> str:
        """YYYY-MM, "" where the article has no date."""
        return self.date[:7]

    @property
    def day(self) -> int:
        """YYYYMMDD as a number, 0 where the article has no date."""
        return int(self.date.replace("-", "")) if self.date else 0


def records(path: Path, every: int = 1) -> Iterator[Record]:
    """Every n-th article of a JSON Lines file, its keys by their usual names; dates begin YYYY-MM-DD."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every:
                continue
            row = json.loads(line)
            if not number:
                names = [next((key for key in keys if key in row), keys[0]) for keys in KEYS.values()]
            title, body, source, section, date = (row.get(name) or "" for name in names)
            yield Record(number, title, body, source, section, date[:10])


def prepare(chosen: str, articles: int | None, news: Path = NEWS) -> Path:
    """The file of a set: "reuters", "long", "short", or any JSON Lines file (gzipped or not); made once.

    `articles` is how many at most; None: as many as the set has.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    if chosen in GENERATED:
        count = articles or GENERATED[chosen]
        path = CACHE / f"{chosen}-{count}-{SEED}.jsonl"
        if not path.exists():
            from bench import generator

            generator.write(path, generator.material(_there(news)), count, chosen, SEED)
        return path
    source = _there(news / "reuters21578.jsonl.gz") if chosen == "reuters" else _there(Path(chosen))
    return _copy(source, articles)


def _there(path: Path) -> Path:
    if not path.exists():
        raise SystemExit(
            f"{path} is not there: name a JSON Lines file with --set FILE, or the news set with --news DIR"
        )
    return path


def _copy(source: Path, articles: int | None) -> Path:
    """The first lines of a file, plain: what every program reads."""
    stem = source.name.partition(".")[0]
    path = CACHE / (f"{stem}-{articles}.jsonl" if articles else f"{stem}.jsonl")
    if path.exists() and path.stat().st_mtime >= source.stat().st_mtime:
        return path
    unfinished = path.with_name(f"{path.name}.part")
    with (
        gzip.open(source, "rb") if source.suffix == ".gz" else source.open("rb") as given,
        unfinished.open("wb") as out,
    ):
        if articles is None:
            shutil.copyfileobj(given, out)
        else:
            out.writelines(line for _, line in zip(range(articles), given, strict=False))
    unfinished.replace(path)
    return path


def count_lines(path: Path) -> int:
    """How many articles a file holds."""
    with path.open("rb") as lines:
        return sum(1 for _ in lines)
