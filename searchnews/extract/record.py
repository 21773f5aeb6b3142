"""A record of a table or of JSON as an article: its columns are its fields."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from searchnews.errors import InputRefused
from searchnews.extract.agencies import agency, credited, dateline
from searchnews.extract.claim import Claim
from searchnews.extract.credits import Credit, credit_of
from searchnews.extract.datecheck import latest_moment, read_claim
from searchnews.extract.identity import canonical_url, publisher_of
from searchnews.extract.language import detect
from searchnews.extract.language import foresee as foresee_languages
from searchnews.extract.lines import cut_title, squeeze, words
from searchnews.extract.looped_cells import look, neat
from searchnews.extract.rows import unwrapped
from searchnews.models import Article, ArticleDate, Evidence, Page, maker

# A tag with its closing tag, or one that stands alone: "<GE>" in a wire story is a share's name, not markup.
_MARKUP = re.compile(
    r"</(?:p|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|blockquote|table|tr|td|figure|section|article|body|html|font|sup|sub)\s*>"
    r"|<(?:br|p|hr|img|div)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?=(?:p|br|div|h[1-6]|li|tr|blockquote|section|figure|table)\b)", re.IGNORECASE)
_SILENT = ("script", "style", "noscript", "template", "iframe")
_HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair: no parser takes it
_ALNUM = re.compile(r"[^\W_]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_COLUMNS = ("title", "standfirst", "body", "section", "authors", "captions", "url", "publisher")
_MAX_TAGS = 50_000  # in one cell; more is no article
_HEAD = 80  # characters in which a paragraph's first word ends


def foresee(pages: Sequence[Page]) -> None:
    """Have known what compiled loops tell of the texts of records that are about to be read."""
    foresee_languages(look([(page.record.get("body") or page.content).strip() for page in pages]))


def extract_record(page: Page) -> Article:
    """The fields of one record, each from its column. Raises InputRefused for a record without text."""
    columns = page.record
    body = paragraphs(columns.get("body") or page.content)
    if not any(map(_ALNUM.search, body)):
        raise InputRefused("no text in the record: its body is empty", page.line)
    title, notes = cut_title(squeeze(plain(columns.get("title", ""))))
    body = _without_own_title(body, title)
    text = " ".join(body) if len(body) > 1 else body[0]
    language = detect(text, columns.get("language", ""))
    published, complaint = _date(columns, "published", language, page.fetched_at)
    updated, second = _date(columns, "updated", language, page.fetched_at)
    url = columns.get("url") or page.url or ""
    publisher = _line(columns, "publisher") or (publisher_of(url) if url else "")
    people, houses = _authors(columns, publisher)
    credit = _credit(columns, body, houses)
    filed = dateline(body[0])
    return _article(
        "",
        title,
        _line(columns, "standfirst"),
        body,
        published,
        updated,
        credit.names,  # sources
        publisher,
        _line(columns, "section"),
        people,  # authors
        filed.place if filed else "",  # dateline
        paragraphs(columns.get("captions", "")),
        (),  # related
        language,
        canonical_url(url) if url else "",
        (),  # alternative titles
        "article",
        False,  # partial
        _evidence(columns, credit, published, updated),
        (*notes, *complaint, *second),
    )


_article = maker(Article)  # every field in its order


def paragraphs(cell: str) -> tuple[str, ...]:
    """The paragraphs of a cell, markup and entities undone: parted at blank lines, at line ends where there are none."""
    if not cell:
        return ()
    bare = cell.strip()
    if neat(bare):
        return (bare,)
    text = plain(cell)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    if "\n" in text and _BLANK_LINE.search(text):
        return tuple(line for line in map(squeeze, _BLANK_LINE.split(text)) if line)
    rows = unwrapped(text)  # on one line each, without spaces at their ends
    return tuple(rows) if text.isascii() else tuple(line for line in map(squeeze, rows) if line)


def plain(cell: str) -> str:
    """A cell's text without markup; a block element begins a paragraph."""
    text = html.unescape(cell) if "&" in cell else cell
    if "<" not in text or not _MARKUP.search(text):
        return text
    if text.count("<") > _MAX_TAGS:
        raise InputRefused(f"a cell with more than {_MAX_TAGS:,} tags is no article: store pages as .html files")
    from lxml import etree  # here: most records are plain text

    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.HTML(_BLOCK_TAG.sub("\n\n<", _HALF.sub("\ufffd", text)), parser)
    if root is None:
        return ""
    etree.strip_elements(root, *_SILENT, with_tail=False)
    return str(root.xpath("string()"))


