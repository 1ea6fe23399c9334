"""`retention customer`, `retention ledger check`, `retention upgrade`."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Engine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention


@pytest.fixture
def filled(retention: Retention, shop: Path, orders: Path) -> Path:
    """The database of a shop with three orders."""
    shop.write_text(shop.read_text() + "expires_days = 36500\n[plugins.frequent_buyer]\norders = 2\n")
    assert retention("import", orders).code == 0
    return shop.with_name("retention.db")


def change(database: Path, statement: str) -> None:
    """Change a row behind the engine's back."""
    with sqlite3.connect(database) as connection:
        assert connection.execute(statement).rowcount == 1
    connection.close()


def test_a_customer_is_explained(retention: Retention, filled: Path) -> None:
    """Wallets, open lots with their expiry, rewards, and the last decisions in sentences."""
    answer = retention("customer", "anna")
    assert (answer.code, answer.err) == (0, "")
    text = " ".join(answer.out.split())
    for told in (
        "Customer anna 2 orders for 30.50 EUR, the first on 2026-01-05, the last on 2026-02-01.",
        "points 30 0 30 2125-12-12",
        "points 20 20 2026-01-05 2125-12-12",
        "points 10 10 2026-02-01 2126-01-08",
        "2026-02-01: frequent_buyer issues a coupon: 10 % off, valid for 30 days (2 orders within 90 days).",
        "Purchase 3 of customer anna, 2026-02-01 12:00 UTC, 10.00 EUR. - points gives 10 points",
    ):
        assert told in text, answer.out


def test_a_customer_as_json(retention: Retention, filled: Path) -> None:
    """The same as data."""
    seen = retention("customer", "anna", "--last", "1", "--json").json
    assert seen["id"] == "anna"
    assert seen["orders"]["spent"] == "30.50 EUR"
    assert [(one["unit"], one["available"], one["pending"], one["lifetime"]) for one in seen["wallets"]] == [
        ("points", 30, 0, 30)
    ]
    assert [(lot["remaining"], lot["expires_at"][:4]) for lot in seen["lots"]] == [(20, "2125"), (10, "2126")]
    assert [one["action"]["kind"] for one in seen["rewards"]] == ["issue_coupon"]
    assert len(seen["decisions"]) == 1
    assert seen["decisions"][0]["event"]["id"] == "3"
    assert "- points gives 10 points" in seen["decisions"][0]["explained"]


def test_what_has_expired_is_not_shown(retention: Retention, shop: Path, orders: Path) -> None:
    """A customer is seen as of now, though nothing has happened since their lots expired."""
    shop.write_text(shop.read_text() + "expires_days = 1\n")
    assert retention("import", orders).code == 0
    seen = retention("customer", "ben", "--json").json
    assert seen["lots"] == []
    assert [(one["available"], one["lifetime"]) for one in seen["wallets"]] == [(0, 31)]


def test_nobody(retention: Retention, filled: Path) -> None:
    """A customer that nothing is known of is told, with an exit code of its own."""
    answer = retention("customer", "nobody")
    assert (answer.code, answer.out, answer.err) == (1, "", "nothing is known of a customer 'nobody'\n")
    assert retention("customer", "anna", "--last", "0").code == 2


def test_a_clean_ledger(retention: Retention, filled: Path) -> None:
    """What the engine wrote is clean."""
    answer = retention("ledger", "check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("The ledger is clean")
    assert retention("ledger", "check", "--json").json == []


def test_a_ledger_that_differs(retention: Retention, filled: Path) -> None:
    """A wallet that somebody changed is named, with both figures."""
    change(filled, "UPDATE wallets SET available = 1000 WHERE customer = 'ben' AND unit = 'points'")
    answer = retention("ledger", "check")
    assert answer.code == 1
    assert answer.out == (
        "[wallet] ben's wallet of points has 1000 available, and its movements say 31.\n"
        "[wallet] ben's wallet of points has 1000 available, and its lots hold 31.\n"
        "2 differences.\n"
    )
    found = retention("ledger", "check", "--json")
    assert found.code == 1
    assert [(one["code"], one["customer"]) for one in found.json] == [("wallet", "ben")] * 2


def test_the_ledger_is_checked_whatever_the_strategies_are(retention: Retention, filled: Path, shop: Path) -> None:
    """A plugin that is gone does not keep anybody from checking the ledger."""
    shop.write_text(shop.read_text() + "[plugins.gone]\n")
    assert retention("customer", "anna").code == 2
    assert retention("ledger", "check").code == 0


def test_upgrading_sqlite(retention: Retention, shop: Path) -> None:
    """A file is made, and left as it is when it is up to date."""
    made = retention("upgrade", "--json").json
    assert made["before"] is None
    assert retention("upgrade", "--json").json == {**made, "before": made["now"]}


def test_a_database_of_a_newer_version(retention: Retention, filled: Path) -> None:
    """Tables that a newer version made are not touched, and it says what to do."""
    change(filled, "UPDATE retention_version SET version_num = '9999'")
    for argv in (["upgrade"], ["ledger", "check"]):
        answer = retention(*argv)
        assert answer.code == 2
        assert "upgrade retention-sdk" in answer.err


def test_an_export(retention: Retention, filled: Path) -> None:
    """All that is known of a customer is printed as JSON, and of nobody else."""
    seen = retention("export", "anna").json
    assert (seen["customer"], len(seen["events"]), seen["wallets"][0]["available"]) == ("anna", 2, 30)
    answer = retention("export", "nobody")
    assert (answer.code, answer.out) == (1, "")
    assert "nothing is known of a customer 'nobody'" in answer.err


def test_forgetting(retention: Retention, filled: Path) -> None:
    """A customer is forgotten where that is meant, and then there is nobody to forget."""
    careful = retention("erase", "anna")
    assert (careful.code, careful.out) == (2, "")
    assert "--yes" in careful.err
    answer = retention("erase", "anna", "--yes")
    assert (answer.code, answer.err) == (0, "")
    assert "Forgotten: 2 events" in answer.out
    assert "30 points are forfeited." in answer.out
    assert retention("ledger", "check").code == 0
    assert retention("erase", "anna", "--yes").code == 1


def test_forgetting_who_is_not_there(retention: Retention, filled: Path) -> None:
    """Nobody is forgotten twice, and without --yes nothing is looked at, not even the file."""
    assert retention("erase", "nobody").code == 2
    nobody = retention("erase", "nobody", "--yes")
    assert (nobody.code, nobody.out) == (1, "")
    assert "nothing is known of a customer 'nobody'" in nobody.err
    before = retention("export", "anna").json
    assert retention("erase", "anna").code == 2
    after = retention("export", "anna").json
    assert {**after, "exported_at": ""} == {**before, "exported_at": ""}
    assert [retention("erase", "anna", "--yes").code for _ in range(2)] == [0, 1]
    gone = retention("export", "anna")
    assert (gone.code, gone.out) == (1, "")
    assert "anna" in gone.err
    assert retention("ledger", "check").code == 0


def test_an_id_that_leads_elsewhere(retention: Retention, filled: Path) -> None:
    """Who was merged is exported and forgotten under either id."""
    with Engine.from_config("retention.toml") as engine:
        engine.merge("anna", "guest", at=datetime(2100, 1, 1, tzinfo=UTC))
    seen = retention("export", "guest").json
    assert (seen["customer"], seen["merged"]) == ("anna", ["guest"])
    assert retention("erase", "guest", "--yes").code == 0
    assert [retention("export", id).code for id in ("anna", "guest")] == [1, 1]
    assert retention("ledger", "check").code == 0
