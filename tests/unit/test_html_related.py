"""Headlines of other stories on HTML pages: out of the text, into `related`, in every language of the vocabulary."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from tests.pages import STORY, page, paragraphs, read, story_page

WORDS = tomllib.loads(files("searchnews.extract").joinpath("vocabulary/furniture.toml").read_text(encoding="utf-8"))
OTHER = "A new ferry for the island arrives on Thursday"


@pytest.mark.parametrize("label", WORDS["inline"]["starts"])
@pytest.mark.parametrize("shape", ["{label}: <a href='/ferry'>{other}</a>", "<a href='/ferry'>{label}: {other}</a>"])
def test_a_labelled_link_inside_a_story(label: str, shape: str) -> None:
    line = f"<p>{shape.format(label=label, other=OTHER)}</p>"
    found = read(
        page(
            f"<h1>Port Aldery rebuilds its sea wall</h1><div>{paragraphs(STORY[:2])}{line}{paragraphs(STORY[2:])}</div>"
        )
    )
    assert found.body == STORY
    assert [(each.title, each.kind, each.url) for each in found.related] == [
        (OTHER, "inline", "https://aldery.example/ferry")
    ]


@pytest.mark.parametrize("heading", WORDS["listed"]["exact"])
def test_a_list_under_a_heading(heading: str) -> None:
    links = "".join(f"<li><a href='/{n}'>{OTHER}, says number {n}</a></li>" for n in range(3))
    found = read(story_page(f"<h3>{heading.capitalize()}</h3><ul>{links}</ul>"))
    assert found.body == STORY
    assert [(each.title, each.kind, each.url) for each in found.related] == [
        (f"{OTHER}, says number {n}", "listed", f"https://aldery.example/{n}") for n in range(3)
    ]


def test_a_lone_label_before_a_link() -> None:
    line = f"<p>Read more</p><p><a href='/ferry'>{OTHER}</a></p>"
    found = read(
        page(
            f"<h1>Port Aldery rebuilds its sea wall</h1><div>{paragraphs(STORY[:2])}{line}{paragraphs(STORY[2:])}</div>"
        )
    )
    assert found.body == STORY
    assert [each.title for each in found.related] == [OTHER]


def test_a_lone_recommended_in_the_middle_does_not_end_the_story() -> None:
    html = page(
        f"<h1>Port Aldery rebuilds its sea wall</h1><div>{paragraphs(STORY[:2])}<h4>Recommended</h4>{paragraphs(STORY[2:])}</div>"
    )
    assert read(html).body == STORY


def test_one_word_that_begins_a_sentence_is_no_label() -> None:
    text = "Watch the ferry from the pier and you will see it lean to the left, the old men of the harbour say with one voice."
    found = read(story_page(f'<p><a href="/x">Watch</a>{text[5:]}</p>'))
    assert found.body[-1] == text
    assert found.related == ()


def test_links_in_the_sentences_of_a_story_are_text() -> None:
    text = 'The <a href="/council">council of Port Aldery</a> meets on <a href="/mondays">the first Monday</a> of every month but August.'
    found = read(story_page(f"<p>{text}</p>"))
    assert found.body[-1].startswith("The council of Port Aldery meets")
    assert found.related == ()


def test_links_after_the_end_of_the_page_are_not_looked_for() -> None:
    after = '<div aria-label="Related stories"><a rel="author" href="/x">A new ferry arrives on Thursday</a></div>'
    found = read(story_page() + f"<p>{STORY[0]}</p></html>{after}")
    assert found.title == "Port Aldery rebuilds its sea wall"
    assert found.authors == ()
