"""What a page says: Page → Article.

`searchnews.extract("page.txt")` is library.extract: the package is also the function of that name.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from searchnews.models import Article, Page

VERSION = "6"  # raised when the same page would give other fields: every file is then read again

_HOMES = {"text": "dump", "html": "html", "record": "record"}  # imported when the first such page comes


def extract_page(page: Page) -> Article:
    """The fields of one page, with the id it has in every run. Raises InputRefused where it has no text."""
    from searchnews.extract.identity import article_id

    home = _HOMES[page.format]
    article: Article = getattr(importlib.import_module(f"searchnews.extract.{home}"), f"extract_{home}")(page)
    # Nobody else has this article yet; a copy (dataclasses.replace) costs more than most of its fields.
    object.__setattr__(article, "article_id", article_id(article.url, page.key, page.ordinal))
    return article


class _Callable(ModuleType):
    def __call__(self, *args: Any, **options: Any) -> Any:
        return importlib.import_module("searchnews.library").extract(*args, **options)


sys.modules[__name__].__class__ = _Callable
