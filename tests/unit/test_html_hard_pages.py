"""Strange HTML pages: one invented page for each rule that is there for such pages."""

from __future__ import annotations

import pytest

from searchnews.errors import InputRefused
from tests.pages import STORY, page, paragraphs, read, story_page


def test_a_live_page_without_json_ld_is_as_old_as_its_first_entry() -> None:
    entries = "".join(
        f'<div class="entry"><time datetime="2023-05-0{day}T1{day}:00:00+02:00">1{day}:00</time>{paragraphs(STORY[day - 1 : day])}</div>'
        for day in (3, 2, 1)
    )
    found = read(page(f'<h1>Storm at Port Aldery</h1><div class="live-blog">{entries}</div>'))
    assert found.kind == "live"
    assert found.published is not None
    assert found.published.start.isoformat() == "2023-05-01T11:00:00"
    assert found.body == tuple(reversed(STORY[:3]))


def test_a_live_page_in_json_ld_keeps_its_first_publication() -> None:
    data = (
        '{"@type":"LiveBlogPosting","headline":"Storm at Port Aldery","coverageStartTime":"2023-05-01T08:00:00+02:00"}'
    )
    found = read(story_page(head=f'<script type="application/ld+json">{data}</script>'))
    assert found.kind == "live"
    assert found.published is not None
    assert found.published.start.isoformat() == "2023-05-01T08:00:00"
    assert found.published.offset == 120


def test_a_video_page_has_its_description_as_text() -> None:
    data = '{"@type":"VideoObject","name":"Seals on the pier","uploadDate":"2023-02-01","description":"Twelve seals slept on the pier of Port Aldery."}'
    found = read(
        page("<h1>Seals on the pier</h1><video></video>", f'<script type="application/ld+json">{data}</script>')
    )
    assert found.kind == "video"
    assert found.body == ("Twelve seals slept on the pier of Port Aldery.",)


def test_the_captions_of_a_gallery_are_captions() -> None:
    figures = "".join(
        f"<figure><img><figcaption>Boat number {n} leaves the harbour at dawn. Ida Holm/AFP</figcaption></figure>"
        for n in range(4)
    )
    found = read(story_page(figures, '<meta property="og:type" content="gallery">'))
    assert found.kind == "gallery"
    assert len(found.captions) == 4
    assert found.body == STORY
    assert found.sources == ()


def test_a_paywalled_page_is_partial_and_the_offer_is_no_text() -> None:
    offer = "<p>Subscribe to continue reading this and all the other stories of the Aldery Post.</p>"
    found = read(story_page(offer, texts=STORY[:2]))
    assert found.partial
    assert found.body == STORY[:2]


def test_a_whole_story_with_an_offer_is_not_partial() -> None:
    whole = tuple(f"{text} That was point {number}." for number in range(4) for text in STORY)
    assert not read(story_page("<p>Already a subscriber? Thank you.</p>", texts=whole)).partial


def test_a_page_that_says_it_is_not_free_is_partial() -> None:
    data = '{"@type":"NewsArticle","headline":"Port Aldery rebuilds its sea wall","isAccessibleForFree":"False"}'
    assert read(story_page(head=f'<script type="application/ld+json">{data}</script>', texts=STORY[:1])).partial


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<div id="root"></div><script src="app.js"></script>', "scripts"),
        ("<noscript>Please enable JavaScript</noscript><script></script><div></div>", "scripts"),
        ("<div>Bitte aktivieren Sie JavaScript, um diese Seite zu lesen.</div><script></script>", "scripts"),
        (
            "<h1>404 - Page not found</h1><p>The page that you asked for has moved or never was here. Go back to the front page.</p>",
            "error",
        ),
        (
            "<h1>Страница не найдена</h1><p>Возможно, она была удалена или перенесена. Вернитесь на главную страницу сайта.</p>",
            "error",
        ),
        (
            "<h1>Aldery Post</h1><p>We use cookies and similar means to show you the news and what may interest you beside it. Choose what you agree to.</p>",
            "consent",
        ),
        (
            "<h1>Aldery Post</h1><p>Wir verwenden Cookies, damit die Seite gelingt und damit wir davon leben können, dass Sie sie lesen.</p>",
            "consent",
        ),
    ],
)
def test_pages_without_a_story_are_refused(html: str, reason: str) -> None:
    with pytest.raises(InputRefused, match=reason):
        read(page(html))


