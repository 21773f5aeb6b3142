"""The page in headless Chromium: with the mouse, with the keyboard, without JavaScript, on a narrow screen."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import create_server

import searchnews
from searchnews.engines.memory import MemoryEngine
from searchnews.web import create_app

CHROMIUM = Path("/usr/bin/chromium")
SEEDS = Path(__file__).parents[2] / "seeds"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and not os.environ.get("CI"), reason="there is no /usr/bin/chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    engine = MemoryEngine()
    found = [article for path in SEEDS.rglob("*.txt") for article in searchnews.extract(path)]
    engine.commit([engine.encode(found)])
    server = create_server(create_app(engine), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield made
        made.close()


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
