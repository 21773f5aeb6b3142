"""docs/page.md has every form that a search can be had in."""

from __future__ import annotations

import re
from pathlib import Path

from searchnews.engines.memory import MemoryEngine
from searchnews.fields import FACET_NAMES
from searchnews.web import create_app
from searchnews.web.address import Address

PAGE = (Path(__file__).parents[2] / "docs" / "page.md").read_text(encoding="utf-8")
FORMS = re.compile(r"/(search|facet|complete)")


def test_every_form_is_documented() -> None:
    routes = [rule.rule for rule in create_app(MemoryEngine()).url_map.iter_rules() if FORMS.match(rule.rule)]
    assert len(routes) >= 8
    for route in routes:
        assert f"`{route}" in PAGE, route


def test_the_parameters_are_in_the_order_of_the_canonical_address() -> None:
    whole = Address(
        "x",
        dict.fromkeys(FACET_NAMES, ("y",)),
        dict.fromkeys(FACET_NAMES, ("z",)),
        ("date",),
        "1",
        "2",
        "day",
        True,
        True,
        "any",
        "newest",
        True,
        "2",
        "20",
    )
    names = ", ".join(f"`{name}`" for name, _ in whole.parameters())
    assert f"in this order: {names}." in PAGE
