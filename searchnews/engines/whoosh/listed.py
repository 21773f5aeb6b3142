"""A segment as the table of contents lists it: its name, how many documents it has, and which are deleted.

Without Whoosh, whose own segment (codec.py) is made only when a table of contents is written.
"""

from __future__ import annotations

import os
import string
from dataclasses import dataclass, field

from searchnews.engines.whoosh.names import EXTENSION, INDEX_NAME

_LETTERS = string.digits + string.ascii_lowercase
_RANDOM = 16  # letters of a new segment's name


def _new_id() -> str:
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(_RANDOM))


@dataclass(slots=True, eq=False)
class Listed:
    """One segment. Deletions that are added here become visible with the table of contents they are written into."""

    documents: int  # deleted ones too
    deleted: set[int] = field(default_factory=set)
    id: str = field(default_factory=_new_id)

    @property
    def file(self) -> str:
        """The name of its file, of a form that Whoosh knows for its own."""
        return f"{INDEX_NAME}_{self.id}{EXTENSION}"

    @property
    def living(self) -> int:
        """How many documents are not deleted."""
        return self.documents - len(self.deleted)
