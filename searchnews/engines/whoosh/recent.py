"""What was asked for lately, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _one(_: object) -> int:
    return 1


class Recent(Generic[_Key, _Value]):
    """Keeps the last values asked for, between `most` of them and twice as many. May be shared by threads.

    size: what a value counts; 1 else.
    """

    def __init__(self, most: int, size: Callable[[_Value], int] = _one) -> None:
        self._most, self._size = most, size
        self._new: dict[_Key, _Value] = {}
        self._old: dict[_Key, _Value] = {}  # given up when the new are as many as may be
        self._room = most  # what the new may still grow by

    def get(self, key: _Key) -> _Value | None:
        """What is kept under this key; None where nothing is."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: _Key, value: _Value) -> None:
        """Keep a value, which is not None; one that is more than may be kept is not."""
        size = self._size(value)
        if size > self._most:
            return
        if size > self._room:
            self._old, self._new, self._room = self._new, {}, self._most
        self._new[key] = value
        self._room -= size

    def clear(self) -> None:
        """Give up everything."""
        self._old, self._new, self._room = {}, {}, self._most