def _line(columns: Mapping[str, str], name: str) -> str:
    """A cell on one line, of a column in which few values are found often."""
    cell = columns.get(name)
    return _on_one_line(cell) if cell else ""


@functools.lru_cache(maxsize=1_000)
def _on_one_line(cell: str) -> str:
    return squeeze(plain(cell))


def _without_own_title(body: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The paragraphs less a first one that only repeats the title."""
    if len(body) < 2 or not title:
        return body
    own, head = words(title), words(body[0][:_HEAD])
    if len(head) > 1 and head[:1] != own[:1]:  # the first word tells, as long as it is not cut
        return body
    return body[1:] if words(body[0]) == own else body


def _date(
    columns: Mapping[str, str], name: str, language: str, fetched_at: datetime | None
) -> tuple[ArticleDate | None, tuple[str, ...]]:
    """The date in a column, or None and what is wrong with it."""
    cell = columns.get(name)
    if not cell:
        return None, ()
    found, complaint = _read_cell(cell, name, language)
    if found and (fetched_at or found.start > _BEGUN):
        found, complaint = read_claim(_claim(cell, name), language, latest_moment(fetched_at))
    return found, (complaint,) if complaint else ()


@functools.lru_cache(maxsize=10_000)  # the records of a day all bear its date
def _read_cell(cell: str, name: str, language: str) -> tuple[ArticleDate | None, str]:
    """The same, whenever it was fetched."""
    claim = _claim(cell, name)
    return read_claim(claim, language, datetime.max) if claim.value else (None, "")


def _claim(cell: str, name: str) -> Claim:
    return Claim(squeeze(plain(cell)), "column", f"column {_shown(name)}")


_BEGUN = latest_moment(None)  # what is dated earlier is not in the future


def _shown(name: str) -> str:
    """The name people know a date column by."""
    return "date" if name == "published" else name


def _authors(columns: Mapping[str, str], publisher: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people named in the author column, and the agencies named there."""
    if not columns.get("authors"):
        return (), ()
    from searchnews.extract.bylines import distinct, is_name, split_names  # here: slow to import, and many name nobody

    names = split_names(_line(columns, "authors"), publisher)
    houses = {name: agency(name) for name in names}
    people = [name for name in names if houses[name] is None and is_name(name, publisher)]
    return distinct(people), distinct(house for house in houses.values() if house)


def _credit(columns: Mapping[str, str], body: tuple[str, ...], houses: tuple[str, ...]) -> Credit:
    """What the sources column credits; without one, what the text credits."""
    cell = _line(columns, "sources")
    return _credited(cell) if cell else credit_of(body, bylines=houses)


@functools.lru_cache(maxsize=1_000)
def _credited(cell: str) -> Credit:
    return Credit(credited(cell) or (cell,), _in_column("source"))


@functools.cache
def _in_column(name: str) -> Evidence:
    return Evidence("column", f"column {name}", 1.0)


def _evidence(
    columns: Mapping[str, str], credit: Credit, published: ArticleDate | None, updated: ArticleDate | None
) -> Mapping[str, Evidence]:
    """Where each field was read; fields without a value have no entry. The same mapping for records that are alike."""
    first, second = (date.evidence[0] if date is not None and date.evidence else None for date in (published, updated))
    names = tuple(columns) if all(columns.values()) else tuple([name for name in columns if columns[name]])
    key = names, id(credit.evidence), id(first), id(second)
    held = _alike.get(key)
    if held is None:
        read = {name: _in_column(name) for name in _COLUMNS if name in names}
        found = {"sources": credit.evidence, "published": first, "updated": second}
        if len(_alike) >= _MOST_ALIKE:
            _alike.clear()
        held = _alike[key] = read | {name: evidence for name, evidence in found.items() if evidence}
    return held


# By columns and the identities of evidence, which the mapping keeps alive: the records of a file have the same columns.
_alike: dict[tuple[tuple[str, ...], int, int, int], Mapping[str, Evidence]] = {}
_MOST_ALIKE = 1_000
