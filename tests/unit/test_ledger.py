"""The ledger as bytes: what is written is read again, whatever a file is called and whoever wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
import zstandard

from searchnews.errors import WrongVersion
from searchnews.ledger import Ledger, packed, unpacked
from searchnews.ledger_entries import Claim, Entry, Remark, Stamp


def ledger(*names: str) -> Ledger:
    stamp = Stamp(12, 1_700_000_000_123_456_789, 1_700_000_009_000_000_000, "ab" * 16)
    made = {}
    for name in names:
        claims = (Claim("a" * 16, "d" * 24, 0, None), Claim("b" * 16, "e" * 24, 1, 7))
        made[name] = Entry(name, f"/w/{name}", name, f"k/{name}", stamp, "16 {}", claims, (Remark(3, "no text"),), ())
    return made


def json_of(held: object) -> bytes:
    return json.dumps(held).encode()


@pytest.mark.parametrize("name", ["b.txt", "Łódź.txt", "\udcff.txt"], ids=["ascii", "letters", "no Unicode"])
def test_what_is_written_is_read_again(name: str) -> None:
    made = ledger("a.txt", name)
    assert unpacked(packed(made)) == made


@pytest.mark.parametrize("encoded", [json_of, msgspec.msgpack.encode], ids=["JSON", "MessagePack"])
def test_one_that_had_a_row_a_file_is_read(encoded: Callable[[object], bytes]) -> None:
    made = ledger("a.txt", "b.txt")
    data = encoded({"ledger": 2, "files": list(made.values())})
    assert unpacked(zstandard.compress(data)) == made


@pytest.mark.parametrize("data", [b"{}", b"[]", b"\x81\xa6ledger\x63", b"{", b'{"ledger": 99, "files": []}'])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(WrongVersion, match="can't be understood"):
        unpacked(zstandard.compress(data))