def front_page(count: int, teaser: str) -> str:
    return "".join(
        f'<div><h2><a href="/n{n}">Council of village number {n} meets again on Monday</a></h2><p>{teaser}</p></div>'
        for n in range(count)
    )


def test_a_front_page_is_a_list_of_headlines() -> None:
    teaser = "It will talk about the bridge, the school and the dogs, said its clerk, who has done so for years."
    with pytest.raises(InputRefused, match="a list of headlines, not an article"):
        read(page(f"<h1>Aldery Post</h1>{front_page(20, teaser)}"), "https://aldery.example/")


def test_a_story_with_many_links_below_it_is_a_story() -> None:
    found = read(
        page(
            f"<h1>Port Aldery rebuilds its sea wall</h1><div>{paragraphs(STORY * 2)}</div><div>{front_page(20, '')}</div>"
        )
    )
    assert STORY[0] in found.body


def test_an_amp_page_is_read() -> None:
    html = page(
        f'<article><h1>Port Aldery rebuilds its sea wall</h1><amp-img src="a.jpg"></amp-img>{paragraphs()}<amp-ad></amp-ad></article>',
        attributes='amp lang="en"',
    )
    assert read(html).body == STORY


def test_a_page_for_printers_has_paragraphs_at_double_line_breaks() -> None:
    text = "<br><br>".join(STORY[:3]).replace("which two", "which<br>two")
    assert read(page(f"<h1>Port Aldery rebuilds its sea wall</h1>{text}")).body == STORY[:3]


@pytest.mark.parametrize("lost", ["\x9d", "\ufffd", ""])
def test_misread_utf_8_is_repaired_once_and_told(lost: str) -> None:
    """lost: what stands for the byte that Windows-1252 has no letter for, the last of a closing quotation mark."""
    good = tuple(text.replace("'", "’").replace("Aldery", "Aldéry") + " “So be it.” They were." for text in STORY)
    bad = tuple(text.encode().decode("cp1252", "replace").replace("\ufffd", lost) for text in good)
    found = read(story_page(texts=bad))
    assert found.body == good
    assert any("Windows-1252" in note for note in found.notes)
    assert not any("Windows-1252" in note for note in read(story_page(texts=good)).notes)


def test_entities_escaped_twice_are_undone() -> None:
    found = read(
        story_page(
            texts=(
                "Le conseil a &amp;eacute;lu son maire, Fran&amp;ccedil;ois Halm, &amp;agrave; la majorit&eacute; de ses membres.",
                *STORY,
            )
        )
    )
    assert found.body[0] == "Le conseil a élu son maire, François Halm, à la majorité de ses membres."


ARABIC = (
    "صوت مجلس ميناء الدري يوم الاثنين على إعادة بناء الجدار البحري القديم الذي كسرته عاصفتان في ثلاثة مواضع خلال الشتاء الماضي.",
    "وقال كاتب المجلس للناس الذين جاؤوا للاستماع في قاعة السمك إن العمل يبدأ في أبريل ويستمر حتى تعود أسماك الرنجة إلى الخليج.",
    "ولم يعترض أحد على الخطة، غير أن صاحب حوض للقوارب سأل عمن سيدفع ثمن الرافعات التي يحتاج إليها العمل.",
)
CHINESE = (
    "奥德里港议会周一投票决定重建旧海堤，去年冬天的两场风暴曾在三处冲毁海堤。",
    "省里的工程师上周测量了缺口，发现最大的缺口比每天早晨经过的渡轮还要宽。",
    "议会书记在鱼市大厅里告诉前来旁听的居民，工程将于四月开始，一直持续到鲱鱼归来。",
)


