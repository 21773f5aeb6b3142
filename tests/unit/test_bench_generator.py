"""The generated collections of bench/: always the same for a seed, with words that go on coming."""

from __future__ import annotations

import json
import random
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import pytest

from bench import sets
from bench.generator import SECTIONS, SOURCES, Material, articles, material, write
from bench.names import Names, name
from searchnews.extract.agencies import credited
from searchnews.extract.record import extract_record
from searchnews.formats import read_bytes
from searchnews.models import Page

SENTENCES = tuple(f"The ferry to Tolume carried {n} crates of pears in the {n}. week." for n in range(40))
GIVEN = Material(SENTENCES, ("Pears arrive", "Ferry late again"))


def some(count: int, length: str = "long", seed: int = 1) -> list[dict[str, str]]:
    return list(articles(GIVEN, count, length, seed))


def test_names_never_repeat() -> None:
    assert len({name(number) for number in range(50_000)}) == 50_000


def test_known_names_go_on_growing_more_slowly_than_mentions() -> None:
    names = Names(random.Random(3))
    known = []
    for _ in range(4):
        for _ in range(10_000):
            names.mention()
        known.append(names.known)
    gains = [known[0], *(later - earlier for earlier, later in pairwise(known))]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] > 10_000 / 20


def test_few_names_have_most_of_the_mentions() -> None:
    names = Names(random.Random(4))
    mentions = sorted(Counter(names.mention() for _ in range(20_000)).values())
    assert mentions[-1] > 30 * mentions[len(mentions) // 2]


def test_a_seed_gives_the_same_articles_and_another_seed_others() -> None:
    assert some(30) == some(30)
    assert some(30) != some(30, seed=2)
    assert some(30) == list(islice(articles(GIVEN, 60, "long", 1), 30))


def test_vocabulary_grows_with_the_collection() -> None:
    made = some(400)
    words = [set(" ".join(article["body"] for article in made[:count]).split()) for count in (100, 200, 400)]
    assert len(words[0]) < len(words[1]) < len(words[2])


def test_long_articles_are_as_long_as_news_and_short_ones_a_few_sentences() -> None:
    lengths = [len(article["body"].split()) for article in some(600)]
    assert 330 < sum(lengths) / len(lengths) < 470
    assert {len(article["body"].split("\n\n")) for article in some(100, "short")} <= {1, 2}


def test_columns_have_the_values_they_should() -> None:
    made = some(3_000, "short")
    assert {article["section"] for article in made} == set(SECTIONS)
    sources = [article["source"] for article in made]
    assert set(sources) <= set(SOURCES) and len(set(SOURCES)) == 60
    assert sources.count(SOURCES[0]) > 10 * sources.count(SOURCES[-1])
    years = {article["date"][:4] for article in made}
    assert years == {str(year) for year in range(2010, 2020)}


def test_searchnews_reads_the_columns_as_they_are_written() -> None:
    assert all((credited(source) or (source,)) == (source,) for source in SOURCES)
    row = some(1, "short")[0]
    (page,) = read_bytes(json.dumps(row).encode(), name="a.jsonl", shown="a.jsonl", key="a", columns={})
    assert isinstance(page, Page)
    article = extract_record(page)
    assert article.sources == (row["source"],)
    assert article.section == row["section"]
    assert article.published is not None and article.published.start.date().isoformat() == row["date"]
    assert "\n\n".join(article.body) == row["body"]


def test_material_comes_from_json_lines_and_csv(tmp_path: Path) -> None:
    text = "The lock at Aiguiere is shut for repairs. Barges wait at both ends of it. No."
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": "Lock shut", "body": text}) + "\n")
    (tmp_path / "b.csv").write_text('title,text\nBarges,"The keepers have gone home for the day."\n')
    found = material(tmp_path)
    assert found.titles == ["Lock shut", "Barges"]
    assert found.sentences == [
        "The lock at Aiguiere is shut for repairs.",
        "Barges wait at both ends of it.",
        "The keepers have gone home for the day.",
    ]


def test_an_empty_news_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no articles"):
        material(tmp_path)


def test_records_of_a_written_set(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    write(path, GIVEN, 5, "short", 1)
    made = some(5, "short")
    records = list(sets.records(path))
    assert [(one.number, one.title, one.source, one.date) for one in records] == [
        (number, row["title"], row["source"], row["date"]) for number, row in enumerate(made)
    ]
    assert records[0].month == made[0]["date"][:7]
    assert records[0].day == int(made[0]["date"].replace("-", ""))
    assert sets.count_lines(path) == 5
    assert [file.name for file in tmp_path.iterdir()] == ["set.jsonl"]
