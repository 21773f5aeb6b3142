"""The Python surface: open an index, search it, read a page's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from searchnews.engine import Engine
from searchnews.engines import open_engine
from searchnews.errors import InputRefused
from searchnews.fields import FACET_NAMES
from searchnews.models import Article, FacetPage, Hit, Page, Query, SearchResult
from searchnews.request import make_query

Values = str | Sequence[str]


class Index:
    """An open index: a context manager around an engine. One may be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def search(self, text: str = "", **options: object) -> SearchResult:
        """Search; options are those of `query_of`. Raises BadRequest, QueryTooLarge."""
        try:
            query = _kept(text, date.today(), **options)
        except TypeError:  # a list among the options, or an unknown one
            query = query_of(text, **options)  # type: ignore[arg-type]
        return self.engine.search(query)

    def scan(self, text: str = "", **options: object) -> Iterator[Hit]:
        """Every hit in order, in constant memory."""
        return self.engine.scan(query_of(text, **options))  # type: ignore[arg-type]

    def facet_values(
        self,
        text: str,
        facet: str,
        *,
        contains: str = "",
        order: str = "count",
        offset: int = 0,
        limit: int = 100,
        **options: object,
    ) -> FacetPage:
        """One page of all the values of a facet."""
        query = query_of(text, **options)  # type: ignore[arg-type]
        return self.engine.facet_values(query, facet, contains=contains, order=order, offset=offset, limit=limit)

    def get(self, article_id: str) -> Article | None:
        """One article; None where there is none with this id."""
        return self.engine.get(article_id)

    def close(self) -> None:
        """Give back what the index holds open."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def query_of(
    text: str = "",
    *,
    source: Values = (),
    section: Values = (),
    author: Values = (),
    language: Values = (),
    missing: Values = (),
    not_source: Values = (),
    not_section: Values = (),
    not_author: Values = (),
    not_language: Values = (),
    since: str | None = None,
    until: str | None = None,
    precision: str | None = None,
    undated: bool = False,
    possible: bool = False,
    match: str = "all",
    sort: str = "relevance",
    page: int = 1,
    limit: int = 10,
    detail: str = "full",
    recent: bool = False,
    explain: bool = False,
) -> Query:
    """The query these words and options ask for; a single value may stand for a list of one."""
    return make_query(
        text,
        filters=_chosen(source, section, author, language) if source or section or author or language else None,
        missing=_values(missing) if missing else (),
        excluded=_chosen(not_source, not_section, not_author, not_language)
        if not_source or not_section or not_author or not_language
        else None,
        since=since,
        until=until,
        precision=precision,
        undated=undated,
        possible=possible,
        match=match,
        sort=sort,
        page=page,
        limit=limit,
        detail=detail,
        recent=recent,
        explain=explain,
    )


@lru_cache(256, typed=True)
def _kept(text: str, today: date, **options: object) -> Query:
    """The query, the same one for the same words and options on one day: what was asked is asked again."""
    return query_of(text, **options)  # type: ignore[arg-type]


def _chosen(*values: Values) -> dict[str, Sequence[str]]:
    """What was given for each facet."""
    return dict(zip(FACET_NAMES, map(_values, values), strict=True))


def _values(values: Values) -> Sequence[str]:
    return (values,) if isinstance(values, str) else tuple(values)


def open(address: str | Path = "index") -> Index:
    """Open an index for searching. Raises IndexUnavailable saying what to do."""
    return Index(open_engine(str(address)))


def pages(
    source: str | Path | bytes, name: str = "", columns: Mapping[str, str] | None = None
) -> Iterator[Page | InputRefused]:
    """The pages of a file, or of bytes with a name (its suffix tells the format), refusals among them."""
    from searchnews.formats import read, read_bytes  # here: a search needs neither formats nor extraction

    if isinstance(source, bytes):
        return read_bytes(source, name=name, shown=name, key=name, columns=columns or {})
    path = Path(source)
    key = f"{path.absolute().parent.name}/{path.name}"
    return read(path, shown=str(source), key=key, columns=columns or {})


def extract(source: str | Path | bytes, name: str = "", columns: Mapping[str, str] | None = None) -> Iterator[Article]:
    """The articles of a file, or of bytes with a name. Raises InputRefused at the first that can't be read."""
    from searchnews.extract import extract_page

    for page in pages(source, name, columns):
        if isinstance(page, InputRefused):
            raise page
        yield extract_page(page)
