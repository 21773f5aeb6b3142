"""Whatever a text dump holds, it becomes a valid article or is refused, and never hangs."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchnews.errors import InputRefused
from searchnews.extract import extract_page
from searchnews.formats import read_bytes
from searchnews.models import Article, Page
from searchnews.serialise import article_from_json, article_to_json
from tests.length import examples
from tests.property.test_html import limited

SEEDS = Path(__file__).parents[2] / "seeds"
PIECES = (
    "Ferry sails again between Kilwane and Tavane", "By Lena Marsh", "Lena MarshLena Marsh", "May 3, 2021", "03/05/2021", "31.02.2021", "2021-13-45",
    "Updated: 08-01-2022 00:12 IST", "6m agoHarbour workers end strike", "Latest", "Related", "READ MORE: Harbour workers end strike in Tavane", "Comments", "Reply",
    "SOURCE:AFP", "KILWANE (Reuters) - ", "(AFP)", "-- PTI", "Photo: Reuters", "The boat. / Photo: AP", "Home > World > ", "404", "Summary", "Live Reporting", "5:26 p.m. ET",
    "The ferry between Kilwane and Tavane sailed again on Monday after eleven weeks in dock, with two hundred people on board.",
    "伊什卡尔河渡轮恢复通航", "2021年5月3日", "٣ مايو ٢٠٢١", "๓ พฤษภาคม ๒๕๖๔", "caf&amp;eacute;", "cafÃ©", "â\x80\x99", "\x00", "\ufeff", "\u202e", "|", "-", "…", "  ", "", "\t",
    " date 2021-05-03 ", " date 2021-99 ", "a" * 5_000, "a " * 3_000, "(" * 900, "海" * 700, "1/2/2021 " * 60, "- " * 400, "By " * 200, "/ " * 300,
)  # fmt: skip
dumps = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), st.sampled_from(["\n", "\n\n", " ", "", " | "])
    ),
    max_size=70,
).map(lambda pairs: "".join(text + glue for text, glue in pairs))
quick = settings(deadline=None, max_examples=examples(200))


def check(page: Page) -> None:
    """A page gives an article that its JSON can carry, or a refusal in words."""
    with limited():
        try:
            article = extract_page(page)
        except InputRefused as refused:
            assert str(refused)
            return
    assert isinstance(article, Article)
    assert article.body or article.standfirst or article.captions
    texts = (article.title, article.standfirst, *article.body, *article.captions, *article.authors, *article.sources)
    assert all(text == " ".join(text.split()) for text in texts)
    assert all((*article.body, *article.captions, *article.authors, *article.sources))
    for date in (article.published, article.updated):
        assert date is None or (date.start < date.end and date.evidence)
    assert all(each.title and each.kind in {"inline", "listed"} for each in article.related)
    assert all(
        0 <= evidence.confidence <= 1 and evidence.rule and evidence.place for evidence in article.evidence.values()
    )
    assert article_from_json(json.loads(json.dumps(article_to_json(article)))).body == article.body


@cache
def samples() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(SEEDS.rglob("*.txt")))


@quick
@given(dumps)
@example("")
@example("\n".join(PIECES))
@example(" | ".join(PIECES))
def test_any_lines_are_read_or_refused(text: str) -> None:
    check(Page("page.txt", "page.txt", 0, "text", text))


@quick
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_a_sample_with_bytes_flipped_is_read_or_refused(number: int, chance: random.Random) -> None:
    data = bytearray(samples()[number % len(samples())])
    for _ in range(chance.randrange(1, 60)):
        place = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[place] ^= 1 << chance.randrange(8)
            case 1:
                del data[place : place + chance.randrange(1, 200)]
            case _:
                data[place:place] = data[place : place + chance.randrange(1, 300)]
        if not data:
            break
    for page in read_bytes(bytes(data), name="page.txt", shown="page.txt", key="page.txt"):
        if isinstance(page, Page):
            check(page)
