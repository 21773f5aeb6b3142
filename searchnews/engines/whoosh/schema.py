"""The Whoosh schema: which fields there are. What is in them is arrays of ours (inversion.py), not Whoosh's postings."""

from __future__ import annotations

from whoosh.fields import KEYWORD, STORED, Schema

from searchnews.fields import FIELD_NAMES

FORMAT = 7  # of the index folder; raised when an older index can't be read by this code
INDEX_NAME = "MAIN"


def schema() -> Schema:
    """One field for each row of TEXT_FIELDS, and the stored article."""
    return Schema(**dict.fromkeys(FIELD_NAMES, KEYWORD), article=STORED)
