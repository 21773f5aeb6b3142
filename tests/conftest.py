"""For every test: the loops of the engine are the plain ones, unless a test asks for the compiled ones.

They would come in from another thread, and tests that fork could do so in the middle of it.
"""

from __future__ import annotations

import os

import pytest

os.environ["SEARCHNEWS_KERNELS"] = "numpy"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest begins first: the wheel, for what builds it to be fetched, beside which the others run."""
    items.sort(key=lambda item: "test_wheel" not in item.nodeid)
