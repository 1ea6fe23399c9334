"""The site of the documentation, in a real browser; `make site` builds it, and runs these tests then."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import fits
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = ROOT / "build" / "site"


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files, and says nothing about it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of the site."""
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: `make site` builds it")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_search_finds(page: Any, site: str) -> None:
    """Whoever types "holdout" on the first page is led to where it is told; nothing complains on the way."""
    page.goto(site)
    assert page.title().startswith("retention-sdk")
    page.get_by_placeholder("Search").fill("holdout")
    page.keyboard.press("Enter")
    page.locator("#search-results li a", has_text="holdout").first.click()
    page.wait_for_url("**#holdout*")
    assert "Customers who are given nothing" in page.locator("article").inner_text()


@pytest.mark.parametrize("path", ["index.html", "reference/hooks.html", "guides/shop.html", "strategies/points.html"])
def test_a_page_fits(page: Any, site: str, path: str) -> None:
    """Nobody scrolls a page to the side, at a desk or on a phone: wide tables and blocks scroll by themselves."""
    page.goto(f"{site}/{path}")
    assert fits(page)
