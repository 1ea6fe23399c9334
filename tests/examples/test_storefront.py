"""examples/storefront: a shop of its own, driven by a browser that is only HTTP."""

from __future__ import annotations

import html
import importlib
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from uuid import uuid4

import httpx
import pytest

from retention_sdk import Action
from retention_sdk.platforms import Attempt, Recipient
from retention_sdk.store.outbox import DONE, UNDONE
from retention_sdk.wire import converter
from tests.build import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Browser:
    """Somebody who uses the shop."""

    def __init__(self, town: Any) -> None:
        self.town = town
        self.client = httpx.Client(base_url=town.url, follow_redirects=True)

    def page(self, path: str) -> str:
        """What stands on a page."""
        answer = self.client.get(path)
        assert answer.status_code == 200
        return html.unescape(answer.text)

    def send(self, path: str, **fields: str | int) -> str:
        """Send a form, have the worker do what follows, and read the page that it leads to again."""
        answer = self.client.post(path, data=fields)
        assert answer.status_code == 200, answer.text
        self.town.work()
        word = re.search('<p class="word" role="status">(.*?)</p>', answer.text)
        return html.unescape(word[1]) if word else ""

    def wallet(self, unit: str) -> int:
        """How many units the account page shows."""
        found = re.search(rf'data-unit="{unit}">(-?\d+)<', self.page("/account"))
        assert found
        return int(found[1])

    def coupons(self) -> list[tuple[str, str]]:
        """The codes on the account page with their states, the latest first."""
        return [(code, state) for state, code in re.findall(r'coupon (\w+)"><code>(.*?)</code>', self.page("/account"))]

    @property
    def id(self) -> str:
        """Who they are for the engine: the latest who joined."""
        joined = [row for row in rows(self.town.engine, "events") if row.kind == "sign_up"]
        return str(max(joined, key=lambda row: row.occurred_at).customer)

    def orders(self) -> list[str]:
        """The ids of orders on the account page, the latest first."""
        return re.findall(r"<small>(order-\w+)", self.page("/account"))

    def hidden(self, name: str) -> str:
        """A hidden field on the account page."""
        found = re.search(rf'name="{name}" value="(.*?)"', self.page("/account"))
        assert found, name
        return found[1]


@pytest.fixture
def ada(town: Any) -> Iterator[Browser]:
    """A customer who has just joined."""
    browser = Browser(town)
    browser.send("/join", name="Ada <3", email=f"Ada-{uuid4().hex}@example.com")
    yield browser
    browser.client.close()


def test_who_joins_is_welcome(ada: Browser) -> None:
    """Whoever joins is known to the engine, bears the tag, and finds a letter; a name is no HTML."""
    assert "You are a member now" in ada.page("/account")
    assert "Ada <3" not in ada.client.get("/account").text
    customer = ada.town.engine.customer(ada.id)
    assert (customer.profile.name, customer.tags) == ("Ada <3", frozenset({"member"}))


def test_a_full_card_is_a_coupon_that_can_be_used(ada: Browser) -> None:
    """Three espressos bring points and a coupon; it pays for a fourth once, which brings no stamp."""
    assert ada.send("/buy", espresso=3) == "Thank you! It is on its way."
    assert (ada.wallet("points"), ada.wallet("stamps")) == (26, 0)
    ((code, state),) = ada.coupons()
    assert state == "open"
    assert "1 × Hill espresso for nothing" in ada.page("/account")
    assert ada.send("/buy", cup=1, coupon=code) == "Thank you! It is on its way."
    assert ada.coupons() == [(code, "used")]
    assert (ada.wallet("points"), ada.wallet("stamps")) == (26 + 18, 0)
    assert "This coupon cannot be used" in ada.send("/buy", cup=1, coupon=code)


def test_a_refund_takes_it_back(ada: Browser) -> None:
    """What an order gave goes back with it: points, stamps, and the coupon, which then pays for nothing."""
    ada.send("/buy", espresso=3)
    ((code, _),) = ada.coupons()
    assert ada.send("/send-back", order=ada.orders()[0]) == "It is paid back."
    assert (ada.wallet("points"), ada.wallet("stamps")) == (0, 0)
    assert ada.coupons() == [(code, "void")]
    assert "This coupon cannot be used" in ada.send("/buy", espresso=1, coupon=code)
    assert "no such order" in ada.send("/send-back", order=ada.orders()[0])


def test_somebody_elses_coupon(ada: Browser) -> None:
    """A coupon is for whom it was issued."""
    ada.send("/buy", espresso=3)
    ((code, _),) = ada.coupons()
    ada.send("/join", name="Bob", email="bob@example.com")
    assert "somebody else's" in ada.send("/buy", espresso=1, coupon=code)


def test_a_complaint_is_made_up_for(ada: Browser) -> None:
    """A complaint brings a letter, half the price back, and a task; the points of that half go too."""
    ada.send("/buy", cup=1)
    assert ada.wallet("points") == 18
    (order,) = ada.orders()
    ada.send("/complain", order=order, severity="high", text="It was broken.")
    account = ada.page("/account")
    assert "We are sorry." in account
    assert "€9.00 paid back" in account
    assert ada.wallet("points") == 9
    assert "Call the customer: is all well?" in ada.page("/desk")


