"""The page in headless Chromium: with the mouse, with the keyboard, without JavaScript, on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import MARKS

pytestmark = MARKS


@pytest.fixture(params=[True, False], ids=["javascript", "without-javascript"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 1280, "height": 900})
    made = context.new_page()
    problems: list[str] = []
    made.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield made
    context.close()
    assert not problems


def shown(page: Page) -> int:
    found = re.match(r"([\d,]+) article", page.locator("h1").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def test_search_filter_remove_page_open_back(page: Page, address: str) -> None:
    page.goto(address)
    everything = shown(page)
    page.fill("#q", "the")
    page.press("#q", "Enter")
    page.wait_for_url("**/search?q=the")
    all_of_them = shown(page)
    link = page.locator('a[aria-label^="Only Source: AFP"]')
    promised = int((link.get_attribute("aria-label") or "").rsplit(", ", 1)[1])
    link.click()
    page.wait_for_url("**source=AFP")
    assert shown(page) == promised < all_of_them <= everything
    page.get_by_role("link", name="Remove filter Source: AFP").click()
    page.wait_for_url("**/search?q=the")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2")
    assert shown(page) == all_of_them
    title = page.locator(".results h2 a").first
    text = title.inner_text()
    title.click()
    page.wait_for_url("**/a/*")
    assert page.locator("h1").inner_text() == text
    page.go_back()
    page.wait_for_url("**page=2")
    assert shown(page) == all_of_them


def test_a_row_leaves_its_value_out(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=the")
    everything = shown(page)
    link = page.locator('a[aria-label^="Without Source: AFP, "]')
    promised = int((link.get_attribute("aria-label") or "").rsplit(", ", 1)[1])
    box = link.bounding_box()
    assert box and min(box["width"], box["height"]) >= 24
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=the&not_source=AFP")
    assert shown(page) == promised < everything
    assert page.locator('a[aria-label^="Only Source: AFP"]').count() == 0
    page.get_by_role("link", name="Remove filter Source, not: AFP").click()
    page.wait_for_url("**/search?q=the")
    assert shown(page) == everything


def test_boxes_add_values(page: Page, address: str) -> None:
    page.goto(f"{address}/search?source=AFP")
    before = shown(page)
    page.locator('input[aria-label="Add Source: Reuters"]').check(no_wait_after=True)
    if page.locator(".keys-hint").is_hidden():
        page.get_by_role("button", name="Apply filters").click()  # without JavaScript nothing applies by itself
    page.wait_for_url("**source=AFP&source=Reuters")
    assert shown(page) > before


def test_keyboard_alone(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    page.keyboard.type("strike")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=strike")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    page.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways(browser: Browser, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in ("/", "/search?q=strike", "/search?q=zzyzx&source=AFP", "/facet/source"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
