"""What Whoosh is told of our segments: one file each, named by it, counted and deleted from by it.

Whoosh writes the table of contents, with the segments, their deletions and the schema, and has the write lock. Everything
inside a segment is arrays of ours (arrays.py); Whoosh's own postings, lengths and stored fields are never written.
"""

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment

from searchnews.engines.whoosh.listed import Listed
from searchnews.engines.whoosh.names import INDEX_NAME


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A segment that is one file of arrays. Its class path is in every table of contents: part of the format."""

    def should_assemble(self) -> bool:
        return False


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """The codec such segments name."""

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)


def whoosh_segment(listed: Listed) -> ArraySegment:
    """A segment as Whoosh writes it into a table of contents."""
    return ArraySegment(ArrayCodec(), INDEX_NAME, listed.documents, listed.id, listed.deleted or None)
