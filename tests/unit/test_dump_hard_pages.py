"""Text dumps that are no article, only a part of one, several, or damaged."""

from __future__ import annotations

import pytest

from searchnews.errors import InputRefused
from searchnews.extract import extract_page
from searchnews.models import Article, Page

A = "The ferry between Kilwane and Tavane sailed again on Monday after eleven weeks in dock, with two hundred people on board."
B = "Its captain said that the engine was as good as new, and that the cranes had cost more than the whole repair."
C = "The harbour office expects it to sail twice a day until the autumn, and once a day after the first snow."
T = "Ferry sails again between Kilwane and Tavane"


def read(*lines: str, url: str | None = None) -> Article:
    return extract_page(Page("page.txt", "page.txt", 0, "text", "\n".join(lines), url))


def refusal(*lines: str) -> str:
    with pytest.raises(InputRefused) as refused:
        read(*lines)
    return str(refused.value)


def test_a_front_page_is_a_list_of_headlines() -> None:
    entries = [
        line
        for number in range(14)
        for line in (
            f"Council of Port Halvane votes on harbour plan number {number}",
            f"Mayor says the {number} berths will open in spring and promises no new taxes for fishers.",
            f"{number + 1} hours ago",
        )
    ]
    assert "a list of headlines" in refusal("Home", "World", "Sport", "Latest news", *entries, "About us", "Contact")


def test_a_story_among_headlines_is_no_list() -> None:
    entries = [f"Council of Port Halvane votes on harbour plan number {number}" for number in range(14)]
    assert read(T, "May 3, 2021", A, B, C, "Latest news", *entries).body == (A, B, C)


def test_short_paragraphs_under_headings_are_no_list() -> None:
    parts = [
        line
        for number in range(12)
        for line in (
            f"The tool number {number} for mending nets",
            f"It costs {number} crowns and lasts for years of work.",
        )
    ]
    assert len(read("Twelve tools for people who mend their nets", "May 3, 2021", *parts).body) > 20


@pytest.mark.parametrize("title", ["Page not found", "404", "Access denied", "Seite nicht gefunden", "页面不存在"])
def test_an_error_saved_as_a_page(title: str) -> None:
    said = "Sorry, the page you are looking for could not be found. It may have been moved or deleted."
    assert "error" in refusal(title, said, "Go back to the home page")


def test_a_request_for_consent() -> None:
    asked = (
        "We and our 823 partners use cookies and similar technologies to store and access information on your device."
    )
    assert "consent" in refusal("Before you continue", asked, "Accept all", "Reject all", "Manage options")


def test_a_teaser_is_partial_and_its_offer_is_no_text() -> None:
    article = read(
        T,
        "By Lena Marsh",
        "3 May 2021",
        A,
        "This article is for subscribers only.",
        "Subscribe now to continue reading",
    )
    assert article.partial
    assert article.body == (A,)


def test_a_whole_story_with_an_offer_after_it_is_not_partial() -> None:
    longer = [f"{C[:-1]}, passenger number {number} said." for number in range(16)]
    assert not read(T, "3 May 2021", A, B, *longer, "Subscribe now to continue reading").partial


def test_menus_only() -> None:
    assert "no text in the page" in refusal("Home", "World", "Sport", "Contact", "Imprint")


def test_utf8_read_as_windows_1252_is_repaired_once_and_said() -> None:
    broken = "The cafÃ© on the quay served soup, and the captainâ\x80\x99s goat ate the menuâ\x80\x99s last page before noon."
    article = read(T, "May 3, 2021", broken, B)
    assert article.body[0].startswith("The café on the quay")
    assert any("repaired" in note for note in article.notes)


def test_entities_escaped_twice_are_unescaped_and_said() -> None:
    article = read(
        T, "May 3, 2021", "The caf&amp;eacute; on the quay served soup, said Lena &quot;Red&quot; Marsh to all.", B
    )
    assert 'The café on the quay served soup, said Lena "Red" Marsh to all.' in article.body
    assert any("unescaped" in note for note in article.notes)


def test_one_entity_may_be_what_a_story_is_about() -> None:
    text = "The sign &amp; was painted over the door of the mill by a printer who had run out of other work."
    assert text in read(T, "May 3, 2021", text, B).body


def test_a_second_article_in_a_dump_is_said() -> None:
    first = (T, "By Lena Marsh", "May 3, 2021", A, B, C, A.replace("Monday", "Tuesday"))
    second = ("Harbour workers end their strike in Tavane", "By Ada Quaye", "May 4, 2021", B, C)
    article = read(*first, *second)
    assert article.authors == ("Lena Marsh",)
    assert any("another article" in note for note in article.notes)


def test_a_page_of_pictures_is_a_gallery() -> None:
    captions = [f"Number {number} of the boats in the harbour of Tavane. / Photo: Reuters" for number in range(5)]
    article = read(T, *captions)
    assert (article.kind, len(article.captions), article.sources) == ("gallery", 5, ())


def test_a_menus_list_does_not_swallow_the_headline() -> None:
    menu = ("Home", "Explore", "Boats and islands", "Old pictures", "Letters")
    article = read(*menu, "", T, "", "By Lena Marsh", "", "May 3, 2021", "", A, "", B, "", C)
    assert article.title == T
    assert article.body == (A, B, C)


def test_the_day_of_a_change_stands_in_and_is_unsure() -> None:
    published = read(T, "Updated May 3, 2021", A, B, C).published
    assert published is not None
    assert (published.evidence[0].rule, published.evidence[0].confidence) == ("updated-only", 0.5)


def test_comments_older_than_the_last_change_deny_it() -> None:
    comments = ("Comments", "Ada", "May 3, 2015 at 3:53 pm", "Lovely boat.", "Reply")
    article = read(T, "Updated March 11, 2019", A, B, C, *comments)
    assert article.published is None
    assert article.updated is not None


def test_the_address_tells_a_headline_from_a_teaser() -> None:
    other = "Kilwane and Tavane: the ferry captain speaks of engines and cranes"
    url = "https://tavane.example/2021/05/03/ferry-sails-again-between-kilwane-and-tavane"
    article = read(T, other, A, B, C, url=url)
    assert article.title == T
    assert article.published is not None
    assert article.published.evidence[0].rule == "url"


def test_a_turkish_section_in_capitals() -> None:
    assert read("TÜRKİYE", T, "May 3, 2021", A, B, C).section == "Türkiye"
