"""Text dumps as other programs make them: wrapped, on one line, with addresses; stories in pieces; windows' titles."""

from __future__ import annotations

import textwrap

import pytest

from searchnews.extract import extract_page
from searchnews.extract.dump_context import in_context
from searchnews.extract.dump_story import find_story
from searchnews.extract.dump_window import sure_title
from searchnews.extract.dumplines import classed_rows
from searchnews.extract.line_classes import Line
from searchnews.extract.rows import rows_of
from searchnews.models import Article, Page

A = "The ferry between Kilwane and Tavane sailed again on Monday after eleven weeks in dock, with two hundred people on board."
B = "Its captain said that the engine was as good as new, and that the cranes had cost more than the whole repair."
C = "The harbour office expects it to sail twice a day until the autumn, and once a day after the first snow."
D = "Nobody was hurt when smoke rose over the engine room in March, but the boat had to be towed back by fishermen."
T = "Ferry sails again between Kilwane and Tavane"


def read(text: str, url: str | None = None) -> Article:
    return extract_page(Page("page.txt", "page.txt", 0, "text", text, url))


def lines_of(text: str) -> list[Line]:
    return in_context(classed_rows(rows_of(text)))


def test_shape_16_two_dates_on_a_line_and_a_body_wrapped_at_thirty_characters() -> None:
    body = "\n\n".join(textwrap.fill(text, 30) for text in (A, B, C))
    article = read(
        f"{T}\n>> Reuters\nPublished: 19 Jan 2022 12:38 PM BdST Updated: 19 Jan 2022 12:50 PM BdST\n\n{body}"
    )
    assert (article.title, article.sources, article.body) == (T, ("Reuters",), (A, B, C))
    assert article.published is not None and f"{article.published.start:%Y-%m-%d %H:%M}" == "2022-01-19 12:38"
    assert article.updated is not None and f"{article.updated.start:%H:%M}" == "12:50"


def test_shape_25_a_page_of_pictures() -> None:
    captions = [
        f"{what} in the harbour of Tavane, April 15, 2019. REUTERS/Lena Marsh"
        for what in ("A crane lifts the engine", "People wait for the ferry", "A goat looks at the boat")
    ]
    article = read("\n".join(["Edition:", "Mon Apr 15, 2019", T, *captions]))
    assert (article.kind, article.body, article.captions) == ("gallery", (), tuple(captions))
    assert article.sources == ()


def test_shape_26_pairs_of_headlines_above_and_a_day_a_month_ago() -> None:
    others = ("Harbour workers end strike in Tavane", "Mayor of Kilwane resigns over bridge", "Snow closes the pass")
    text = "\n".join(
        [
            " date 2017-10-12 Business Markets World Politics",
            *(title for other in others for title in (other, other)),
            "#World News",
            "September 12, 2017 / 7:56 PM / a month ago",
            T,
            "Reuters Staff",
            "1 Min Read",
            f"KILWANE (Reuters) - {A}",
            B,
            C,
            "Reporting by Lena Marsh; Editing by Ada Quaye",
            "Our Standards: The Principles of the Harbour.",
        ]
    )
    article = read(text)
    assert (article.title, article.section, article.sources) == (T, "World News", ("Reuters",))
    assert article.published is not None and f"{article.published.start:%Y-%m-%d}" == "2017-09-12"
    assert tuple(each.title for each in article.related) == others
    assert not any(other in "\n".join(article.body) for other in others)


def test_a_page_on_one_line_is_parted_at_its_bars() -> None:
    article = read(
        " | ".join(["Home", "News", "Boats", "Letters", T, "By Lena Marsh", "May 3, 2021", *(A, B, C, D) * 3])
    )
    assert (article.title, article.authors) == (T, ("Lena Marsh",))
    assert article.body[:4] == (A, B, C, D)


