"""What a person sees of corrections that wait, and of debts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import Credit, Debit, Engine, Refund, RefundLine, hookimpl, strategy
from tests.build import after, order

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention


@strategy
class Spends:
    """The order o-2 spends what an order has brought."""

    @hookimpl
    def on_purchase(self, event):  # type: ignore[no-untyped-def]
        """Answers an order."""
        return [Debit("points", 10)] if event.id == "o-2" else [Credit("points", 10)]


def refund(id: str, **more: str) -> Refund:
    """A refund of the order o-1, where no other is named."""
    return Refund(**{"id": id, "customer": "anna", "occurred_at": after(5), "order": "o-1", **more})  # type: ignore[arg-type]


@pytest.fixture
def store(shop: Path) -> Path:
    """A shop in which Anna owes points, and Bert has two refunds of orders that he never placed."""
    shop.write_text(shop.read_text().replace("[plugins.points]", '[refunds]\nspent = "into_debt"'))
    with Engine.from_config(shop, {"one": Spends()}) as engine:
        engine.handle_many([order(customer="anna"), order("o-2", customer="anna", at=after(1)), refund("r-1")])
        engine.handle_many([refund("r-2", customer="bert"), refund("r-3", customer="bert", order="o-7")])
    return shop


def test_a_list_of_what_waits(retention: Retention, store: Path) -> None:
    """Each order that a correction waits for, with the customers who have one of that id."""
    answer = retention("ledger", "waiting")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "A correction of bert waits for order o-1; anna has one of this id.",
        "A correction of bert waits for order o-7.",
    ]
    assert retention("ledger", "waiting", "--json").json == [
        {"customer": "bert", "order": "o-1", "others": ["anna"]},
        {"customer": "bert", "order": "o-7", "others": []},
    ]


def test_the_check_points_there(retention: Retention, store: Path) -> None:
    """The ledger is clean all the same, and the check says where to look."""
    answer = retention("ledger", "check")
    assert answer.code == 0
    told = " ".join(answer.out.split())
    assert "The ledger is clean" in told
    assert "Corrections wait for 2 orders not known of their customer: see `retention ledger waiting`." in told
    assert retention("ledger", "check", "--json").json == []


def test_nothing_waits(retention: Retention, shop: Path) -> None:
    """In a shop of which every order is known there is nothing to list."""
    Engine.from_config(shop).close()
    assert retention("ledger", "waiting").out == "Nothing waits: every correction is of an order that is known.\n"


def test_on_the_customers_page(retention: Retention, store: Path) -> None:
    """A customer's page has what waits for an order of theirs."""
    text = " ".join(retention("customer", "bert").out.split())
    assert "A correction waits for order o-7, which is not known of this customer." in text
    assert retention("customer", "bert", "--json").json["waiting"] == ["o-1", "o-7"]
    assert retention("customer", "anna", "--json").json["waiting"] == []


def test_a_debt_on_the_customers_page(retention: Retention, store: Path) -> None:
    """A customer's page has what they owe."""
    text = " ".join(retention("customer", "anna").out.split())
    assert "points -10 0 0" in text
    assert "points -10 0 owed" in text
    assert [lot["remaining"] for lot in retention("customer", "anna", "--json").json["lots"]] == [-10]


def test_what_was_not_found(retention: Retention, store: Path) -> None:
    """A refund that names no order, of what nobody bought, is listed until an older order of it comes."""
    assert retention("ledger", "unmatched").out == "Every refund was found among its customer's orders.\n"
    with Engine.from_config(store) as engine:
        lines = [RefundLine(sku="beans", quantity=3), RefundLine(sku="cup", quantity=1)]
        engine.handle(Refund(id="r-9", customer="cleo", occurred_at=after(9), lines=lines))
    told = "No earlier order of the customer has 3 of beans, 1 of cup; nothing is taken back for it."
    assert retention("ledger", "unmatched").out == f"Refund r-9 of cleo: {told}\n"
    assert retention("ledger", "unmatched", "--json").json == [
        {"refund": "r-9", "source": "sdk", "customer": "cleo", "sentence": told}
    ]
    with Engine.from_config(store) as engine:
        engine.handle(order("o-9", customer="cleo", quantity=5))
    left = "No earlier order of the customer has 1 of cup; nothing is taken back for it."
    assert retention("ledger", "unmatched").out == f"Refund r-9 of cleo: {left}\n"
