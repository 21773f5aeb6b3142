from __future__ import annotations

from searchnews.models import Article, Related
from searchnews.query.nodes import positive_leaves
from searchnews.query.parser import parse
from searchnews.snippets import marked, matched_in, snippets

LONG = "Nothing happened for a while. " * 30
STORY = Article(
    "a" * 16,
    "Harbour strike ends",
    standfirst="Crane drivers went back to work on Tuesday.",
    body=("The strike at Port Selm ended.", LONG + "Then the <cranes> moved & ships left the harbour. " + LONG),
    related=(Related("Why the cranes stopped", "inline"), Related("Flotilla sails", "listed")),
    language="en",
)


def shown(text: str, limit: int = 2) -> tuple[str, ...]:
    return snippets(STORY, positive_leaves(parse(text).node), limit)


def test_words_are_marked_as_they_stand() -> None:
    assert shown("strikes") == ("The <mark>strike</mark> at Port Selm ended.",)


def test_a_long_paragraph_is_cut_around_the_words_and_escaped() -> None:
    (passage,) = shown("moving ships")
    assert passage.startswith("… Then the &lt;cranes&gt; <mark>moved</mark> &amp; <mark>ships</mark> left the harbour.")
    assert passage.endswith(" …")
    assert len(passage) < 320


def test_a_passage_near_the_beginning_begins_with_its_sentence_too() -> None:
    body = "The ferry left. Nobody on the quay had thought of it, and no captain knew how many buoys were lost."
    story = Article("a" * 16, "Ferry", body=(body,))
    (passage,) = snippets(story, positive_leaves(parse("buoys").node), 1)
    assert passage.startswith("… Nobody on the quay")


def test_the_beginning_of_a_text_is_that_of_its_first_sentence() -> None:
    body = (
        "By nightfall all of the nineteen boats that had been missed since the morning tide were "
        + "safe in harbour. " * 40
    )
    story = Article("a" * 16, "Ferry", body=(body,))
    (passage,) = snippets(story, positive_leaves(parse("tide").node), 1)
    assert passage.startswith("By nightfall all")


def test_the_passage_with_most_of_the_words_comes_first() -> None:
    first, second = shown("cranes harbour strike")
    assert "<mark>cranes</mark>" in first
    assert "<mark>harbour</mark>" in first
    assert "<mark>strike</mark>" in second


def test_a_phrase_marks_its_whole_run_and_nothing_else() -> None:
    assert shown('"port selm"') == ("The strike at <mark>Port Selm</mark> ended.",)
    assert "<mark>" not in shown('"selm port"')[0]


def test_a_headline_match_shows_the_beginning_of_the_story() -> None:
    assert shown("title:harbour") == ("Crane drivers went back to work on Tuesday.",)


def test_related_headlines_are_shown_where_the_word_is_only_there() -> None:
    assert shown("stopped") == ("Why the cranes <mark>stopped</mark>",)


def test_the_fields_that_match_are_named_in_their_order() -> None:
    leaves = positive_leaves(parse("cranes strike stopped").node)
    assert matched_in(STORY, leaves) == ("title", "standfirst", "body", "related")
    assert matched_in(STORY, positive_leaves(parse("flotilla").node)) == ()


def test_an_article_without_text_has_no_snippet() -> None:
    assert snippets(Article("b" * 16, "Only a headline"), ()) == ()


def test_a_headline_is_marked_whole() -> None:
    assert (
        marked("A <b> strike", positive_leaves(parse("strike").node), "en", "title")
        == "A &lt;b&gt; <mark>strike</mark>"
    )


def test_a_window_marks_its_own_words_where_it_matches() -> None:
    story = Article(
        "b" * 16,
        "",
        body=("Oil fell, and the price of gas rose.", "Oil, far from any price of that day."),
        language="en",
    )
    leaves = positive_leaves(parse("oil w/5 price").node)
    assert snippets(story, leaves) == (
        "<mark>Oil</mark> fell, and the <mark>price</mark> of gas rose.",
        "<mark>Oil</mark>, far from any <mark>price</mark> of that day.",
    )
    leaves = positive_leaves(parse("(oil OR gas) pre/1 rose").node)
    assert snippets(story, leaves) == ("Oil fell, and the price of <mark>gas</mark> <mark>rose</mark>.",)


def test_words_of_two_parts_are_marked_whole() -> None:
    story = Article("b" * 16, "", body=("A cease-fire held.", "The ceasefire held.", "They cease fire."), language="en")
    for text in ("ceasefire", "cease-fire"):
        found = snippets(story, positive_leaves(parse(text).node), limit=3)
        assert found[:2] == ("A <mark>cease-fire</mark> held.", "The <mark>ceasefire</mark> held.")
    assert found[2] == "They <mark>cease fire</mark>."


def test_a_part_of_the_text_is_marked_there_only() -> None:
    story = Article("b" * 16, "Oil", body=("Oil and oil again.", "More oil."), language="en")
    assert snippets(story, positive_leaves(parse("first3:oil").node)) == (
        "<mark>Oil</mark> and <mark>oil</mark> again.",
    )
    leaves = positive_leaves(parse("hlead:oil").node)
    assert snippets(story, leaves) == ("<mark>Oil</mark> and <mark>oil</mark> again.",)
    assert matched_in(story, leaves) == ("title", "body")
    assert matched_in(story, positive_leaves(parse("first2:again").node)) == ()
