"""Text for a terminal: nothing that came from a page reaches it as a control sequence."""

from __future__ import annotations

import re
from typing import TextIO

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Text without control characters, so that no page can move the cursor or change colours."""
    return _CONTROL.sub("�", text)


def one_line(text: str) -> str:
    """Text that stays on its line, whatever is in a file's name."""
    return printable(text.replace("\n", "�").replace("\t", "�"))


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is looking."""
    try:
        return stream.isatty()
    except ValueError:
        return False
