"""What a hit's score is made of, and what favouring recent articles does, asked of each engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from searchnews import ranking
from searchnews.dates import article_date
from searchnews.engine import Engine
from searchnews.engines import yardstick_found
from searchnews.engines.opensearch import searching
from searchnews.engines.whoosh import explaining as whoosh_explaining
from searchnews.engines.whoosh import rescoring
from searchnews.models import Article, Part, SearchResult
from searchnews.query.echo import in_words
from searchnews.ranking import HALF_LIFE, RECENT
from searchnews.request import make_query
from tests.agreement import close

FILL = " ".join(f"filler{n}" for n in range(20))
OTHERS = [Article(f"other{n:011}", f"Weather of day {n}", body=(f"Clouds and rain. {FILL}",)) for n in range(20)]


def found(engine: Engine, articles: Sequence[Article], text: str, **options: object) -> SearchResult:
    engine.commit([engine.encode([*articles, *OTHERS])])
    return engine.search(make_query(text, explain=True, **options))  # type: ignore[arg-type]


def parts(result: SearchResult, place: int = 0) -> dict[tuple[str, str], Part]:
    return {(part.kind, part.words): part for part in result.hits[place].explanation or ()}


def story(number: int, year: int | None, title: str = "Untitled", body: str = f"{FILL} cargo") -> Article:
    published = None if year is None else article_date(datetime(year, 3, 1), "day")
    return Article(f"a{number:015}", title, body=(body,), published=published)


def test_the_parts_of_a_score(engine: Engine) -> None:
    result = found(engine, [story(0, 2014, "Cargo waits", f"{FILL} strike cargo strike")], "cargo strike")
    told = parts(result)
    assert set(told) == {
        *(("words", "cargo"), ("words", "strike")),
        *(("headline", "cargo"), ("typed", "cargo"), ("near", "strike")),
    }
    assert told["words", "cargo"].mentions == {"title": 1, "body": 1}
    assert told["words", "strike"].mentions == {"body": 2}
    assert close(sum(part.score for part in told.values()), result.hits[0].score)


def test_a_word_that_only_authors_have_adds_nothing(engine: Engine) -> None:
    story = Article(f"a{0:015}", "Cargo waits", body=(FILL,), authors=("Wren Strike",))
    told = parts(found(engine, [story], "cargo OR wren"))
    assert ("words", "cargo") in told
    assert "wren" not in {words for _, words in told}


def test_a_word_at_the_beginning(engine: Engine) -> None:
    result = found(engine, [story(0, 2014, body=f"cargo {FILL} strike")], "cargo strike")
    assert set(parts(result)) == {("words", "cargo"), ("words", "strike"), ("beginning", "cargo")}


def test_a_headline_with_the_words_just_as_typed_comes_first(engine: Engine) -> None:
    titles = ("Cargos strike", "Cargo strikes", "Cargo strike")
    articles = [replace(story(n, 2014 - n, title), language="en") for n, title in enumerate(titles)]
    result = found(engine, articles, "cargo strike")
    assert result.hits[0].article_id == articles[2].article_id
    typed = [{words for kind, words in parts(result, place) if kind == "typed"} for place in range(3)]
    assert sorted(map(sorted, typed)) == [["cargo"], ["cargo", "strike"], ["strike"]]


def test_a_word_typed_as_an_initialism_finds_those_first(engine: Engine) -> None:
    pronoun = f"They told us and us and us of {FILL} cargo"
    bodies = (pronoun, f"The US waits. {FILL} {FILL} {FILL} cargo", f"The U.S. waits. {FILL} {FILL} cargo")
    articles = [replace(story(n, 2014 - n, body=body), language="en") for n, body in enumerate(bodies)]
    told, marked = ("words", "US"), ("words", "US as an initialism")
    for typed in ("US", "U.S.", "US cargo", "cargo OR US", "body:US"):
        field = "body:" if typed.startswith("body:") else ""
        result = found(engine, articles, typed)
        assert result.understood == in_words(make_query(typed).node)
        assert (result.total, {hit.article_id for hit in result.hits[:2]}) == (3, {a.article_id for a in articles[1:]})
        assert result.hits[2].article_id == articles[0].article_id
        rows = parts(result)
        label = "U.S." if typed == "U.S." else "US"
        assert rows[told[0], f"{field}{label}"].mentions == {"body": 1}
        assert rows[marked[0], f"{field}{marked[1]}"].mentions == {"body": 1}
        assert not any("initialism" in words for _, words in parts(result, 2))
        assert close(sum(part.score for part in rows.values()), result.hits[0].score)
    assert found(engine, articles, "us").hits[0].article_id == articles[0].article_id


def test_in_an_archive_of_capitals_only_an_initialism_is_a_word_like_others(engine: Engine) -> None:
    bodies = ("THE US WAITS FOR CARGO", f"CARGO WAITS. {FILL.upper()} IT IS FOR US")
    articles = [replace(story(n, 2014 - n, "NEWS", body), language="en") for n, body in enumerate(bodies)]
    for typed in ("US cargo", "cargo OR US", "US^2 cargo", "us"):
        result = found(engine, articles, typed)
        assert [(kind, label.lower()) for kind, label in parts(result)] == [
            (kind, label.lower()) for kind, label in parts(found(engine, articles, typed.replace("US", "us")))
        ]
        assert [hit.score for hit in result.hits] == [
            hit.score for hit in found(engine, articles, typed.replace("US", "us")).hits
        ]
    # One article that tells them apart, and it is an initialism again.
    articles.append(replace(story(2, 2012, "News", "The U.S. waits"), language="en"))
    assert ("words", "US as an initialism") in parts(found(engine, articles, "US waits"))


def test_common_words_tell_headlines_apart_and_decide_nothing(engine: Engine) -> None:
    articles = [story(0, 2014, "Cargo strike"), story(1, 2013, "Strike to cargo")]
    result = found(engine, articles, "strike to cargo")
    assert (result.total, [int(hit.article_id[1:]) for hit in result.hits]) == (2, [1, 0])
    assert parts(result)["typed", "to"].score == ranking.ASIDE
    assert ("typed", "to") not in parts(result, 1)
    assert close(sum(part.score for part in parts(result).values()), result.hits[0].score)


def test_common_words_tell_only_headlines_apart_that_have_all_the_words(engine: Engine) -> None:
    articles = [story(0, 2014, "Cargo", f"{FILL} strike"), story(1, 2013, "Up to cargo", f"{FILL} strike")]
    result = found(engine, articles, "strike to cargo")
    assert all(("typed", "to") not in parts(result, place) for place in range(2))


def test_a_common_word_after_a_minus_adds_nothing(engine: Engine) -> None:
    result = found(engine, [story(0, 2014, "Strike to cargo")], "strike cargo -to")
    assert ("typed", "to") not in parts(result)


def test_a_list_by_date_has_the_words_only(engine: Engine) -> None:
    articles = [story(0, 2014, "Cargo", "cargo strike")]
    result = found(engine, articles, "cargo strike", sort="newest", recent=True)
    assert {part.kind for part in result.hits[0].explanation or ()} == {"words"}
    assert close(sum(part.score for part in result.hits[0].explanation or ()), result.hits[0].score)


def test_what_nearly_matches_is_explained(engine: Engine) -> None:
    result = found(engine, [story(0, 2014, body="cargo strike"), story(1, 2014)], "cargo strike", recent=True)
    (hit,) = result.nearly
    assert {(part.kind, part.words) for part in hit.explanation or ()} == {("words", "cargo"), ("recent", "")}
    assert close(sum(part.score for part in hit.explanation or ()), hit.score)


def test_explanations_are_made_only_if_asked_for(engine: Engine) -> None:
    result = found(engine, [story(0, 2014)], "cargo")
    assert result.hits[0].explanation
    query = make_query("cargo", detail="ids")
    assert [hit.explanation for hit in (*engine.search(query).hits, *engine.scan(query))] == [None, None]


def test_without_words_there_is_nothing_to_explain(engine: Engine) -> None:
    assert all(hit.explanation == () for hit in found(engine, [story(0, 2014)], "", recent=True).hits)


def test_of_equal_articles_the_recent_one_gains_half_and_a_year_halves_that(engine: Engine) -> None:
    assert (RECENT, HALF_LIFE) == (0.5, 365 * 24 * 60)
    articles = [story(0, None), story(1, 2013), story(2, 2014), story(3, 2015)]
    result = found(engine, articles, "cargo", recent=True)
    plain = engine.search(make_query("cargo")).hits[0].score
    assert [int(hit.article_id[1:]) for hit in result.hits] == [3, 2, 1, 0]
    for hit, factor in zip(result.hits, (1.5, 1.25, 1.125, 1.0), strict=True):
        assert close(hit.score, plain * factor)
    assert parts(result)["recent", ""].score == pytest.approx(plain / 2)
    assert ("recent", "") not in parts(result, 3)


def test_it_is_gentle(engine: Engine) -> None:
    articles = [story(0, 1990, "Cargo"), story(1, 2015)]
    result = found(engine, articles, "cargo", recent=True)
    assert [int(hit.article_id[1:]) for hit in result.hits] == [0, 1]


def test_what_is_gone_is_not_the_newest(engine: Engine) -> None:
    engine.commit([engine.encode([story(0, 2014), story(1, 2015), *OTHERS])])
    engine.commit([], removed=[story(1, 2015).article_id])
    hit, plain = (engine.search(make_query("cargo", recent=recent)).hits[0] for recent in (True, False))
    assert close(hit.score, plain.score * 1.5)


def test_pages_and_exports_have_the_same_order(engine: Engine) -> None:
    articles = [story(n, 2000 + n * 7 % 15, body=f"{FILL} cargo" + " strike" * (n % 4)) for n in range(70)]
    whole = [hit.article_id for hit in found(engine, articles, "cargo strike", recent=True, limit=100).hits]
    paged = [
        hit.article_id
        for page in range(1, 9)
        for hit in engine.search(make_query("cargo strike", recent=True, page=page)).hits
    ]
    scanned = [hit.article_id for hit in engine.scan(make_query("cargo strike", recent=True))]
    assert whole == paged == scanned
    assert len(set(whole)) == len(whole) > 50


@pytest.mark.parametrize("recent", [False, True])
def test_beyond_the_window_no_places_are_told(engine: Engine, monkeypatch: pytest.MonkeyPatch, recent: bool) -> None:
    for module in (ranking, yardstick_found, rescoring, whoosh_explaining, searching):
        monkeypatch.setattr(module, "WINDOW", 3)
    articles = [story(n, 2000 + n, body="cargo strike " + f"{FILL} " * n) for n in range(5)]
    hits = list(found(engine, articles, "cargo strike", recent=recent, limit=2).hits)
    for page in (2, 3):
        hits += engine.search(make_query("cargo strike", recent=recent, explain=True, limit=2, page=page)).hits
    kinds = [{part.kind for part in hit.explanation or ()} - {"words", "recent"} for hit in hits]
    assert kinds == [{"beginning", "near"}] * 3 + [set()] * 2
    for hit in hits:
        assert close(sum(part.score for part in hit.explanation or ()), hit.score)


def test_exports_are_not_explained(engine: Engine) -> None:
    found(engine, [story(0, 2014)], "cargo")
    assert [hit.explanation for hit in engine.scan(make_query("cargo", explain=True))] == [None]