def test_a_long_paragraph_with_a_few_bars_is_one_paragraph() -> None:
    table = " | ".join(["Kilwane", "Tavane", "Ostrava"])
    (row,) = rows_of(f"{' '.join([A, B, C, D] * 3)} {table}")
    assert row.text.endswith(table)


def test_addresses_that_a_program_prints_after_links_are_no_text() -> None:
    (row,) = rows_of("The harbour office (https://office.example/a?b=1) said so, in its letter [https://x.example/2].")
    assert row.text == "The harbour office said so, in its letter."


def test_a_long_table_does_not_cut_a_story_in_two() -> None:
    paragraphs = [f"{text} It was crossing number {n} of the year." for n, text in enumerate([A, B, C, D] * 5)]
    table = [f"{name} {n}" for n in range(40) for name in ("Kilwane", "Tavane")]
    lines = lines_of("\n".join([T, "May 3, 2021", *paragraphs[:10], *table, *paragraphs[10:]]))
    story = find_story(lines, live=False)
    assert story is not None
    places = {line.text: place for place, line in enumerate(lines)}
    assert story.holds(places[paragraphs[2]]) and story.holds(places[paragraphs[-2]])


@pytest.mark.parametrize(
    "window", [f"{T} | The Quay Post", f"The Quay Post - {T}", T.replace(" again", "’s again") + " – Quay"]
)
def test_the_window_has_the_site_after_the_headline_or_before_it(window: str) -> None:
    headline = T.replace(" again", "'s again") if "’" in window else T
    assert sure_title(lines_of("\n".join([window, "Home", "The Quay Post", headline, A, B]))) == 3


def test_the_name_of_a_site_is_no_headline_though_the_window_has_it() -> None:
    lines = lines_of("\n".join([f"The Quay Post - {T} and Ostrava", "Menu", "The Quay Post", A, B]))
    assert sure_title(lines) is None


def test_a_button_that_the_page_has_twice_is_no_headline() -> None:
    assert sure_title(lines_of("\n".join(["Open Menu Close Menu", "Open Menu Close Menu", A, B, C]))) is None


def test_a_change_at_the_headline_counts_more_than_a_day_among_other_stories() -> None:
    teaser = ["Mayor of Kilwane resigns over bridge", "Feb 14, 2019"]
    article = read(
        "\n".join([T, "Updated on", "April 19, 2025", A, B, C, *teaser, D, A.replace("Monday", "Friday"), B])
    )
    assert article.updated is not None and f"{article.updated.start:%Y-%m-%d}" == "2025-04-19"
    assert article.published is None or article.published.start.year == 2025


def test_a_label_and_its_on_stand_above_the_day() -> None:
    article = read("\n".join([T, "Last Updated", "on", "Feb 27, 2026", "Published", "on", "Feb 3, 2026", A, B, C]))
    assert article.published is not None and article.published.start.day == 3
    assert article.updated is not None and article.updated.start.day == 27


def test_a_day_under_the_story_beside_its_tags_is_the_storys() -> None:
    text = [A, B, C, D, "Tags: ferry, harbour", "Monday, August 11th, 2025 at 11:00 am | Categories: Boats |"]
    article = read("\n".join([T, *text, "March 2026", "February 2026", "January 2026", "December 2025"]))
    assert article.published is not None and f"{article.published.start:%Y-%m-%d}" == "2025-08-11"


def test_prices_are_no_clocks_and_their_page_is_no_live_page() -> None:
    prices = [line for n in range(6) for line in (f"{n + 2}.98", A.replace("eleven", str(n + 20)))]
    assert read("\n".join([T, "May 3, 2021", A, B, *prices, C])).kind == "article"


def test_minutes_of_reading_are_glued_to_the_year() -> None:
    article = read("\n".join([T, "by Lena Marsh May 2nd 202511 mins", A, B, C]))
    assert article.published is not None and f"{article.published.start:%Y-%m-%d}" == "2025-05-02"
