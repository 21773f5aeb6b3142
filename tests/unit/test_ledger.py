"""The ledger as bytes: what is written is read again, whatever a file is called and whoever wrote it."""

from __future__ import annotations

import json

import pytest
import zstandard

from searchnews.errors import WrongVersion
from searchnews.ledger import VERSION, Claim, Entry, Ledger, Remark, Stamp, packed, unpacked


def ledger(*names: str) -> Ledger:
    stamp = Stamp(12, 1_700_000_000_123_456_789, 1_700_000_009_000_000_000, "ab" * 16)
    made = {}
    for name in names:
        claims = (Claim("a" * 16, "d" * 24, 0, None), Claim("b" * 16, "e" * 24, 1, 7))
        made[name] = Entry(name, f"/w/{name}", name, f"k/{name}", stamp, "16 {}", claims, (Remark(3, "no text"),), ())
    return made


@pytest.mark.parametrize("name", ["b.txt", "Łódź.txt", "\udcff.txt"], ids=["ascii", "letters", "no Unicode"])
def test_what_is_written_is_read_again(name: str) -> None:
    made = ledger("a.txt", name)
    assert unpacked(packed(made)) == made


def test_one_that_was_written_as_json_is_read() -> None:
    made = ledger("a.txt", "b.txt")
    data = json.dumps({"ledger": VERSION, "files": list(made.values())}).encode()
    assert unpacked(zstandard.compress(data)) == made


@pytest.mark.parametrize("data", [b"{}", b"[]", b"\x81\xa6ledger\x63", b"{", b'{"ledger": 99, "files": []}'])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(WrongVersion, match="can't be understood"):
        unpacked(zstandard.compress(data))
