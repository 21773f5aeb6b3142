"""JSON as text that any stream can write."""

from __future__ import annotations

import json
import re
from typing import Any, TextIO

_SURROGATE = re.compile("[\ud800-\udfff]")  # a file name's bytes that are no UTF-8; no stream could write them


def json_text(data: Any, *, ascii_only: bool = False, indent: int | None = None) -> str:
    """JSON that can be written as UTF-8, or as ASCII."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_line(data: Any, out: TextIO, *, indent: int | None = None) -> str:
    """JSON and a line end, in letters that the stream can write."""
    unicode = (out.encoding or "utf-8").lower().replace("-", "") == "utf8"
    return json_text(data, ascii_only=not unicode, indent=indent) + "\n"
