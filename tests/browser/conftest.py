"""A real browser: Chromium of the machine's own, driven by playwright; without either, these tests are skipped."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.examples.conftest import town

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["page", "town"]

PHONE, DESK = {"width": 380, "height": 800}, {"width": 1000, "height": 800}
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture
def page() -> Iterator[Any]:
    """An empty page; whatever it complains of on its console fails the test."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)}")
    # it runs a loop of its own in this thread, so no other test may run meanwhile
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        opened, complaints = browser.new_page(viewport=DESK), list[str]()
        opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        browser.close()
    assert complaints == []


def fits(page: Any) -> bool:
    """Whether nobody has to scroll to the side, at a desk and on a phone."""
    found: list[bool] = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        found.append(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
    return all(found)
