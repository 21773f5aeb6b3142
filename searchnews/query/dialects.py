"""The dialects that `translate` reads, by name: apart, since the command line knows them before it needs any."""

from __future__ import annotations

DIALECT_NAMES = ("nexis", "factiva", "mediacloud", "lucene", "whoosh")
