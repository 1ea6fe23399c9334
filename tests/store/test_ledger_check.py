"""The ledger check: silent on what the engine wrote, and precise about what somebody else did to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from retention_sdk import Engine, Line, Money, Purchase
from retention_sdk.store.ledger_check import check_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2026, 1, 1, tzinfo=UTC)


def order(number: int, customer: str, day: int, quantity: int = 4) -> Purchase:
    """An order of beans for 25 dollars."""
    beans = Line(sku="beans", quantity=quantity, total=Money.of(25, "USD"))
    return Purchase(id=f"o-{number}", customer=customer, occurred_at=START + timedelta(days=day), lines=[beans])


def open_engine(url: str, key: str) -> Engine:
    """A store whose points wait, and expire; its cards fill up."""
    return Engine.from_config(
        {
            "store": {"name": "Bean & Leaf", "key": key, "currency": "USD", "database": url},
            "plugins": {"points": {"pending_days": 3, "expires_days": 20}, "punch_card": {"sku": "beans"}},
        }
    )


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A store with orders of three customers over two months, some lots pending, some expired, some cards filled."""
    if database_url.startswith("postgresql"):
        from retention_sdk.store import open_store

        store = open_store(database_url, "")
        store.upgrade()
        store.close()
    with open_engine(database_url, "mine") as mine, open_engine(database_url, "theirs") as theirs:
        for one in (mine, theirs):
            one.handle_many(order(number, f"c-{number % 3}", number) for number in range(60))
        yield mine


def differences(engine: Engine, damage: str) -> set[tuple[str, str, str]]:
    """What the check finds after a statement was run on the database."""
    with engine.store.engine.begin() as connection:
        assert connection.execute(text(damage)).rowcount == 1
    assert check_ledger(engine.store, "theirs") == []
    return {(found.code, found.customer, found.sentence) for found in check_ledger(engine.store, "mine")}


def lot_of(engine: Engine, customer: str, turn: int) -> str:
    """The lot of the points that were credited in a customer's turn."""
    query = (
        f"SELECT lot FROM movements WHERE store = 'mine' AND customer = '{customer}' AND turn = {turn} "
        "AND unit = 'points' AND source = 'issued'"
    )
    with engine.store.engine.connect() as connection:
        return str(connection.execute(text(query)).scalar_one())


def test_what_the_engine_wrote_is_clean(engine: Engine) -> None:
    """Pending, available, spent and expired lots add up, in every store of the database."""
    wallet = engine.customer("c-0").wallet("points")
    assert wallet.lifetime == 500
    with engine.store.engine.connect() as connection:
        targets = set(connection.execute(text("SELECT DISTINCT target FROM movements")).scalars())
    assert targets == {"pending", "available", "expired", "redeemed"}
    assert check_ledger(engine.store, "mine") == []
    assert check_ledger(engine.store, "theirs") == []
    assert check_ledger(engine.store, "nobody's") == []


@pytest.mark.parametrize("column", ["available", "pending", "lifetime"])
def test_a_wallet_that_differs_is_told(engine: Engine, column: str) -> None:
    """One unit too many in any total of a wallet is told with both figures."""
    damage = f"UPDATE wallets SET {column} = {column} + 1 WHERE store = 'mine' AND customer = 'c-1' AND unit = 'points'"
    found = differences(engine, damage)
    assert {(code, customer) for code, customer, _ in found} == {("wallet", "c-1")}
    assert any("its movements say" in sentence and f" {column}, " in sentence for _, _, sentence in found)
    assert len(found) == (1 if column == "lifetime" else 2), "the lots hold another sum too"


def test_a_missing_wallet_is_told(engine: Engine) -> None:
    """Movements whose wallet is gone are told."""
    found = differences(engine, "DELETE FROM wallets WHERE store = 'mine' AND customer = 'c-2' AND unit = 'stamps'")
    assert found == {("wallet", "c-2", "c-2's wallet of stamps is missing, and there are movements or lots of it")}


def test_a_wallet_out_of_nothing_is_told(engine: Engine) -> None:
    """A wallet that no movement made is told."""
    found = differences(engine, "INSERT INTO wallets VALUES ('mine', 'c-9', 'miles', 5, 0, 0, NULL, NULL)")
    assert found == {
        ("wallet", "c-9", "c-9's wallet of miles has 5 available, and its movements say 0"),
        ("wallet", "c-9", "c-9's wallet of miles has 5 available, and its lots hold 0"),
    }


