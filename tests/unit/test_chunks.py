"""Chunks are cut as a pattern cuts them, and a table of keys is a dictionary."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.analysis import single_token, token_texts
from searchnews.engines.whoosh.chunks import cut
from searchnews.engines.whoosh.key_table import WHOLE, KeyTable, keys_of
from tests.length import examples

_CHUNK = re.compile(rb"[A-Za-z0-9.,'\x80-\xff]+")
_PLAIN = re.compile(rb"[.,']*([A-Za-z0-9]+)[.,']*")
quick = settings(deadline=None, max_examples=examples(200))


def expected(data: bytes) -> list[tuple[bytes, bool]]:
    found = []
    for chunk in _CHUNK.findall(data):
        if chunk.strip(b".,'"):
            plain = _PLAIN.fullmatch(chunk)
            found.append((plain[1], True) if plain else (chunk, False))
    return found


@quick
@given(st.text("ab1.,' \n-é_").map(str.encode))
def test_chunks_are_cut_as_a_pattern_cuts_them(data: bytes) -> None:
    begins, ends, plain = cut(np.frombuffer(data, np.uint8))
    told = [(data[a:b], flag) for a, b, flag in zip(begins.tolist(), ends.tolist(), plain.tolist(), strict=True)]
    assert told == expected(data)


@quick
@given(st.text("aB1.,'sé "))
def test_what_is_plainly_one_token_is_that_token(chunk: str) -> None:
    token = single_token(chunk)
    assert token is None or token_texts(chunk) == [token]


def test_numbers_and_words_with_apostrophes_are_plainly_one_token() -> None:
    assert [*map(single_token, ("1,234.", "3.5", "don't,", "company's", "'rock'n'roll'"))] == [
        *("1,234", "3.5", "don't", "company's", "rock'n'roll")
    ]


@settings(deadline=None, max_examples=examples(60))
@given(
    st.lists(st.lists(st.binary(min_size=1, max_size=WHOLE).filter(lambda key: b"\0" not in key), max_size=30)),
    st.booleans(),
)
def test_a_table_of_keys_is_a_dictionary(rounds: list[list[bytes]], crowded: bool) -> None:
    table, known = KeyTable(), dict[bytes, int]()
    if crowded:  # as good as every key finds others in its way
        table._made(4)
    for given_keys in rounds:
        sizes = np.array([len(key) for key in given_keys], np.int64)
        ends = np.cumsum(sizes)
        low, high = keys_of(b"".join(given_keys), ends - sizes, ends)
        found, unknown, firsts = table.find(low, high)
        fresh = list(dict.fromkeys(key for key in given_keys if key not in known))
        assert [given_keys[place] for place in firsts] == fresh
        assert [given_keys[place] for place in unknown] == [key for key in given_keys if key not in known]
        assert all(found[place] == known[key] for place, key in enumerate(given_keys) if key in known)
        numbers = range(len(known), len(known) + len(fresh))
        table.enter(low[firsts], high[firsts], numbers)
        known.update(zip(fresh, numbers, strict=True))
        assert table.find(low, high)[0].tolist() == [known[key] for key in given_keys]
    assert len(table) == len(known)
