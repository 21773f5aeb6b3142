from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from searchnews.errors import InputRefused
from searchnews.formats import READERS, SUFFIXES, read, read_bytes, recognises
from searchnews.formats.source import MAX_RECORD
from searchnews.models import Page


def got(data: bytes | str, name: str, **columns: str) -> list[Page | InputRefused]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_bytes(raw, name=name, shown=name, key=f"folder/{name}", columns=columns))


def the_pages(data: bytes | str, name: str, **columns: str) -> list[Page]:
    found = got(data, name, **columns)
    assert not [item.reason for item in found if isinstance(item, InputRefused)]
    return [item for item in found if isinstance(item, Page)]


def the_refusal(data: bytes | str, name: str) -> InputRefused:
    (refusal,) = got(data, name)
    assert isinstance(refusal, InputRefused)
    return refusal


def test_names_that_are_read_from_folders() -> None:
    assert {".txt", ".htm.gz", ".jsonl", ".tsv.gz"} <= SUFFIXES
    assert recognises("Story.TXT")
    assert recognises("pages.jsonl.GZ")
    assert not recognises("LICENSE.md")
    assert not recognises("archive.gz")


def test_a_text_dump_keeps_its_lines() -> None:
    (page,) = the_pages("WORLD\r\n\r\nHeadline\rText", "a.txt")
    assert (page.format, page.content, page.ordinal, page.line) == ("text", "WORLD\n\nHeadline\nText", 0, None)


def test_a_short_row_lacks_its_text_not_the_column() -> None:
    first, second = got("title,text,date\nonly a title\nTin,Tin rose.\n", "a.csv")
    assert isinstance(first, InputRefused)
    assert (first.line, first.reason) == (2, "no text: its text is empty; nothing to index")
    assert isinstance(second, Page)


@pytest.mark.parametrize("suffix", READERS)
def test_an_empty_file_says_so(suffix: str) -> None:
    assert "empty" in the_refusal(b"", f"a{suffix}").reason
    assert "empty" in the_refusal(gzip.compress(b" \n"), f"a{suffix}.gz").reason


@pytest.mark.parametrize(
    ("head", "what"),
    [(b"\x89PNG\r\n\x1a\n", "PNG"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "ZIP"), (b"ab\0\1\2", "binary")],
)
def test_what_is_no_text_is_named(head: bytes, what: str) -> None:
    assert what in the_refusal(head + bytes(range(256)) * 20, "a.txt").reason


def test_a_text_that_is_never_closed_is_named() -> None:
    (broken,) = got('{"title": 3, "te', "a.jsonl")
    assert isinstance(broken, InputRefused)
    assert broken.reason == "not JSON (unterminated string starting at character 14); expected one object a line"


def test_json_lines_go_on_after_a_broken_one() -> None:
    found = got('{"title": "One", "text": "a"}\n{"title": "Two",\n\n[1]\n{"title": "Three", "text": "c"}\n', "a.jsonl")
    assert [item.line for item in found] == [1, 2, 4, 5]
    first, broken, array, last = found
    assert isinstance(broken, InputRefused)
    assert "not JSON" in broken.reason
    assert isinstance(array, InputRefused)
    assert "is an array; expected an object" in array.reason
    assert isinstance(first, Page)
    assert isinstance(last, Page)
    assert last.ordinal == 3  # refused records count, so that ids do not move when one is mended
    assert last.record == {"title": "Three", "body": "c"}


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, '{"text": ' + "9" * 5000 + "}", '{"text": NaN}', '{"text": true}', '{"text": ""}', '"text"', "{}"],
)
def test_a_strange_line_is_refused_with_its_number(line: str) -> None:
    found = got(line + '\n{"text": "good"}\n', "a.jsonl")
    assert [type(item) for item in found] == [InputRefused, Page]
    assert found[0].line == 1


def test_half_a_surrogate_pair_does_no_harm() -> None:
    (page,) = the_pages('{"text": "bad \\ud800 pair"}', "a.jsonl")
    assert page.content == "bad ? pair"
    page.content.encode()


def test_a_label_file_has_no_text() -> None:
    refusal = the_refusal('{"file": "a.html", "title": "T", "main_content": "all of it"}', "truth.jsonl")
    assert "file, title, main_content" in refusal.reason
    assert "[columns] body =" in refusal.reason
    (page,) = the_pages('{"main_content": "all of it"}', "truth.jsonl", body="main_content")
    assert page.record["body"] == "all of it"


