"""Why a result stands where it does: the parts of its score with their shares."""

from __future__ import annotations

from searchnews.explaining import said, shares
from searchnews.models import Hit
from searchnews.web.shown import WhyRow


def why(hit: Hit) -> tuple[WhyRow, ...]:
    """A row a part; () where nothing of the query makes a score."""
    parts = hit.explanation
    if not parts:
        return ()
    return tuple([WhyRow(said(part), f"{share} %") for part, share in zip(parts, shares(parts), strict=True)])
