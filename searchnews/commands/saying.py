"""What a command says, where it says it, and the number it ends with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from searchnews.printable import one_line

DONE, COULD_NOT, WRONG_USAGE, SOME_REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
SHOWN_REFUSALS = 20


def tell(line: str) -> None:
    """Print an answer."""
    print(line)


def tell_json(data: Any) -> None:
    """Print an answer as JSON."""
    from searchnews.jsonlines import json_line

    sys.stdout.write(json_line(data, sys.stdout))


def complain(label: str, rows: Sequence[object]) -> None:
    """Print some rows beside the answer, and how many more there are."""
    for row in rows[:SHOWN_REFUSALS]:
        print(label + one_line(str(row)), file=sys.stderr)
    if len(rows) > SHOWN_REFUSALS:
        print(f"… and {len(rows) - SHOWN_REFUSALS:,} more (all of them: --json)", file=sys.stderr)


def failed(message: str, code: int) -> int:
    """Say why a command ends with this number."""
    print(f"searchnews: {one_line(message)}", file=sys.stderr)
    return code