def test_json_values_become_text() -> None:
    value = {
        "headline": "T",
        "content": ["One.", "Two."],
        "author": [{"name": "Ada Lund"}, "Bo Ek"],
        "source": {"name": "AFP"},
        "publish_date": 2014,
        "canonical_link": "https://example.org/a",
        "extra": [[1]],
    }
    (page,) = the_pages(json.dumps(value), "a.jsonl")
    assert page.record == {
        "title": "T",
        "body": "One.\n\nTwo.",
        "authors": "Ada Lund; Bo Ek",
        "sources": "AFP",
        "published": "2014",
        "url": "https://example.org/a",
    }
    assert page.url == "https://example.org/a"


def test_json_arrays_wrappers_and_single_objects() -> None:
    records = '{"title": "One", "text": "a"},\n {"title": "Two", "text": "b"}'
    for text in (f"[{records}]", f'{{"status": "ok", "articles": [{records}]}}', records.replace("},", "}")):
        assert [page.record["title"] for page in the_pages(text, "a.json")] == ["One", "Two"]
    assert the_pages(f"[{records}]", "a.json")[1].line == 2
    assert the_pages('{"text": "alone"}', "a.json")[0].content == "alone"


def test_a_broken_array_gives_what_came_before() -> None:
    for end in ('{"text": ', "", "{]"):
        found = got('[{"text": "a"},\n' + end, "a.json")
        assert [type(item) for item in found] == [Page, InputRefused]
    assert found[1].line == 2


def test_csv_rows_start_where_they_start() -> None:
    text = 'title,text,date\n"One","first\nparagraph\n\nsecond",2014-02-03\n\nTwo,b,2014\n'
    one, two = the_pages(text, "a.csv")
    assert (one.line, two.line) == (2, 7)
    assert one.record == {"title": "One", "body": "first\nparagraph\n\nsecond", "published": "2014-02-03"}
    assert two.ordinal == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_columns_it_makes(delimiter: str) -> None:
    text = (
        "\ufeff"
        + delimiter.join(("Headline", "Publish_Date", "Body"))
        + "\n"
        + delimiter.join(("T", "2014", "x, y; z"))
    )
    if delimiter in ",;":
        text = text.replace("x, y; z", '"x, y; z"')
    (page,) = the_pages(text, "a.csv")
    assert page.record == {"title": "T", "published": "2014", "body": "x, y; z"}


def test_a_table_without_text_is_one_refusal_that_helps() -> None:
    refusal = the_refusal("name,price\nbread,3\nmilk,2\n", "prices.csv")
    assert "there are name, price" in refusal.reason
    assert 'body = "…"' in refusal.reason
    assert refusal.line == 1


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_page_of_twenty_megabytes_is_refused(name: str) -> None:
    assert "10 MB" in the_refusal(b"word " * 4_000_000, name).reason


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz"])
def test_a_line_of_twenty_megabytes_is_passed_over(name: str) -> None:
    giant = b"x" * (2 * MAX_RECORD)
    head, good = (b"text\n", b"good\n") if "csv" in name else (b"", b'{"text": "good"}\n')
    data = head + giant + b"\n" + good
    found = got(gzip.compress(data, 1) if name.endswith("gz") else data, name)
    pages = [item for item in found if isinstance(item, Page)]
    (refusal,) = [item for item in found if isinstance(item, InputRefused)]
    assert [page.content for page in pages] == ["good"]
    assert refusal.line == (2 if head else 1)


def test_a_truncated_gzip_gives_the_records_before_the_damage() -> None:
    lines = b"".join(b'{"text": "%d %s"}\n' % (n, os.urandom(30).hex().encode()) for n in range(3000))
    whole = gzip.compress(lines)
    found = got(whole[: len(whole) // 2], "a.jsonl.gz")
    assert sum(isinstance(item, Page) for item in found) > 100
    assert isinstance(found[-1], InputRefused)
    assert "damaged" in found[-1].reason


DAMAGED = {"cut": gzip.compress(b"some text here")[:-6], "text": b"not gzip at all", "head": gzip.compress(b"x")[:5]}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_page_is_refused(data: bytes) -> None:
    assert "damaged" in the_refusal(data, "a.txt.gz").reason


def test_a_small_file_that_grows_without_end_is_refused() -> None:
    assert "10 MB" in the_refusal(gzip.compress(b"\n" * 50_000_000 + b"x", 9), "bomb.txt.gz").reason


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><p>Hello", "html"),
        (b'{"text": "a"}', "record"),
        (b"title,text\na,b\n", "record"),
        (b"A story, told plainly", "text"),
    ],
)
def test_a_name_that_tells_nothing_leaves_it_to_the_content(data: bytes, kind: str) -> None:
    (page,) = the_pages(data, "download")
    assert page.format == kind


def test_what_is_no_regular_file_never_blocks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    for name, reason in (("pipe.txt", "a pipe"), ("folder.txt", "a folder"), ("gone.txt", "no such file")):
        (refusal,) = read(tmp_path / name, shown=name, key=name)
        assert isinstance(refusal, InputRefused)
        assert reason in refusal.reason
