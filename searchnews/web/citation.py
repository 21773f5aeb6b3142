"""How an article is cited: as a sentence, as BibTeX (for biblatex), as RIS."""

from __future__ import annotations

import re

import rispy

from searchnews.fields import credited
from searchnews.models import Article, ArticleDate
from searchnews.web import wording

# What TeX reads as something else. Of a backslash and signs of its own first, so that nothing is escaped twice.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TEX_SIGNS = re.compile("[" + re.escape("".join(_TEX)) + "]")
_NO_KEY = re.compile(r"[^a-z0-9]+")
_NOT_IN_URLS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\ "<>^`|'})


def sentence(article: Article) -> str:
    """Authors, “headline”, source, date, address: what is known of them."""
    title = _plain(article.title) or "Without a headline"
    parts = [" and ".join(map(_plain, article.authors)), f"“{title}”", ", ".join(map(_plain, credited(article)))]
    if article.published:
        parts.append(wording.date(article.published))
    parts.append(_plain(article.url))
    return ", ".join(part for part in parts if part) + "."


def bibtex(article: Article) -> str:
    """An entry of type article with the fields of biblatex, as UTF-8."""
    names = [f"{{{_tex(name)}}}" if " and " in f" {name} " else _tex(name) for name in article.authors]
    rows = {
        "author": " and ".join(names),
        "title": f"{{{_tex(article.title or 'Without a headline')}}}",
        "journaltitle": _tex(", ".join(credited(article))),
        "date": _iso(article.published),
        "langid": article.language if re.fullmatch(r"[a-z]{2,3}", article.language) else "",
        "url": _plain(article.url).translate(_NOT_IN_URLS),
        "entrysubtype": "newspaper",
    }
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items() if value)
    return f"@article{{{_key(article)},\n{fields}}}\n"


def ris(article: Article) -> str:
    """A record of type NEWS."""
    entry: dict[str, object] = {
        "type_of_reference": "NEWS",
        "id": article.article_id,
        "title": _plain(article.title) or "Without a headline",
        "secondary_title": ", ".join(map(_plain, credited(article))),
        "authors": [_plain(name) for name in article.authors],
        "language": _plain(article.language),
        "urls": [_plain(article.url)] if article.url else [],
    }
    if article.published:
        entry["year"] = str(article.published.start.year)
        entry["date"] = _ris_date(article.published)
    written: str = rispy.dumps([{name: value for name, value in entry.items() if value}], implementation=_Unnumbered)
    return written.strip("\n") + "\n"


class _Unnumbered(rispy.RisWriter):  # type: ignore[misc]
    """Without the number that would stand before the record: one is all there is."""

    def set_header(self, count: int) -> str:
        return ""


def _plain(text: str) -> str:
    """On one line: a line that ends early would begin another field."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _TEX_SIGNS.sub(lambda found: _TEX[found[0]], _plain(text))


def _key(article: Article) -> str:
    name = next((name for name in (*article.authors, *credited(article)) if name.strip()), "article")
    words = _NO_KEY.sub("", name.split()[-1].lower()) or "article"
    year = str(article.published.start.year) if article.published else ""
    return f"{words}{year}-{article.article_id}"


def _iso(date: ArticleDate | None) -> str:
    return wording.machine_date(date)[:10] if date else ""


def _ris_date(date: ArticleDate) -> str:
    """YYYY/MM/DD/ with empty parts for what is not known."""
    year, month, day = ([*_iso(date).split("-"), "", ""])[:3]
    return f"{year}/{month}/{day}/"
