"""Checksums are what docs/index-format.md says, and tell whatever is changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchnews.engines.whoosh.sums import BLOCK, sums_of

_ALL = (1 << 64) - 1


def key(place: int) -> int:
    z = (place + 1) * 0x9E3779B97F4A7C15 & _ALL
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _ALL
    z = (z ^ z >> 27) * 0x94D049BB133111EB & _ALL
    return (z ^ z >> 31) | 1


def by_definition(data: bytes) -> list[int]:
    blocks = [data[start : start + BLOCK] for start in range(0, len(data), BLOCK)]
    words = [[int.from_bytes(block[at : at + 8], "little") for at in range(0, len(block), 8)] for block in blocks]
    return [sum(word * key(place) for place, word in enumerate(block)) & _ALL for block in words]


sizes = st.sampled_from((0, 1, 7, 8, 9, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 13))


@given(sizes, st.integers(0, 255))
def test_as_it_is_written_down(size: int, first: int) -> None:
    data = bytes((first + 7 * place + place // 251) % 256 for place in range(size))
    assert sums_of(memoryview(data)).tolist() == by_definition(data)


@given(sizes.filter(bool), st.data())
def test_a_flipped_bit_and_a_block_of_zeros_are_told(size: int, data: st.DataObject) -> None:
    right = bytes(place * place % 251 for place in range(size))
    place = data.draw(st.integers(0, size - 1))
    wrong = bytearray(right)
    wrong[place] ^= 1 << data.draw(st.integers(0, 7))
    block = place // BLOCK
    assert sums_of(memoryview(wrong))[block] != sums_of(memoryview(right))[block]
    zeros = bytearray(right)
    zeros[block * BLOCK : (block + 1) * BLOCK] = bytes(len(right[block * BLOCK : (block + 1) * BLOCK]))
    assert zeros == right or sums_of(memoryview(zeros))[block] != sums_of(memoryview(right))[block]
