"""What Whoosh is told of our segments: one file each, named by it, cleaned up by it, counted and deleted from by it.

Whoosh keeps the storage, the table of contents with its generations, the segments with their deletions, the schema and
the locks. Everything inside a segment is arrays of ours (arrays.py); Whoosh's own postings, lengths and stored fields
are never written.
"""

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment

from searchnews.engines.whoosh.names import EXTENSION


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A segment that is one file of arrays. Its class path is in every table of contents: part of the format."""

    def should_assemble(self) -> bool:
        return False


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """The codec such segments name."""

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        return ArraySegment(self, indexname)


def new_segment(index_name: str, documents: int) -> ArraySegment:
    """A segment of so many documents, none deleted, with a name of its own."""
    segment = ArraySegment(ArrayCodec(), index_name)
    segment.set_doc_count(documents)
    return segment


def file_of(segment: Any) -> str:
    """The name of a segment's file."""
    return str(segment.make_filename(EXTENSION))
