"""What a person sees and does: the link that ends advertising, and the example shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from retention_sdk import Engine
from retention_sdk.web import app
from tests.adapters.email.channels import LINKS, email
from tests.adapters.email.test_unsubscribing import query_of_a_letter
from tests.browser.conftest import fits
from tests.build import config
from tests.web.serving import served

if TYPE_CHECKING:
    import pytest


def test_one_click(page: Any, sqlite_url: str) -> None:
    """To open the link of a letter ends nothing; one click on its button does, and says so."""
    address = f"/webhooks/email?{urlencode(query_of_a_letter())}"
    with Engine.from_config(config(sqlite_url), adapters={"email": email(25, **LINKS)}) as engine:
        with served(app(engine)) as client:
            page.goto(str(client.base_url.join(address)))
            assert page.get_by_role("button").inner_text() == "Unsubscribe"
            assert page.evaluate("getComputedStyle(document.querySelector('main')).textAlign") == "center"
            assert fits(page)
            assert engine.process_inbox().webhooks == 0
            page.get_by_role("button").click()
            page.get_by_text("You are unsubscribed.").wait_for()
            assert page.get_by_role("button").count() == 0
        assert engine.process_inbox().counts == {"done": 1}
        assert not engine.customer("c-1").profile.allows("email")


def test_the_shop(page: Any, town: Any, request: pytest.FixtureRequest) -> None:
    """Buy, subscribe, want to leave, take the offer: each page fits a phone, and the save is known by itself."""
    page.goto(town.url)
    page.get_by_label("Name").fill("Ann Doe")
    page.get_by_label("E-mail").fill(f"{request.node.name}@example.com")
    page.get_by_role("button", name="Come in").click()
    page.get_by_label("How many: Hill espresso").fill("3")
    assert fits(page)
    page.get_by_role("button", name="Pay").click()
    town.work()
    page.goto(f"{town.url}/account")
    assert page.locator("[data-unit=points]").inner_text() == "26"
    page.get_by_role("button", name="Subscribe").click()
    town.work()
    page.get_by_label("Why?").select_option("price")
    page.get_by_role("button", name="Cancel").click()
    town.work()
    page.goto(f"{town.url}/account")
    assert fits(page)
    page.get_by_role("button", name="Yes, please").click()
    town.work()
    page.goto(f"{town.url}/account")
    assert "instead of €14.90" in page.locator("main").inner_text()
    town.engine.tick()
    who = next(row for row in town.engine.outbox.find(["done"], kind="discount_subscription")).customer
    assert [one.state for one in town.engine.customer(who).standing.sessions] == ["applied"]
    for path in ("help", "desk"):
        page.goto(f"{town.url}/{path}")
        assert fits(page)
