"""What people found on pages: `truth.jsonl` or `labels.jsonl` beside the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from searchnews.errors import SearchnewsError
from searchnews.extract.bylines import is_person, is_role

NAMES = ("truth.jsonl", "labels.jsonl")
_DEGREE = re.compile(r"(?:[A-Z]{2,5}|Ph\.?D\.?|[A-Z]\.(?:[A-Z]\.)+)(?:\s\(\w+\))?\Z")
_AND = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|&)\s*")


@dataclass(frozen=True, slots=True)
class Truth:
    """The fields of one page as a person gave them; None or empty where nobody said."""

    file: str
    url: str | None
    title: str
    day: date | None
    authors: tuple[str, ...]
    body: str
    present: tuple[str, ...]  # sentences of the story
    absent: tuple[str, ...]  # sentences of the furniture
    sources: tuple[str, ...] | None
    section: str
    related: tuple[str, ...]


def read_truth(folder: Path) -> Iterator[tuple[Path, Truth]]:
    """Each labelled page of a folder. Raises SearchnewsError where there are no labels, or one is broken."""
    listing = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if listing is None:
        raise SearchnewsError(f"{folder} has neither truth.jsonl nor labels.jsonl: name a folder of labelled pages")
    with listing.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(folder, listing, number, line)


def _row(folder: Path, listing: Path, number: int, line: str) -> tuple[Path, Truth]:
    try:
        row = json.loads(line)
        truth = _truth(row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchnewsError(f"{listing}:{number}: not a label ({error}); expected an object with `file`") from error
    path = folder / truth.file
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        raise SearchnewsError(f"{listing}:{number}: there is no page {truth.file!r} in {folder}")
    return path, truth


def _truth(row: dict[str, Any]) -> Truth:
    day = row.get("publish_date") or row.get("date")
    authors = row.get("authors") or row.get("author") or ()
    sources = row.get("sources")
    return Truth(
        file=str(row["file"]),
        url=row.get("url"),
        title=str(row.get("title") or ""),
        day=date.fromisoformat(str(day)[:10]) if day else None,
        authors=tuple(authors) if isinstance(authors, list) else _names(str(authors or "")),
        body=str(row.get("main_content") or row.get("body") or ""),
        present=tuple(row.get("with") or ()),
        absent=tuple(row.get("without") or ()),
        sources=tuple(sources) if sources is not None else None,
        section=str(row.get("section") or ""),
        related=tuple(row.get("related") or ()),
    )


def _names(byline: str) -> tuple[str, ...]:
    """The names in a byline that was copied whole: less degrees and offices ("Ada Marsh, MD")."""
    parts = [part for part in _AND.split(byline.partition(" | ")[0]) if part and not _DEGREE.match(part)]
    named = [part for part in parts if is_person(part) and not is_role(part)]
    return tuple(named) if named and named[0] == parts[0] else tuple(parts)
