"""The Whoosh schema: which fields there are. What is in them is arrays of ours (inversion.py), not Whoosh's postings."""

from __future__ import annotations

from whoosh.fields import KEYWORD, STORED, Schema

from searchnews.fields import FIELD_NAMES


def schema() -> Schema:
    """One field for each row of TEXT_FIELDS, and the stored article."""
    return Schema(**dict.fromkeys(FIELD_NAMES, KEYWORD), article=STORED)