def test_the_cancel_button(ada: Browser) -> None:
    """Who wants to leave for the price is offered a discount; who takes it stays, and pays less."""
    ada.send("/subscribe")
    ada.send("/cancel", subscription=ada.hidden("subscription"), reason="price")
    assert "30 % off the next 3 periods" in ada.page("/account")
    assert ada.send("/take", offer=ada.hidden("offer")) == "How nice that you stay."
    assert "A bag a month for <strong>€10.43</strong> instead of €14.90, 3 times." in ada.page("/account")


def test_the_way_out(ada: Browser) -> None:
    """Who does not want the offer leaves at once, and finds a receipt."""
    ada.send("/subscribe")
    ada.send("/cancel", subscription=ada.hidden("subscription"), reason="price")
    ada.send("/decline", offer=ada.hidden("offer"))
    ada.send("/leave", request=ada.hidden("request"))
    account = ada.page("/account")
    assert "It has ended." in account
    assert "Your subscription has ended." in account


def test_each_action_is_carried_out_once(ada: Browser) -> None:
    """What the engine has as done is what the shop has done, once each; asked for again, it answers the same."""
    ada.send("/buy", espresso=3)
    ada.send("/send-back", order=ada.orders()[0])
    engine = ada.town.engine
    given = [row for row in rows(engine, "outbox") if row.customer == ada.id]
    kinds = {row.kind: row.status for row in given}
    assert kinds == {"tag": DONE, "send_message": DONE, "issue_coupon": UNDONE}
    desk = ada.page("/desk")
    assert [desk.count(row.key[:12]) for row in sorted(given, key=lambda row: row.status)] == [1, 1, 2]
    coupon = next(row for row in given if row.kind == "issue_coupon")
    action, whom = converter.structure(json.loads(coupon.body), Action), Attempt(whom=Recipient(coupon.customer))
    again = engine.adapters["shop"].perform(action, coupon.key, whom)
    assert [again.code] == [code for code, _ in ada.coupons()]


def test_an_answer_that_is_lost(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the shop has done, and could not say, is asked for again later: there is one coupon, and it is known."""
    done = importlib.import_module("shop.actions").carry_out

    def garbled(*asked: Any) -> tuple[int, Any]:
        done(*asked)
        return 200, "gone"

    with monkeypatch.context() as patch:
        patch.setattr("shop.web.carry_out", garbled)
        ada.send("/buy", espresso=3)
    assert [state for _, state in ada.coupons()] == ["open"]
    engine, later = ada.town.engine, datetime.now(UTC) + timedelta(hours=1)
    assert engine.deliver_pending(now=later).done == 1
    assert [state for _, state in ada.coupons()] == ["open"]
    assert DONE in [
        row.status for row in rows(engine, "outbox") if (row.customer, row.kind) == (ada.id, "issue_coupon")
    ]


def test_an_engine_that_is_down(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens while the engine is down is kept, and sent when it is up: nothing is lost, nothing counts twice."""
    with monkeypatch.context() as patch:
        patch.setattr("shop.events.urllib.request.urlopen", _refused)
        assert ada.send("/buy", cup=1) == "Thank you! It is on its way."
        assert ada.wallet("points") == 0
    ada.send("/buy", cup=1)
    assert ada.wallet("points") == 36


def _refused(*_: Any, **__: Any) -> None:
    raise URLError("refused")


def test_it_does_what_its_file_says(town: Any) -> None:
    """The kinds of actions in the file are those that the shop does."""
    assert set(town.engine.adapters["shop"].capabilities) == set(importlib.import_module("shop.actions").DEEDS)


def test_what_nobody_signed(ada: Browser) -> None:
    """Without our signature the shop carries nothing out, and the engine takes nothing."""
    body = {"key": "k", "action": {"kind": "tag", "tag": "vip"}, "customer": {"id": "c"}}
    assert ada.client.post("/retention/actions", json=body).status_code == 401
    assert ada.client.post("/retention/history", json={}).status_code == 401
    assert ada.town.engine.adapters["shop"].doctor() == []


def test_its_history_is_what_it_sent(ada: Browser) -> None:
    """The shop answers what happened in it: all of it is known to the engine, so nothing changes."""
    for _ in range(3):
        ada.send("/buy", espresso=1)
    engine = ada.town.engine
    history = list(engine.adapters["shop"].history())
    assert {event.id for event in history} == {row.id for row in rows(engine, "events")}
    engine.handle_many(history)
    assert ada.wallet("points") == 24


def test_it_starts(examples: Path, tmp_path: Path) -> None:
    """The program starts, says where it is, and answers."""
    command = [sys.executable, "-W", "error", str(examples / "storefront" / "run.py"), "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout
            said = program.stdout.readline()
            assert "Who is there?" in httpx.get(said.removeprefix("Open ").strip()).text
        finally:
            program.terminate()
