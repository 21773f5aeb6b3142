"""How thorough a run of the tests is: `scripts/test --long` sets SEARCHNEWS_TEST_LONG."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("SEARCHNEWS_TEST_LONG"))


def examples(count: int) -> int:
    """How many generated examples to try: two fifths of `count`, in a long run twenty times as many as `count`."""
    return count * 20 if LONG else max(count * 2 // 5, min(count, 5))
