"""Hits → the rows of a list of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from searchnews.fields import credited, text_field
from searchnews.marking import Marking
from searchnews.models import Article, Hit, SearchResult
from searchnews.query.nodes import positive_leaves
from searchnews.snippets import with_marks
from searchnews.web import wording
from searchnews.web.links import Links
from searchnews.web.shown import ResultView
from searchnews.web.why import why

_SHOWN_ANYWAY = frozenset(("title", "standfirst", "body"))


def result_rows(
    links: Links, result: SearchResult, here: Mapping[str, str]
) -> tuple[tuple[ResultView, ...], tuple[ResultView, ...]]:
    """The hits and what nearly matches; `here` tells the articles that have the headlines of `related_titles`."""
    related = _Related(result, here)
    first = result.query.offset + 1
    return (
        tuple([_row(hit, links.article(hit.article_id, at), related) for at, hit in enumerate(result.hits, first)]),
        tuple([_row(hit, links.article(hit.article_id, 0), related) for hit in result.nearly]),
    )


def related_titles(result: SearchResult) -> list[str]:
    """The headlines set into the stories of a page that are shown with them."""
    return [title for hit in (*result.hits, *result.nearly) for title in _inline(hit)]


def _inline(hit: Hit) -> Sequence[str]:
    if "related" not in hit.matched_in or hit.article is None:
        return ()
    return [row.title for row in hit.article.related if row.kind == "inline"]


class _Related:
    """The headlines set into a story, marked, with their pages here."""

    def __init__(self, result: SearchResult, here: Mapping[str, str]) -> None:
        self._marking = Marking(positive_leaves(result.query.node)) if related_titles(result) else None
        self._here = here

    def of(self, hit: Hit, article: Article) -> tuple[tuple[str, str], ...]:
        """Each with "" or the address of its article."""
        marking, titles = self._marking, _inline(hit)
        if marking is None or not titles:
            return ()
        marked = (with_marks(title, marking.value(title, article.language, "related")) for title in titles)
        ids = map(self._here.get, titles)
        return tuple((text, f"/a/{found}" if found else "") for text, found in zip(marked, ids, strict=True))


def _row(hit: Hit, url: str, its_related: _Related) -> ResultView:
    article = hit.article
    assert article is not None
    related = its_related.of(hit, article)
    published = article.published
    return ResultView(
        Markup(with_marks(article.title or "Without a headline", hit.title_marks)),
        url,
        wording.date(published),
        wording.machine_date(published) if published else "",
        ", ".join(credited(article)) or "no source",
        article.section,
        ", ".join(article.authors),
        article.language,
        "" if article.kind == "article" else article.kind,
        article.partial,
        "" if _SHOWN_ANYWAY.intersection(hit.matched_in) else _matched(hit.matched_in),
        _snippets(hit.snippets, related),
        why(hit),
        tuple([(Markup(text), at) for text, at in related if "<mark>" in text]) if related else (),
    )


def _snippets(snippets: Sequence[str], related: Sequence[tuple[str, str]]) -> tuple[Markup, ...]:
    shown = [text for text, _ in related]
    return tuple([Markup(text) for text in snippets if text not in shown])


def _matched(names: Sequence[str]) -> str:
    labels = [text_field(name).label for name in names]
    return f"in {' and in '.join(labels)}" if labels else ""
