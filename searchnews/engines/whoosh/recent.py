"""What was asked for lately, and not for ever."""

from __future__ import annotations

from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """Keeps the last values asked for, between `most` of them and twice as many. May be shared by threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[_Key, _Value] = {}
        self._old: dict[_Key, _Value] = {}  # given up when the new are as many as may be

    def get(self, key: _Key) -> _Value | None:
        """What is kept under this key; None where nothing is."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: _Key, value: _Value) -> None:
        """Keep a value, which is not None."""
        if len(self._new) >= self._most:
            self._old, self._new = self._new, {}
        self._new[key] = value

    def clear(self) -> None:
        """Give up everything."""
        self._old, self._new = {}, {}
