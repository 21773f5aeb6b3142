"""The class of single lines: a table that can be read aloud."""

from __future__ import annotations

import pytest

import searchnews
from searchnews.extract import line_classes as kinds
from searchnews.extract.dumplines import classed
from searchnews.extract.line_phrases import phrases_said
from searchnews.extract.line_rules import section_name, without_age
from searchnews.extract.line_words import begins
from searchnews.extract.rows import Row

LINES = [
    ("WORLD", kinds.SECTION, "World"),
    ("#World News", kinds.SECTION, "World News"),
    ("Home / Sport", kinds.CRUMBS, "Sport"),
    ("Explore", kinds.LIST_HEADING, ""),
    ("More Stories From World", kinds.LIST_HEADING, ""),
    ("MOST READ", kinds.LIST_HEADING, ""),
    ("Çok okunanlar", kinds.LIST_HEADING, ""),
    ("6m agoNight ferry turns back to harbour", kinds.LISTED, "Night ferry turns back to harbour"),
    ("3 hours ago", kinds.FURNITURE, ""),
    ("Comments (12)", kinds.AFTER, ""),
    ("Tags: ferry, harbour", kinds.AFTER, ""),
    ("© 2021 The Quay Post", kinds.AFTER, ""),
    ("READ MORE:Harbour wall to be raised by a metre", kinds.INLINE, "Harbour wall to be raised by a metre"),
    ("RelatedHarbour wall to be raised", kinds.INLINE, "Harbour wall to be raised"),
    ("Related coverage of the ferry is thin this week.", kinds.BODY, ""),
    ("Share this article", kinds.FURNITURE, ""),
    ("5 min read", kinds.FURNITURE, ""),
    ("- Share this with Email", kinds.FURNITURE, ""),
    ("We use cookies to improve the way you use this site.", kinds.FURNITURE, ""),
    ("(Reporting by Ann Orwin; editing by Jo Ferris)", kinds.FURNITURE, ""),
    ("SOURCE:AFP", kinds.SOURCE, "AFP"),
    ("Kaynak: Anadolu Ajansı", kinds.SOURCE, "Anadolu Ajansı"),
    (">> Reuters", kinds.AGENCY, "Reuters"),
    ("Via AP news wire", kinds.AGENCY, "Via AP news wire"),
    ("Halmark Review mit dpa", kinds.AGENCY, "Halmark Review mit dpa"),
    ("Duduzile Zuma", kinds.SHORT, ""),
    ("AFP Vidéo . 22/02/2022 à 12:50", kinds.AGENCY, "AFP"),
    ("By Ann Orwin and Jo Ferris", kinds.BYLINE, "Ann Orwin; Jo Ferris"),
    ("Von Anke Reeder", kinds.BYLINE, "Anke Reeder"),
    ("Ann OrwinAnn Orwin", kinds.BYLINE, "Ann Orwin"),
    ("written by Ann Orwin February 15, 2021", kinds.BYLINE, "Ann Orwin"),
    ("By the river", kinds.SHORT, ""),
    ("A boat leaves the harbour. / Reuters", kinds.CAPTION, None),
    ("A boat leaves the harbour (photo credit: REUTERS/ANN ORWIN)", kinds.CAPTION, None),
    ("The night ferry at its berth in the harbour of Port Aldery, last year. / Reuters", kinds.CAPTION, None),
    ("Łódź wraca do portu po nocnym rejsie w Aldery Fot. Ida Marsz", kinds.CAPTION, None),
    ("Łódź wraca do portu po nocnym rejsie w Aldery zdj. Ida Marsz", kinds.CAPTION, None),
    ("Ferries wait in the harbour of Port Aldery on Monday via Getty Images", kinds.CAPTION, None),
    ("The ferry/bus contract was signed at the office (a former mill) while crews waited outside", kinds.BODY, ""),
    ("File Photo Image Credit: ANI", kinds.FURNITURE, ""),
    ("January 8, 2022", kinds.DATE, ""),
    ("November 12, 2023 / 7:56 PM / a month ago", kinds.DATE, ""),
    ("Updated: 08-01-2022 00:12 IST", kinds.DATE, ""),
    ("2021年8月28日", kinds.DATE, ""),
    ("5:26 p.m. ET, April 15, 2019", kinds.CLOCK, ""),
    ("- The run-off is too close to call", kinds.ITEM, ""),
    ("* Shop", kinds.ITEM, "* Shop"),
    ("The harbour office said on Monday that the night ferry would go on Thursday.", kinds.BODY, ""),
    ("Ferry stopped after smoke", kinds.SHORT, ""),
    (
        "January 2021 February 2021 March 2021 April 2021 May 2021 June 2021 July 2021 August 2021 September",
        kinds.SHORT,
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), LINES, ids=[text[:30] for text, _, _ in LINES])
def test_the_class_of_a_line(text: str, kind: str, value: str | None) -> None:
    line = classed(Row(text, 1, 1, False))
    assert line.kind == kind
    if value is not None:
        assert line.value == value


def test_sections_as_a_page_would_write_them() -> None:
    assert [section_name(name) for name in ("WORLD NEWS", "TÜRKİYE", "DÜNYA", "Sport")] == [
        "World News", "Türkiye", "Dünya", "Sport",
    ]  # fmt: skip


def test_words_are_matched_to_their_end() -> None:
    assert begins("byline", "by ann") == 2
    assert begins("byline", "bystanders said") == 0
    assert begins("inline", "relatedharbour", glued=True) == 7
    assert begins("inline", "relatedharbour") == 0


def test_phrases_are_found_in_many_lines_at_once() -> None:
    said = ["the bridge was closed", "this site uses cookies to remember you", "файлы cookie", "unsubscribe"]
    assert set(phrases_said("noise", said)) == {"uses cookies", "cookies to", "файлы cookie", "unsubscribe"}
    assert phrases_said("noise", ["our", "newsletter", "the privacy of policy makers"]) == ()


def test_the_age_of_a_listed_headline_is_no_part_of_it() -> None:
    assert without_age("Harbour wall raised 5 gün önce") == "Harbour wall raised"
    assert without_age("Harbour wall raised | 2 hours ago") == "Harbour wall raised"


def test_a_paragraph_that_a_page_has_twice_is_no_headline() -> None:
    text = "A lake behind the glacier above Vael was drained before the thaw, the valley's engineers said.\n"
    page = f"WORLD\nGlacier lake drained\nMarch 5, 2022\n{text * 2}".encode()
    (article,) = searchnews.extract(page, name="lake.txt")
    assert (article.title, article.body) == ("Glacier lake drained", (text.strip(),))
