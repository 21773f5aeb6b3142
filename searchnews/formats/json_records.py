"""JSON Lines, and JSON files that hold an array of records or one."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from searchnews.errors import InputRefused
from searchnews.formats.charset import decode
from searchnews.formats.columns import page
from searchnews.formats.source import DAMAGED, PASSED_OVER, Source, lines, require_text
from searchnews.models import Page

MAX_ARRAY = 512_000_000  # bytes of a JSON file that is one value; JSON Lines have no such limit
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_decoder = json.JSONDecoder(parse_constant=lambda name: None)


def read_lines(source: Source) -> Iterator[Page | InputRefused]:
    """A record a line; a broken line is refused and the next one read."""
    ordinal, wanted = 0, source.wanted
    ours = replace(source, wanted=None)  # whether a record is wanted is asked once
    with source.open() as stream:
        for number, line in lines(stream):
            if number == 1 and isinstance(line, bytes):
                if line.startswith(_WIDE):
                    yield from _values(source, decode(line + stream.read(MAX_ARRAY)))
                    return
                require_text(line + b"\n{" if not line.strip() else line)
            if isinstance(line, InputRefused):
                yield line
                ordinal += 1
            elif not line.isspace():
                yield _record(ours, ordinal, number, line) if wanted is None or wanted(ordinal) else PASSED_OVER
                ordinal += 1
    if not ordinal:
        raise InputRefused("the file is empty; expected one JSON object a line")


def _record(source: Source, ordinal: int, number: int, line: bytes) -> Page | InputRefused:
    try:
        value = orjson.loads(line) if line.isascii() else _decoded(line)
    except ValueError:  # what is no strict JSON may be JSON all the same
        value = None
    try:
        if value is None:
            value = _decoder.decode(decode(line).strip())
    except (ValueError, RecursionError) as error:
        return InputRefused(f"not JSON ({_reason(error)}); expected one object a line", number)
    return _page(source, ordinal, number, value)


def _decoded(line: bytes) -> Any:
    """Raises ValueError."""
    return orjson.loads(decode(line).strip().encode())


def _page(source: Source, ordinal: int, line: int | None, value: Any) -> Page | InputRefused:
    if not isinstance(value, dict):
        return InputRefused(f'is {_kind(value)}; expected an object such as {{"title": …, "text": …}}', line)
    return page(source, ordinal, line, value)


def _kind(value: Any) -> str:
    names = {list: "an array", str: "a text", int: "a number", float: "a number", bool: "true or false"}
    return names.get(type(value), "null")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    if isinstance(error, json.JSONDecodeError):
        what = error.msg.removesuffix(" at")  # "Unterminated string starting at"
        return f"{what[0].lower()}{what[1:]} at character {error.colno}"
    return str(error)[:80]


def read_file(source: Source) -> Iterator[Page | InputRefused]:
    """A JSON array of records, an object that holds one such array, one record, or JSON Lines after all."""
    with source.open() as stream:
        try:
            data = stream.read(MAX_ARRAY + 1)
        except DAMAGED as error:
            raise InputRefused(f"the gzip is damaged ({error}); fetch or make the file again") from error
    if len(data) > MAX_ARRAY:
        raise InputRefused(f"one JSON value of more than {MAX_ARRAY // 1_000_000} MB; write one object a line (.jsonl)")
    require_text(data)
    yield from _values(source, decode(data))


def _values(source: Source, text: str) -> Iterator[Page | InputRefused]:
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        yield from _array(source, text, start + 1)
        return
    ordinal, place, line, counted = 0, start, 1, 0
    while place < len(text):
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, place = _decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield InputRefused(f"not JSON ({_reason(error)}); expected an object, or an array of objects", line)
            following = text.find("\n", place)
            place = _skip(text, following) if following >= 0 else len(text)
            ordinal += 1
            continue
        place = _skip(text, place)
        records = _inner(value) if not ordinal and place >= len(text) else None
        for record in records if records is not None else [value]:
            yield _page(source, ordinal, line if records is None else None, record)
            ordinal += 1


def _inner(value: Any) -> list[Any] | None:
    """The records of a wrapper such as {"articles": [{…}, …]}: an object with exactly one list of objects."""
    if not isinstance(value, dict):
        return None
    found = [item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)]
    return found[0] if len(found) == 1 and not isinstance(page_of(value), Page) else None


def page_of(value: dict[str, Any]) -> Page | InputRefused:
    """What the object would be as a record of its own."""
    return page(Source("", "", "", b""), 0, None, value)


def _array(source: Source, text: str, place: int) -> Iterator[Page | InputRefused]:
    ordinal, line, counted = 0, 1, 0
    while True:
        place = _skip(text, place)
        if text[place : place + 1] in ("]", ""):
            break
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, place = _decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            reason = f"not JSON from here on ({_reason(error)}); the records before it were read"
            yield InputRefused(reason, line)
            return
        yield _page(source, ordinal, line, value)
        ordinal += 1
        place = _skip(text, place)
        if text[place : place + 1] == ",":
            place += 1
    if not text[place:]:
        yield InputRefused("the array has no end; the records before it were read", line + text.count("\n", counted))
    elif not ordinal:
        yield InputRefused('an empty array; expected objects such as {"title": …, "text": …}')


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n\ufeff":
        place += 1
    return place
