"""Pages that were made, kept for whoever asks for the same next: a front page, a list gone back to, a search passed on.

A page is known by its mark (caching.py), which is another with the next state of the index, so that a page is never
older than the index. The dearest are not told from others: what was asked for longest ago goes first.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST = 16 << 20  # bytes of pages, some 600 of ten results


class Kept:
    """Pages by their marks, in at most so many bytes. May be shared by threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._pages: OrderedDict[str, bytes] = OrderedDict()  # asked for longest ago first
        self._lock = Lock()
        self.size = 0  # bytes of all pages

    def get(self, mark: str) -> bytes | None:
        """The page with this mark; None where it isn't kept."""
        with self._lock:
            page = self._pages.get(mark)
            if page is not None:
                self._pages.move_to_end(mark)
            return page

    def put(self, mark: str, page: bytes) -> None:
        """Keep a page, unless it would take the place of all others."""
        if len(page) > self._most // 4:
            return
        with self._lock:
            self.size += len(page) - len(self._pages.pop(mark, b""))
            self._pages[mark] = page
            while self.size > self._most:
                self.size -= len(self._pages.popitem(last=False)[1])
