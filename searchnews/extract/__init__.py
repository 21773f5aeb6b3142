"""What a page says: Page → Article.

`searchnews.extract("page.txt")` is library.extract: the package is also the function of that name.
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchnews.models import Article, Page

VERSION = "16"  # raised when the same page would give other fields: every file is then read again

_HOMES = {"text": "dump", "html": "html", "record": "record"}  # imported when the first such page comes


def foresee(pages: Sequence[Page]) -> None:
    """Have known what is told sooner of many pages than of each: worth it where some are about to be read together."""
    records = [page for page in pages if page.format == "record"]
    if len(records) > 1:
        importlib.import_module("searchnews.extract.record").foresee(records)


def extract_page(page: Page) -> Article:
    """The fields of one page, with the id it has in every run. Raises InputRefused where it has no text."""
    reader, article_id = _reader(page.format)
    article = reader(page)
    # Nobody else has this article yet; a copy (dataclasses.replace) costs more than most of its fields.
    object.__setattr__(article, "article_id", article_id(article.url, page.key, page.ordinal))
    return article


@functools.cache
def _reader(form: str) -> tuple[Callable[[Page], Article], Callable[[str, str, int], str]]:
    """What reads a form of page, and what names an article."""
    from searchnews.extract.identity import article_id

    home = _HOMES[form]
    return getattr(importlib.import_module(f"searchnews.extract.{home}"), f"extract_{home}"), article_id


class _Callable(ModuleType):
    def __call__(self, *args: Any, **options: Any) -> Any:
        return importlib.import_module("searchnews.library").extract(*args, **options)


sys.modules[__name__].__class__ = _Callable