def test_a_lost_movement_is_told(engine: Engine) -> None:
    """A movement that is gone is told by the wallet and the lot that it filled."""
    damage = "DELETE FROM movements WHERE store = 'mine' AND customer = 'c-0' AND turn = 1 AND unit = 'points'"
    lot = lot_of(engine, "c-0", 1)
    assert differences(engine, damage) == {
        ("wallet", "c-0", "c-0's wallet of points has 25 pending, and its movements say 0"),
        ("wallet", "c-0", "c-0's wallet of points has 500 lifetime, and its movements say 475"),
        ("lot", "c-0", f"c-0's lot {lot} is of 25, and its movements say 0"),
        ("lot", "c-0", f"c-0's lot {lot} has 0 left, and its movements say -25"),
    }


def test_a_lot_that_differs_is_told(engine: Engine) -> None:
    """A lot must hold what its movements left in it, and the wallet the sum of its lots."""
    lot = lot_of(engine, "c-1", 20)
    damage = f"UPDATE lots SET remaining = remaining + 7 WHERE store = 'mine' AND customer = 'c-1' AND key = '{lot}'"
    assert differences(engine, damage) == {
        ("lot", "c-1", f"c-1's lot {lot} has 32 left, and its movements say 25"),
        ("wallet", "c-1", "c-1's wallet of points has 25 pending, and its lots hold 32"),
    }


def test_a_lot_of_another_amount_is_told(engine: Engine) -> None:
    """A lot must be of what its movements say was issued into it."""
    lot = lot_of(engine, "c-1", 3)
    damage = f"UPDATE lots SET amount = amount + 1 WHERE store = 'mine' AND customer = 'c-1' AND key = '{lot}'"
    assert differences(engine, damage) == {("lot", "c-1", f"c-1's lot {lot} is of 26, and its movements say 25")}


def test_a_lost_expiry_is_told(engine: Engine) -> None:
    """A lot that is empty though nobody took anything from it is told, and so is its wallet."""
    lot = lot_of(engine, "c-2", 1)
    damage = f"DELETE FROM movements WHERE store = 'mine' AND lot = '{lot}' AND target = 'expired'"
    with engine.store.engine.connect() as connection:
        query = "SELECT available FROM wallets WHERE store = 'mine' AND customer = 'c-2' AND unit = 'points'"
        available = connection.execute(text(query)).scalar_one()
    assert differences(engine, damage) == {
        ("lot", "c-2", f"c-2's lot {lot} has 0 left, and its movements say 25"),
        ("wallet", "c-2", f"c-2's wallet of points has {available} available, and its movements say {available + 25}"),
    }


def test_a_movement_of_another_lot_is_told(engine: Engine) -> None:
    """Movements that add up for the wallet, and not for the lots that they name, are told by both lots."""
    one, other = lot_of(engine, "c-2", 1), lot_of(engine, "c-2", 2)
    damage = f"UPDATE movements SET lot = '{other}' WHERE store = 'mine' AND lot = '{one}' AND target = 'expired'"
    assert differences(engine, damage) == {
        ("lot", "c-2", f"c-2's lot {one} has 0 left, and its movements say 25"),
        ("lot", "c-2", f"c-2's lot {other} has 0 left, and its movements say -25"),
    }


def test_a_lost_lot_is_told(engine: Engine) -> None:
    """Movements of a lot that is gone are told."""
    lot = lot_of(engine, "c-2", 1)
    damage = f"DELETE FROM lots WHERE store = 'mine' AND customer = 'c-2' AND key = '{lot}'"
    assert differences(engine, damage) == {
        ("lot", "c-2", f"c-2's lot {lot} is missing, and its movements put 25 into it")
    }


def test_a_lost_event_is_told(engine: Engine) -> None:
    """A movement for an event that is not there is half of something."""
    damage = "DELETE FROM events WHERE store = 'mine' AND customer = 'c-1' AND turn = 20"
    found = differences(engine, damage)
    assert {(code, customer) for code, customer, _ in found} == {("movement", "c-1")}
    assert all(sentence.endswith("is for the event of turn 20, which is missing") for _, _, sentence in found)


def test_an_event_ahead_of_its_customer_is_told(engine: Engine) -> None:
    """A customer's turn that was put back, and a customer that is gone, are told."""
    found = differences(engine, "UPDATE customers SET turn = 19 WHERE store = 'mine' AND customer = 'c-1'")
    assert found == {("turn", "c-1", "c-1 is at turn 19, and has an event of turn 20")}
    found = differences(engine, "DELETE FROM customers WHERE store = 'mine' AND customer = 'c-2'")
    assert ("turn", "c-2", "c-2 is at turn 0, and has an event of turn 20") in found


def test_two_events_of_one_turn_are_told(engine: Engine) -> None:
    """Two events in one turn are told, should the index that forbids it be lost."""
    with engine.store.engine.begin() as connection:
        connection.execute(text("DROP INDEX events_of_customer"))
    damage = "UPDATE events SET turn = 2 WHERE store = 'mine' AND customer = 'c-0' AND turn = 3"
    found = differences(engine, damage)
    assert ("turn", "c-0", "c-0 has 20 events in 19 turns") in found
