"""Pieces of sentences put together, wrapped lines undone, and what must stay apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from searchnews.extract import rows as rows_module
from searchnews.extract.rows import rows_of, split_prefix, unwrapped
from tests.length import examples


def texts(text: str) -> list[str]:
    return [row.text for row in rows_of(split_prefix(text)[1])]


def test_a_link_in_mid_sentence_parts_nothing() -> None:
    dump = "The ferry company told \nThe Quay Post\n that it had ordered a new engine for the boat.\nNobody was hurt.\n"
    assert texts(dump) == [
        "The ferry company told The Quay Post that it had ordered a new engine for the boat.",
        "Nobody was hurt.",
    ]


def test_punctuation_after_a_link_is_put_back() -> None:
    dump = "The harbour office of Ostrava Island, known as\nthe Office\n, said on Monday that the pilot saw smoke.\n"
    assert texts(dump) == [
        "The harbour office of Ostrava Island, known as the Office, said on Monday that the pilot saw smoke."
    ]


def test_menus_headlines_and_bylines_stay_apart() -> None:
    menu = ["home", "world", "sport", "Ferry stopped after smoke", "by Ann Orwin", "3 May 2021"]
    assert texts("\n".join(menu)) == menu
    listed = ["Island council votes on a new harbour wall", "Fishing boats stay in port for a third week"]
    assert texts("\n".join(listed)) == listed


def test_lines_wrapped_at_a_width_become_paragraphs() -> None:
    dump = """\
The pilot of the night
ferry to Ostrava Island
saw smoke over the engine
room and turned the boat
back towards the harbour.

A hundred passengers went
ashore in two hours with
the help of fishing boats
that had been on their way
home.
"""
    assert texts(dump) == [
        "The pilot of the night ferry to Ostrava Island saw smoke over the engine room and turned the boat back "
        "towards the harbour.",
        "A hundred passengers went ashore in two hours with the help of fishing boats that had been on their way home.",
    ]


def test_a_space_at_the_end_of_every_line_is_a_habit_and_joins_nothing() -> None:
    lines = [
        "Ferry stopped after smoke ",
        "Harbour wall to be raised ",
        "Fishing boats stay in port ",
        "Rain until Friday ",
    ]
    assert texts("\n".join(lines)) == [line.strip() for line in lines]


def test_a_row_knows_its_lines_in_the_file() -> None:
    (row,) = rows_of("The boat was stopped by\nthe harbour office on Monday morning, it said.")
    assert (row.number, row.last) == (1, 2)


def test_invisible_characters_and_line_ends() -> None:
    assert texts("Fer\u00adry stop\u200bped\r\nNobody\u00a0hurt\rAll safe\u2028Good") == [
        "Ferry stopped",
        "Nobody hurt",
        "All safe",
        "Good",
    ]


def test_the_prefix_is_a_date_and_what_follows_is_the_first_line() -> None:
    assert split_prefix(" date 2022-01-08 WORLD\nTitle") == ("2022-01-08", "WORLD\nTitle")
    assert split_prefix("date 2022-01\nTitle")[0] == "2022-01"
    assert split_prefix("dated 2022-01-08 WORLD")[0] == ""


pieces = st.sampled_from(
    (
        *("The boat", "turned back", " ", "  ", "\n", "\n\n", "\t", "|", "é", "(Ada Marsh)By Ben Holm", "(/path)"),
        *("[https://a.example/b]", "MarshMay 3, 2021May 5", "in 2014-05Gardens", ",", "x" * 120, "word " * 14 + "end"),
    )
)


@settings(deadline=None, max_examples=examples(200))
@given(st.lists(pieces, max_size=40).map("".join))
def test_a_neat_text_is_told_quickly_and_as_slowly(text: str) -> None:
    slowly = [row.text for row in rows_module._unwrapped(rows_module._plain(text))]
    assert unwrapped(text) == slowly
