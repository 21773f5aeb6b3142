"""The query classes of bench/: drawn by document frequency, the same for a seed, and answered by something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.queries import CLASSES, COMMON, MIDDLE, SAMPLE, Asked, Vocabulary, draw, sample, vocabulary
from bench.sets import Record

WORDS = [a + b + c for a in ("ba", "do", "fe", "gi") for b in ("lur", "men", "tas", "vok") for c in "abcdefghij"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _record(number: int) -> Record:
    """Word n stands in every (n // 2 + 1)-th article; "delta" is common and "quay" is in one of fifty."""
    body = " ".join(word for place, word in enumerate(WORDS) if number % (place // 2 + 1) == 0)
    rare = " quay" if number % 50 == 0 else ""
    delta = "delta" if number % 5 else ""
    return Record(number, "", f"{body} {delta}{rare}", f"Source {number % 3}", "", f"2014-{number % 12 + 1:02}-03")


RECORDS = [_record(number) for number in range(600)]


@pytest.fixture(scope="module")
def given() -> Vocabulary:
    return vocabulary(RECORDS, words, words)


def _matching(asked: Asked) -> list[Record]:
    def fits(record: Record) -> bool:
        text = f"{record.title} {record.body}"
        if asked.way == "phrase":
            return " ".join(asked.words) in text
        inside = [word in text.split() for word in asked.words]
        return any(inside) if asked.way == "any" else all(inside)

    return [
        record
        for record in RECORDS
        if fits(record)
        and asked.source in ("", record.source)
        and (not asked.since or asked.since <= record.month <= asked.until)
    ]


def test_shares_are_document_frequencies(given: Vocabulary) -> None:
    assert given.shares["quay"] == 12 / 600
    assert given.shares["delta"] == 480 / 600


def test_words_that_the_analyses_see_differently_are_left_out() -> None:
    def halved(text: str) -> list[str]:
        return [word for word in words(text) if word != "delta"]

    def renamed(text: str) -> list[str]:
        return ["wharf" if word == "quay" else word for word in words(text)]

    assert "delta" not in vocabulary(RECORDS, words, halved).shares
    assert "quay" not in vocabulary(RECORDS, words, renamed).shares


def test_of_the_forms_of_a_term_the_most_frequent_is_asked() -> None:
    def stemmed(text: str) -> list[str]:
        return [word.removesuffix("s") for word in words(text)]

    texts = ("the quays", "quays again", "one quay", "many quays")
    records = [Record(number, "", text, "", "", "") for number, text in enumerate(texts)]
    shares = vocabulary(records, stemmed, stemmed).shares
    assert shares["quays"] == 1.0 and "quay" not in shares


def test_a_seed_draws_the_same_and_another_seed_others(given: Vocabulary) -> None:
    assert draw(given, 10, 1) == draw(given, 10, 1)
    assert draw(given, 10, 1) != draw(given, 10, 2)


def test_single_words_lie_in_their_band(given: Vocabulary) -> None:
    drawn = draw(given, 10, 1)
    for name, (low, high) in (("one word, middle", MIDDLE), ("one word, common", COMMON)):
        assert len(drawn[name]) == 10
        assert all(low <= given.shares[asked.words[0]] <= high for asked in drawn[name])


@pytest.mark.parametrize("name", [name for name in CLASSES if not name.startswith("one word, rare")])
def test_every_query_is_answered(given: Vocabulary, name: str) -> None:
    asked = draw(given, 12, 1)[name]
    assert len(asked) == 12
    assert all(_matching(one) for one in asked)


def test_classes_are_what_they_are_called(given: Vocabulary) -> None:
    drawn = draw(given, 12, 1)
    assert set(drawn) == set(CLASSES)
    assert {len(asked.words) for asked in drawn["three words"]} == {3}
    assert {asked.way for asked in drawn["two words, OR"]} == {"any"}
    assert all(asked.source for asked in drawn["words + source"])
    assert all(asked.since <= asked.until for asked in drawn["words + dates"])
    assert {asked.words for asked in drawn["browse"]} == {()}


def test_phrases_are_neighbours_in_a_text(given: Vocabulary) -> None:
    assert all(asked.text == f'"{" ".join(asked.words)}"' for asked in draw(given, 12, 1)["phrase"])


def test_text_as_typed() -> None:
    assert Asked(("delta", "quay")).text == "delta quay"
    assert Asked(("delta", "quay"), "any").text == "delta OR quay"
    assert Asked().text == ""


def test_a_sample_is_spread_evenly(tmp_path: Path) -> None:
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_text('{"title": "", "body": "delta"}\n' * 30)
    many.write_text('{"title": "", "body": "delta"}\n' * 50_000)
    assert [one.number for one in sample(few)] == [*range(30)]
    chosen = [one.number for one in sample(many)]
    assert len(chosen) <= SAMPLE
    assert chosen[:3] == [0, 3, 6] and chosen[-1] > 49_990


def test_operators_are_no_words() -> None:
    assert not vocabulary([Record(0, "", "ferry and near or not", "", "", "")], words, words).shares.keys() - {"ferry"}
