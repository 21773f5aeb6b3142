"""The layouts in which sites print their pages as text, one invented page each; the fields were written by reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from searchnews.extract import extract_page
from searchnews.models import Article, Page

A = "The ferry between Kilwane and Tavane sailed again on Monday after eleven weeks in dock, with two hundred people on board."
B = "Its captain said that the engine was as good as new, and that the cranes had cost more than the whole repair."
C = "The harbour office expects it to sail twice a day until the autumn, and once a day after the first snow."
T = "Ferry sails again between Kilwane and Tavane"
S = "After eleven weeks in dock the old boat carries two hundred people over the Ishkar, and one goat"

LAYOUTS: dict[str, tuple[str, dict[str, Any]]] = {
    "1 title glued to its standfirst": (
        f" date 2019-10-28 {T}\nPOLITICS\n5 MIN READ\n{T}{S}\nThe ferry in the harbour of Tavane on October 26, 2019. / Reuters\nOctober 28, 2019\n{A}\nEngine\n{B}\n{C}",
        {"title": T, "published": "2019-10-28", "section": "Politics", "sources": (), "body": (A, "Engine", B, C)},
    ),
    "2 a video page": (
        f"January 8, 2022\n{T}\n{A} Lena Marsh reports.",
        {"title": T, "published": "2022-01-08", "kind": "video", "body": (f"{A} Lena Marsh reports.",)},
    ),
    "3 no title anywhere": (
        f" date 2023-02-08 Fast News\n{S}.\n{A}\n{B}\n{C}",
        {"published": "2023-02-08", "has": (A, B, C)},
    ),
    "4 updated before created, day first by the zone": (
        f" date 2022-01-08 Left Menu\n{T}\nReuters\nKilwane\nUpdated: 08-01-2022 00:12 IST\nCreated: 08-01-2022 00:09 IST\nFile Photo Image Credit: ANI\n{A}\n{B}\n{C}",
        {
            "title": T,
            "published": "2022-01-08T00:09",
            "updated": "2022-01-08T00:12",
            "sources": ("Reuters",),
            "body": (A, B, C),
        },
    ),
    "5 twenty buttons": (
        f" date 2020-08-04 {T}\n- 4 August 2020\n"
        + "\n".join(f"- Share this with {name}" for name in ("Email", "Facebook", "Messenger", "Twitter"))
        + f"\nCopy this link\n{A}\n{B}\n{C}\nAll photos subject to copyright.",
        {"published": "2020-08-04", "body": (A, B, C)},
    ),
    "6 live with a summary": (
        f"{T}\nSummary\n- The ferry has left Kilwane\n- It is to arrive in Tavane at noon\nLive Reporting\nA goat on board\n{A}\nThe captain speaks\n{B}\nWaiting for the boat\n{C}",
        {"title": T, "kind": "live", "has": (A, B, C)},
    ),
    "7 live, newest first": (
        f"{T}\n5:26 p.m. ET, April 15, 2019\nThe ferry lands\n{A}\n4:25 p.m. ET, April 15, 2019\nThe ferry leaves\n{B}\n3:10 p.m. ET, April 15, 2019\nPeople wait\n{C}",
        {"title": T, "kind": "live", "published": "2019-04-15T15:10", "updated": "2019-04-15T17:26", "has": (A, B, C)},
    ),
    "8 the dateline's day is not the page's": (
        f" date 2021-09-22 {T}\nXinhua) 09:23, September 22, 2021\nTAVANE, Sept. 21 (Xinhua) -- {A}\n{B}\n{C}\n(Web editor: Lena Marsh, Ada Quaye)",
        {"published": "2021-09-22T09:23", "sources": ("Xinhua",), "dateline": "Tavane", "has": (B, C)},
    ),
    "9 a counter and an editor": (
        f"Text:AAAPrint\nPolitics\n{T}\n1\n2021-08-28 19:50:42Xinhua Editor : Lena Marsh\n{A}\n{B}\n{C}\nRelated news\nHarbour workers end strike in Tavane\nMorePhoto\nMost popular in 24h",
        {
            "title": T,
            "published": "2021-08-28T19:50",
            "sources": ("Xinhua",),
            "section": "Politics",
            "body": (A, B, C),
            "related": ("Harbour workers end strike in Tavane",),
        },
    ),
    "10 a breadcrumb, a byline, a site": (
        f"Home / World / Ishkar\n{T}\nBy Lena Marsh | tavanedaily.example | Updated: 2021-08-28 18:48\nShare\nThe ferry in Tavane. [Photo/Xinhua]\n{A}\n{B}\n{C}",
        {"title": T, "authors": ("Lena Marsh",), "published": "2021-08-28T18:48", "sources": (), "body": (A, B, C)},
    ),
    "11 a stack of captions before the text": (
        f"{T}\nPeople wait for the ferry in Kilwane, May 1, 2021.\nA crane lifts the engine in the dock of Tavane, April 12, 2021.\nMay 3, 2021\n{A}\n{B}\n{C}",
        {"title": T, "published": "2021-05-03", "body": (A, B, C)},
    ),
    "12 descriptions of icons first": (
        "An icon of a letter, "
        + "an icon of a hand, an icon of a boat " * 40
        + f"end\n{T}\nMay 3, 2021\n{A}\n{B}\n{C}",
        {"title": T, "published": "2021-05-03", "body": (A, B, C)},
    ),
    "13 consent, and the day with a comma": (
        f"Privacy Overview\nThis website uses cookies to improve your experience while you navigate through the website.\n8, February 2023\n{T} 0\n{A}\n{B}\n{C}\nSource: Reuters",
        {"title": T, "published": "2023-02-08", "sources": ("Reuters",), "body": (A, B, C)},
    ),
    "14 written by, glued to the date": (
        f"{T}\nwritten by Lena Marsh August 15, 2021\nKILWANE, August 15 - {A}\n{B}\n{C} (Xinhua)",
        {"title": T, "authors": ("Lena Marsh",), "published": "2021-08-15", "dateline": "Kilwane", "has": (B,)},
    ),
    "15 the agency between city and day": (
        f"{T}\nLena Marsh Published January 19, 2022 | 12:40 PM\n{S}\nKilwane, (APP - TavaneSite - 19th Jan, 2022 ) :{A}\n{B}\n{C}\nMore Stories From World\nHarbour workers end strike in Tavane",
        {
            "title": T,
            "authors": ("Lena Marsh",),
            "published": "2022-01-19T12:40",
            "sources": ("APP",),
            "publisher": "TavaneSite",
            "section": "World",
            "related": ("Harbour workers end strike in Tavane",),
        },
    ),
    "17 a weekday and a clock": (
        f"Video\n{T}\nPublished : Thursday, 20 January, 2022 at 12:00 AM\nKILWANE, Jan 19: {A}\n{B}\n{C}\n    -AFP",
        {"title": T, "published": "2022-01-20T00:00", "sources": ("AFP",), "has": (B, C)},
    ),
    "18 prefix wrong by a week": (
        f" date 2021-05-21 Home\nWorld\n{T}\nAgency\nMay 14, 2021 10:15 am\nThe ferry in Tavane [Source: AP]\n{A}\n{B}\n{C}\n(c) 2018-21",
        {"title": T, "published": "2021-05-14T10:15", "sources": (), "body": (A, B, C)},
    ),
    "19 the page's own clock": (
        f"Tuesday, 22 June 2021, 03:51:27 am\n{T}\nMay 13, 2021\nFile Photo\n{A}\n{B}\n{C}",
        {"title": T, "published": "2021-05-13", "body": (A, B, C)},
    ),
    "20 a sign-off in the last paragraph": (
        f"{T}\nOctober 24, 2018  09:34\n{A}\n{B}\n{C}  -- PTI\nImage only for representation.\nTOP STORIES\nHarbour workers end strike in Tavane",
        {
            "title": T,
            "published": "2018-10-24T09:34",
            "sources": ("PTI",),
            "body": (A, B, C),
            "related": ("Harbour workers end strike in Tavane",),
        },
    ),
    "21 the menu twice": (
        "\n".join(["Home", "News", "Island life", "Boats and people", "Letters", "Old pictures"] * 20)
        + f"\n{T}\nby Lena Marsh\nJan 17, 2022 - 12:05 am GMT+3\n{A}\n{B}\n{C}",
        {"title": T, "authors": ("Lena Marsh",), "published": "2022-01-17T00:05", "has": (A, B, C)},
    ),
    "22 a donation plea before the text": (
        f"{T}\n{S}\nVia AP news wire\nFriday 07 January 2022 07:08 GMT\nYour support helps us to tell the story. Your gift makes our work possible. Please consider donating to keep our newsroom free.\n{A}\n{B}\n{C}",
        {"title": T, "sources": ("AP",), "published": "2022-01-07T07:08", "body": (A, B, C)},
    ),
    "23 a picture's credit glued to the byline": (
        f"{T}\nThe ferry in Tavane (photo credit: REUTERS/LENA MARSH)ByREUTERS\nMay 3, 2021\n{A}\n{B}\n{C}",
        {"title": T, "sources": ("Reuters",), "body": (A, B, C)},
    ),
    "24 an apology for a video, and those who reported": (
        f"{T}\nMay 3, 2021\nArticle content\nKILWANE - {A}\nWe apologize, but this video has failed to load.\n{B}\n{C}\n(Reporting by Lena Marsh; editing by Ada Quaye)",
        {"title": T, "dateline": "Kilwane", "has": (B, C), "without": ("failed to load", "Reporting by")},
    ),
    "27 Turkish": (
        "Anasayfa\nGündem\nFeribot Kilwane ile Tavane arasında yeniden seferde\nGiriş: 10.08.2025 21:08\nKilwane ile Tavane arasındaki feribot on bir hafta sonra pazartesi günü yeniden sefere çıktı, gemide iki yüz kişi vardı.\nKaptan, motorun yenisi kadar iyi olduğunu ve vinçlerin onarımdan daha pahalıya geldiğini söyledi.\nKaynak: Anadolu Ajansı\nSon Haberler\nTavane'de liman grevi sona erdi\n5 gün önce",
        {
            "title": "Feribot Kilwane ile Tavane arasında yeniden seferde",
            "published": "2025-08-10T21:08",
            "sources": ("Anadolu",),
            "related": ("Tavane'de liman grevi sona erdi",),
        },
    ),
    "28 a French video": (
        "Le bac reprend la mer entre Kilwane et Tavane\nAFP Vidéo . 22/02/2020 à 12:50\nLe bac entre Kilwane et Tavane a repris la mer lundi après onze semaines au bassin, avec deux cents personnes à bord.\nLe capitaine a dit que le moteur était comme neuf et que les grues avaient coûté plus cher que la réparation.",
        {"kind": "video", "published": "2020-02-22T12:50", "sources": ("AFP",)},
    ),
    "29 headlines aged by minutes before the title": (
        f"Latest\n6m agoHarbour workers end strike in Tavane\n12m agoMayor of Kilwane resigns over bridge\n{T}\nAugust 30, 2023 1:55 am(Updated 4:30 am)\n{A}\n{B}\n{C}",
        {
            "title": T,
            "published": "2023-08-30T01:55",
            "updated": "2023-08-30T04:30",
            "body": (A, B, C),
            "related": ("Harbour workers end strike in Tavane", "Mayor of Kilwane resigns over bridge"),
        },
    ),
    "30 RelatedHEADLINE, NAMENAME": (
        f"{T}\nLena MarshLena Marsh\nMay 3, 2021\n{A}\nRelatedHarbour workers end strike in Tavane\n{B}\nRECOMMENDED\n{C}",
        {
            "title": T,
            "authors": ("Lena Marsh",),
            "body": (A, B, C),
            "related": ("Harbour workers end strike in Tavane",),
        },
    ),
    "a guide's first day and the day of its last change side by side": (
        f"{T}\nPosted by Lena MarshMay 3, 2021May 9, 2021\n{A}\n{B}\n{C}",
        {"title": T, "published": "2021-05-03", "updated": "2021-05-09", "body": (A, B, C)},
    ),
    "a date among fields": (
        f"{T}\nby Lena Marsh | May 3, 2021 | Boats, Islands and People | 0 comments\n{A}\n{B}\n{C}",
        {"title": T, "authors": ("Lena Marsh",), "published": "2021-05-03", "body": (A, B, C)},
    ),
    "the headline again far below, over the comments": (
        "\n".join(
            [
                T,
                "May 3, 2021",
                A,
                B,
                C,
                *(f"{C[:-1]}, said passenger number {n} of the first crossing." for n in range(8)),
                T,
                A.replace("Monday", "Tuesday"),
            ]
        ),
        {"title": T, "has": (A, B, C)},
    ),
    "month-only prefix and a dateline's day": (
        f" date 2021-09 {T}\n{S}\nTAVANE, Sept. 21 (Xinhua) -- {A}\n{B}\n{C}",
        {"published": "2021-09-21", "sources": ("Xinhua",)},
    ),
    "Chinese without spaces": (
        "伊什卡尔河渡轮恢复通航\n2021年5月3日 10:20\n来源：新华社\n基尔瓦内和塔瓦内之间的渡轮星期一在停航十一个星期之后重新起航，船上载有二百名乘客和一只山羊。\n船长说，这艘船和新的一样好，码头上的咖啡馆为每个人提供免费的汤。\n相关新闻\n塔瓦内港口工人结束罢工",
        {
            "title": "伊什卡尔河渡轮恢复通航",
            "published": "2021-05-03T10:20",
            "sources": ("Xinhua",),
            "language": "zh",
            "related": ("塔瓦内港口工人结束罢工",),
        },
    ),
    "Arabic, from right to left": (
        "عودة العبارة إلى نهر إشكار\n٣ مايو ٢٠٢١\nأبحرت العبارة بين كيلواني وتافاني مرة أخرى يوم الاثنين بعد أحد عشر أسبوعا في الحوض، وعلى متنها مئتا شخص وماعز.\nوقال القبطان إن السفينة جيدة كما لو كانت جديدة، وقدم المقهى على الرصيف حساء مجانيا للجميع.\nاقرأ أيضا\nاستقالة عمدة تافاني",
        {
            "title": "عودة العبارة إلى نهر إشكار",
            "published": "2021-05-03",
            "language": "ar",
            "related": ("استقالة عمدة تافاني",),
        },
    ),
}


def read(text: str, fetched_at: datetime | None = None) -> Article:
    return extract_page(Page("page.txt", "page.txt", 0, "text", text, fetched_at=fetched_at))


def shown(article: Article, field: str) -> Any:
    value = getattr(article, field)
    if field in ("published", "updated"):
        return value and (f"{value.start:%Y-%m-%dT%H:%M}" if value.precision == "minute" else f"{value.start:%Y-%m-%d}")
    return tuple(each.title for each in value) if field == "related" else value


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_fields_of_a_layout(name: str) -> None:
    text, expected = LAYOUTS[name]
    article = read(text)
    whole = "\n".join(article.body)
    for field, value in expected.items():
        if field == "has":
            assert [part for part in value if part not in whole] == []
        elif field == "without":
            assert [part for part in value if part in whole] == []
        else:
            assert shown(article, field) == value, field


def test_an_age_is_a_date_only_where_the_fetch_is_known() -> None:
    text = f"{T}\nLena Marsh\n6 hours ago\n{A}\n{B}\n{C}"
    assert read(text).published is None
    published = read(text, datetime(2021, 5, 3, 12, tzinfo=UTC)).published
    assert published is not None
    assert (published.start, published.evidence[0].rule) == (datetime(2021, 5, 3), "ago")


def test_every_field_says_its_rule_its_line_and_how_sure_it_is() -> None:
    article = read(LAYOUTS["4 updated before created, day first by the zone"][0])
    for field in ("title", "body", "sources", "published", "updated"):
        evidence = article.evidence[field]
        assert evidence.rule
        assert "line" in evidence.place
        assert 0 < evidence.confidence <= 1
