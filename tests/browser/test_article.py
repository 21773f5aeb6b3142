"""An article in headless Chromium: opened from a list, walked by keyboard alone, without JavaScript, printed."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.conftest import MARKS

pytestmark = MARKS


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until an element that fits is focused, and seen to be."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_from_the_box_to_an_article_to_the_next_and_back_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("strike")
    page.keyboard.press("Escape")
    if page.evaluate("document.activeElement.id") == "q":  # the first closed what the box offers
        page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "q"
    page.keyboard.press("/")
    page.keyboard.type("strike")  # what was there is marked, or gone: browsers empty a search box for Esc
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=strike")
    titles = page.locator(".results h2 a").all_inner_texts()
    assert len(titles) > 2
    tab_to(page, ".results h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/*n=1")
    for number in (2, 3):
        tab_to(page, "a[rel~=next]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/a/*n={number}")
        assert page.locator("h1").inner_text() == titles[number - 1]
    tab_to(page, "details summary")
    page.keyboard.press("Enter")
    assert page.locator("table").is_visible()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.close()


def test_without_javascript_all_of_it_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search?q=strike")
    page.locator(".results h2 a").first.click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**/search?q=strike")
    page.locator(".results h2 a").first.click()
    page.locator("summary").first.click()
    assert page.locator("table").first.is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS").click()
    assert download.value.suggested_filename.endswith(".ris")
    context.close()


def test_print_keeps_what_was_found_and_where_and_nothing_to_click(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search?q=strike&from=2021&to=2024")
    page.emulate_media(media="print")
    assert "strike" in page.locator("h1").inner_text()
    assert "2021" in page.locator("h1").inner_text()
    assert page.locator(".printed").inner_text() == page.url
    for gone in (".filters", ".masthead form", ".sorts"):
        assert page.locator(gone).first.is_hidden(), gone
    assert page.locator(".results time").first.is_visible()
    page.emulate_media(media="screen")
    page.locator(".results h2 a").first.click()
    page.wait_for_load_state()  # its style sheet, too: without it nothing is hidden
    page.emulate_media(media="print")
    assert page.locator(".facts").is_visible()
    assert page.locator(".citation").is_visible()
    assert page.locator(".beside").is_hidden()
    page.close()


def test_a_page_is_small_and_needs_one_style_sheet(browser: Browser, address: str) -> None:
    page = browser.new_page()
    kinds: dict[str, list[int]] = {}
    page.on("response", lambda answer: kinds.setdefault(answer.request.resource_type, []).append(len(answer.body())))
    page.goto(f"{address}/search?q=the&source=AFP", wait_until="networkidle")
    counts = {kind: len(kinds.get(kind, ())) for kind in ("document", "stylesheet", "script", "font")}
    assert counts == {"document": 1, "stylesheet": 1, "script": 1, "font": 0}
    assert kinds["document"][0] < 40_000
    assert kinds["script"][0] <= 10_000
    page.close()
