"""`python -m bench.committing PARTS INDEX`: each file of a folder by a commit of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import searchnews


def main(parts: Path, index: Path) -> None:
    """One `reindex` a file, in the order of their names."""
    for path in sorted(parts.iterdir()):
        searchnews.reindex([str(path)], index=str(index))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
