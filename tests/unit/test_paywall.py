"""Pages that show a beginning only, told by an offer in running text, in many languages: an invented page for each."""

from __future__ import annotations

import pytest

from searchnews.extract import extract_page
from searchnews.models import Article, Page
from tests.pages import STORY, read, story_page

OFFERS = (
    "This story is reserved for subscribers of the Aldery Post.",
    "Cet article est réservé aux abonnés. Il vous reste 80 % à découvrir.",
    "L'enquête est réservée à nos abonnés.",
    "Dieser Text ist nur für Abonnenten.",
    "Exklusiv für unsere Abonnenten",
    "Este artículo es exclusivo para suscriptores.",
    "Contenido solo para suscriptores",
    "Conteúdo só para assinantes",
    "Articolo riservato agli abbonati",
    "Solo per gli abbonati",
    "Artykuł tylko dla prenumeratorów",
    "Материал доступен только по подписке",
    "Стаття лише для передплатників",
    "Alleen voor abonnees",
    "Bara för prenumeranter",
    "Jen pro předplatitele",
    "Csak előfizetőknek",
    "Doar pentru abonați",
    "Μόνο για συνδρομητές",
    "Bu haber abonelerimize özel",
    "Khusus untuk pelanggan",
    "المقال حصري للمشتركين",
    "این مطلب ویژه مشترکان است",
    "仅限订阅用户阅读",
    "会員限定記事です",
    "구독자만 볼 수 있습니다",
    "สำหรับสมาชิกเท่านั้น",
    "הכתבה למנויים בלבד",
)


def dump(*lines: str) -> Article:
    """The fields of a dump of these lines."""
    title = "Port Aldery rebuilds its sea wall"
    return extract_page(Page("page.txt", "page.txt", 0, "text", "\n".join((title, "May 6, 2024", *lines))))


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_to_subscribe_under_a_beginning(offer: str) -> None:
    found = read(story_page(f"<p>{offer}</p>", texts=STORY[:2]))
    assert found.partial
    assert offer not in found.body
    assert dump(*STORY[:2], offer).partial


@pytest.mark.parametrize(
    "last", ["The paper has lost half of its subscribers.", "Die Abonnenten der Zeitung wohnen im Tal."]
)
def test_a_story_that_speaks_of_subscribers_is_whole(last: str) -> None:
    assert not read(story_page(f"<p>{last}</p>")).partial
    assert not dump(*STORY, last).partial