def test_right_to_left() -> None:
    related = '<p>اقرأ أيضا: <a href="/x">سفينة جديدة تصل إلى ميناء الدري هذا الأسبوع</a></p>'
    found = read(
        page(
            f"<h1>ميناء الدري يعيد بناء الجدار</h1>{paragraphs(ARABIC[:2])}{related}{paragraphs(ARABIC[2:])}",
            attributes='dir="rtl"',
        )
    )
    assert found.body == ARABIC
    assert found.language == "ar"
    assert [each.kind for each in found.related] == ["inline"]


def test_chinese_without_spaces() -> None:
    listed = "<h3>相关新闻</h3><ul><li><a href='/a'>奥德里港的渡轮周二停航一天</a></li><li><a href='/b'>渔民抗议新的捕捞配额规定</a></li></ul>"
    found = read(
        page(f"<h1>奥德里港重建海堤</h1><div>{paragraphs(CHINESE)}</div><div>{listed}</div>", attributes='lang="zh"')
    )
    assert found.body == CHINESE
    assert found.language == "zh"
    assert [each.title for each in found.related] == ["奥德里港的渡轮周二停航一天", "渔民抗议新的捕捞配额规定"]


def test_ten_megabytes_of_script() -> None:
    script = "<script>var a = [" + '"x",' * 2_500_000 + "];</script>"
    assert read(story_page(script)).body == STORY


def test_ten_thousand_levels() -> None:
    html = page("<div>" * 10_000 + f"<h1>Port Aldery rebuilds its sea wall</h1>{paragraphs()}" + "</div>" * 10_000)
    assert read(html).body == STORY


def test_a_story_in_an_aside_is_found() -> None:
    cookies = "<p>We use cookies to see what is read. You can say no to them.</p>"
    html = page(
        f"<h1>Port Aldery rebuilds its sea wall</h1><aside class='card'>{paragraphs()}</aside><div>{cookies}</div>"
    )
    assert read(html).body == STORY


def test_every_paragraph_in_a_card_of_its_own() -> None:
    cards = "".join(f"<div class='widget card'><p>{text}</p></div>" for text in STORY)
    assert read(page(f"<h1>Port Aldery rebuilds its sea wall</h1><div>{cards}</div>")).body == STORY


def test_a_builder_that_makes_several_frames_of_one_story() -> None:
    parts = "".join(f"<section><div class='rich-text'>{paragraphs(STORY[n : n + 2])}</div></section>" for n in (0, 2))
    assert read(page(f"<h1>Port Aldery rebuilds its sea wall</h1><div>{parts}</div>")).body == STORY


def test_the_first_paragraph_in_a_frame_of_its_own() -> None:
    html = page(
        f"<h1>Port Aldery rebuilds its sea wall</h1><div><p>{STORY[0]}</p></div><div class='text'>{paragraphs(STORY[1:] * 3)}</div>"
    )
    found = read(html)
    assert STORY[0] in (found.standfirst, *found.body)


def test_loose_text_after_the_paragraphs_of_a_frame_comes_once() -> None:
    html = page(f"<h1>Port Aldery rebuilds its sea wall</h1><div class=x>{paragraphs(STORY[:3])}{STORY[3]}</div>")
    found = read(html)
    assert found.body == STORY
    assert found.evidence["body"].confidence == 1


def test_a_site_name_as_h1_is_no_title() -> None:
    html = page(
        f"<h1>Aldery Post</h1><h2>Port Aldery rebuilds its sea wall</h2>{paragraphs()}",
        '<meta property="og:site_name" content="Aldery Post"><meta property="og:title" content="Port Aldery rebuilds its sea wall | Aldery Post">',
    )
    assert read(html).title == "Port Aldery rebuilds its sea wall"


def test_numbered_items_keep_their_numbers() -> None:
    items = "<ol><li>First the stones of the old wall are lifted out of the sea.</li><li><p>Then the new ones are laid on the bare rock.</p></li></ol>"
    assert read(story_page(items)).body[-2:] == (
        "1. First the stones of the old wall are lifted out of the sea.",
        "2. Then the new ones are laid on the bare rock.",
    )


def test_what_follows_a_heading_such_as_references_is_no_story() -> None:
    after = "<h2>Comments</h2><p>I have lived by that wall for forty years and never saw it so broken, and nobody asked me.</p>"
    assert read(story_page(after, texts=STORY * 2)).body[-1] == STORY[-1]
