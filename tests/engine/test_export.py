"""All that is known of a person, for the person."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from retention_sdk import Consent, Credit, IssueCoupon, PercentOff, Profile, Referral, Schedule
from retention_sdk.store.schema import metadata
from tests.build import after, eur, opened, order, visit

SECTIONS = {"outbox": "given", "schedule": "scheduled"}


def answer(event: Any, customer: Any) -> list[Any]:
    """Gives points and a coupon, and wants to see the customer again."""
    later = visit(f"{event.id}-later", event.customer, after(90))
    return [Credit("points", 5), IssueCoupon(PercentOff(5), cost=eur(1)), *([Schedule(later)] if customer else [])]


def fails(*_: Any) -> None:
    """A strategy that cannot answer."""
    raise RuntimeError("no")


def test_every_row_is_there(database_url: str) -> None:
    """Each row of a table that names the customer is in the export, and none of anybody else's."""
    who = Profile(email="bea@example.com", name="Bea", consents=[Consent(channel="email", at=after())])
    with opened(database_url, {"gift": answer, "sick": fails}) as engine:
        engine.handle_many(
            [order(f"o-{name}", name, profile=who if name == "bea" else None) for name in ("bea", "cat")]
        )
        engine.handle(visit("v-ann", "ann", after(1)))
        engine.handle(Referral(id="r", customer="cat", friend="ann", occurred_at=after(2)))
        engine.merge("ann", "bea", at=after(3))
        seen = engine.export("bea")
        assert json.loads(json.dumps(seen)) == seen
        assert seen == {**engine.export("ann"), "exported_at": seen["exported_at"]}
        with engine.store.engine.connect() as connection:
            for table in metadata.tables.values():
                if "customer" not in table.columns or table.name == "customers":
                    continue
                query = text(f"SELECT count(*) FROM {table.name} WHERE customer = 'ann'")
                assert len(seen[SECTIONS.get(table.name, table.name)]) == connection.execute(query).scalar() > 0
    assert "cat" not in json.dumps(seen)
    assert (seen["version"], seen["customer"], seen["merged"]) == (1, "ann", ["bea"])
    assert seen["profile"]["email"] == "bea@example.com"
    assert seen["profile"]["consents"][0]["channel"] == "email"
    assert [one["kind"] for one in seen["events"]] == ["visit", "purchase", "customers_merged"]
    assert seen["events"][1]["body"]["lines"][0]["sku"] == "beans"
    assert seen["events"][1]["decision"]["granted"]
    assert {one["status"] for one in seen["given"]} == {"waiting"}
    assert seen["given"][0]["at"].startswith("2100-01-0")


def test_nobody(sqlite_url: str) -> None:
    """Of somebody who was never there nothing is known."""
    with opened(sqlite_url) as engine:
        seen = engine.export("nobody")
    assert (seen["events"], seen["standing"], seen["wallets"]) == ([], {}, [])
