"""axe finds nothing on any page, wide in light and narrow in dark, with everything unfolded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import MARKS, type_until_offered
from tests.length import LONG

pytestmark = MARKS
AXE = "axe-core@4.10.3"
PAGES = {
    "home": "/",
    "results": "/search?q=strike",
    "phrase, filters and dates": "/search?q=the+-ferry+%22the+port%22&source=AFP&from=2021&to=2024&undated=1",
    "second page": "/search?q=the&page=2",
    "nearly": "/search?q=strike+ferry+dockers",
    "found in related headlines": "/search?q=theremin",
    "zero results": "/search?q=zzyzx&source=AFP&missing=section",
    "did you mean": "/search?q=strkie",
    "wider dates": "/search?q=strike&source=AFP&from=2021-01-05&to=2021-01-06",
    "dates known to the month": "/search?from=2022-11&to=2022-11",
    "all values": "/facet/source?q=the",
    "a wrong date": "/search?q=strike&from=soon",
    "beyond the end": "/search?q=the&page=99",
    "facet": "/facet/source?contains=a&order=name",
    "not there": "/a/nobody",
    "wrong": "/search?page=x",
    "a fault of ours": "/search?q=unforeseen",
    "the index is away": "/search?q=away",
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe, from npm, kept beside the environment for the next run."""
    kept = Path(sys.prefix) / AXE
    if not kept.exists():
        _install(kept)
    return (kept / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def _install(kept: Path) -> None:
    npm = shutil.which("npm")
    if npm is None and not os.environ.get("CI"):
        pytest.skip(f"there is no npm to fetch {AXE} with")
    made = Path(tempfile.mkdtemp(prefix="axe-", dir=sys.prefix))
    command = [npm or "npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        done = subprocess.run([*command, "--prefix", str(made), AXE], capture_output=True, text=True, timeout=120)
        if done.returncode and not os.environ.get("CI"):
            pytest.skip(f"{AXE} can't be fetched from npm here: {done.stderr.strip()[-300:]}")
        assert done.returncode == 0, done.stderr
        if not kept.exists():  # another worker may have been faster
            made.rename(kept)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def faults(page: Page, axe: str, within: str = "html") -> list[str]:
    for element in page.locator("details").all():
        element.evaluate("element => element.open = true")
    page.evaluate(axe)
    result = page.evaluate("within => axe.run(within, {resultTypes: ['violations', 'incomplete']})", within)
    return [
        f"{kind} {row['id']}: {row['help']}: {node['html'][:200]}"
        for kind, rows in (("violation", result["violations"]), ("unsure", result["incomplete"]))
        for row in rows
        for node in row["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(browser: Browser, address: str, axe: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/search?q=the&limit=50")
    addresses = [link.get_attribute("href") or "" for link in page.locator(".results h2 a").all()]
    articles = {"an article": addresses[0], "the last article": addresses[-1]}
    found = {}
    every = 1 if LONG or width > 1000 else 2  # a page narrow and dark takes as long as one wide and light
    for name, path in list((PAGES | articles).items())[::every]:
        page.goto(address + path)
        assert page.get_by_role("heading", level=1).count() == 1, name
        if complaints := faults(page, axe):
            found[name] = complaints
    page.goto(address)
    page.keyboard.press("?")
    if complaints := faults(page, axe):
        found["the list of keys"] = complaints
    page.goto(address)
    type_until_offered(page, "afp")  # of one line: where lines lie over different things axe can't judge contrast
    page.keyboard.press("ArrowDown")
    page.evaluate("document.querySelector('.desk').style.display = 'none'")
    if complaints := faults(page, axe, ".masthead"):
        found["offers"] = complaints
    context.close()
    assert not found
