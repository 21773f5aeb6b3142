"""A search engine for news that a person can run by themselves.

    report = searchnews.reindex(["seeds"], index="index")
    with searchnews.open("index") as index:
        result = index.search("oil prices", source=["AFP"], since="2014-02", limit=10)
    for article in searchnews.extract("page.txt"): ...

Names are imported when they are first used, so that no part waits for the libraries of another.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchnews.indexing import reindex
    from searchnews.library import Index, extract, open
    from searchnews.resultjson import result_to_json
    from searchnews.serialise import article_to_json

__all__ = ["Index", "__version__", "article_to_json", "extract", "open", "reindex", "result_to_json"]
__version__ = "0.1.0"

_HOMES = {
    "Index": "library",
    "open": "library",
    "reindex": "indexing",
    "article_to_json": "serialise",
    "result_to_json": "resultjson",
}


def __getattr__(name: str) -> Any:
    if name == "extract":  # the package of that name, which may be called
        return importlib.import_module("searchnews.extract")
    if name in _HOMES:
        return getattr(importlib.import_module(f"searchnews.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'searchnews' has no attribute {name!r}")
