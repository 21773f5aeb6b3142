"""The box while one types: a combobox of links, by keyboard and mouse. Late answers are not shown; nothing needs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import MARKS, type_until_offered

pytestmark = MARKS


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    made.goto(address)
    yield made
    context.close()


def test_by_keyboard(page: Page) -> None:
    type_until_offered(page, "port")
    box = page.get_by_role("combobox", name="Search the archive")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    count = options.count()
    assert count > 1
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")  # back to what was typed
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")  # and round to the last
    expect(options.nth(count - 1)).to_have_attribute("aria-selected", "true")
    wanted = options.nth(count - 1).get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_escape_closes_the_offers_first_and_enter_searches_what_was_typed(page: Page) -> None:
    type_until_offered(page, "port")
    page.keyboard.press("Escape")
    assert page.locator("#offers").is_hidden()
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.input_value("#q") == "port"
    type_until_offered(page, "port")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=port")


def test_by_mouse(page: Page) -> None:
    type_until_offered(page, "afp")
    option = page.get_by_role("option").first
    assert option.inner_text().startswith("AFP")
    promised = int(option.locator("span").inner_text().split()[1])
    option.click()
    page.wait_for_url("**/search?source=AFP")
    assert page.locator("h1").inner_text().startswith(f"{promised} articles")


def test_an_answer_that_is_late_is_not_shown(page: Page) -> None:
    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.abort() if page.is_closed() else route.continue_()

    page.route("**/complete.json*", late)
    page.fill("#q", "strike")
    page.wait_for_timeout(900)
    assert page.locator("#offers").is_hidden()


def test_an_answer_that_fails_leaves_the_box_as_it_was(page: Page) -> None:
    page.route("**/complete.json*", lambda route: route.fulfill(status=503, body="away"))
    page.fill("#q", "strike")
    page.wait_for_timeout(300)
    assert page.locator("#offers").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=strike")


def test_without_javascript_it_is_a_plain_box(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#q").get_attribute("role") is None
    page.fill("#q", "strike")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=strike")
    context.close()
