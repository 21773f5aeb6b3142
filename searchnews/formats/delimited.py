"""CSV and TSV with a header, in any of the usual delimiters."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from searchnews.errors import InputRefused
from searchnews.formats.charset import decode
from searchnews.formats.columns import mapping, missing_text, page
from searchnews.formats.source import MAX_RECORD, Source, lines, require_text
from searchnews.models import Page

_DELIMITERS = (",", ";", "\t", "|")
_ENDED = re.compile(r"[^\n]*\n|[^\n]+")  # not str.splitlines, which also ends lines at U+2028
_SEP = re.compile(r"sep=(.)\s*\Z")  # the line that spreadsheets write before the header


def read(source: Source) -> Iterator[Page | InputRefused]:
    """A record a row. A file without a column of text is one refusal."""
    csv.field_size_limit(MAX_RECORD)
    with source.open() as stream:
        reading = _Lines(lines(stream))
        head = next(reading, "")
        require_text(head.encode("utf-8", "replace"))
        if separated := _SEP.match(head):
            head = next(reading, "")
        delimiter = separated[1] if separated else _delimiter(head, source.columns)
        reading.put_back(head)
        yield from _rows(source, reading, delimiter)


class _Lines:
    """Decoded lines for the csv module; refused ones are set aside."""

    def __init__(self, numbered: Iterator[tuple[int, bytes | InputRefused]]) -> None:
        self._numbered = numbered
        self._back: list[str] = []
        self.number = 0
        self.refused: list[InputRefused] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._back:
            return self._back.pop()
        while True:
            self.number, line = next(self._numbered)
            if isinstance(line, bytes):
                text = decode(line).replace("\r\n", "\n").replace("\r", "\n")
                first, *rest = [str(piece) for piece in _ENDED.findall(text)] or [""]
                self._back.extend(reversed(rest))  # lines that ended as on old Macintoshes
                return first
            self.refused.append(line)

    def put_back(self, line: str) -> None:
        """Give a line again."""
        self._back.append(line)


def _delimiter(head: str, own: dict[str, str] | object) -> str:
    """The delimiter that makes most known columns of the header, else most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            columns = next(csv.reader([head], delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return len(mapping(columns, {})), len(columns)

    return max(_DELIMITERS, key=worth)


def _rows(source: Source, reading: _Lines, delimiter: str) -> Iterator[Page | InputRefused]:
    rows = csv.reader(reading, delimiter=delimiter)
    try:
        columns = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
    except csv.Error as error:
        raise InputRefused(f"not CSV ({error}); expected a header and one article a row", 1) from error
    if "body" not in mapping(columns, source.columns):
        raise InputRefused(missing_text(columns), 1)
    ordinal = 0
    while True:
        line = reading.number + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield InputRefused(f"not CSV ({error}); the row was left out", line)
            ordinal += 1
            continue
        for refusal in reading.refused:
            yield refusal
            ordinal += 1
        reading.refused.clear()
        if any(cell.strip() for cell in row):
            cells = row + [""] * (len(columns) - len(row))  # a short row lacks what it lacks, not the column
            yield page(source, ordinal, line, dict(zip(columns, cells, strict=False)))
            ordinal += 1
    yield from reading.refused
    if not ordinal and not reading.refused:
        raise InputRefused("a header and no rows; expected one article a row", 1)
