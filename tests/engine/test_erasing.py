"""Forgetting a person: nobody finds them any more, and the sums of the ledger stay."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from attrs import evolve
from sqlalchemy import select

from retention_sdk import (
    Complaint,
    Consent,
    CreateTask,
    Credit,
    Debit,
    Event,
    Profile,
    Referral,
    RefundMoney,
    Remember,
    Schedule,
    SendMessage,
    SignUp,
)
from retention_sdk.store.outbox import FORGOTTEN
from retention_sdk.store.outstanding import outstanding
from retention_sdk.store.personal import PERSONAL
from retention_sdk.store.schema import metadata
from tests.audit import audit
from tests.build import after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from retention_sdk import Engine

WHO = Profile(email="Bea.Novak@example.com", name="Bea Nováková", consents=[Consent(channel="email", at=after())])
NAMES = ("bea-7", "guest-9", "bea.novak", "bea@", "Bea N", "Novák", "my cups broke", "Dlouhá 12")


def answer(event: Any, customer: Any) -> list[Any]:
    """Gives units, spends some, writes to the customer, and wants to see them again."""
    later, name = visit(f"later-{event.id}", event.customer, after(90)), customer.profile.name or "you"
    street = "Dlouhá 12" if customer.profile.name else ""
    return [
        Credit("points", 50, pending_for=after(3) - after() if event.id.endswith("2") else None, cost=eur(1)),
        *([Debit("points", 20)] if customer.wallet("points").available >= 20 else []),
        SendMessage("thanks", purpose="service", data={"name": name, "street": street}, reason=customer.id),
        CreateTask(f"Call {name}"),
        RefundMoney("o-1", eur(3)),
        Remember({"name": name}),
        Schedule(later),
    ]


def lived() -> list[Event]:
    """What a person did, under two ids."""
    return [
        SignUp(id="sign-up/guest-9", customer="guest-9", occurred_at=after(), profile=WHO),
        order("o-1", "bea-7", at=after(1), profile=evolve(WHO, email="bea@novak.example")),
        order("o-2", "guest-9", at=after(2)),
        Complaint(id="k-1", customer="bea-7", occurred_at=after(3), text="my cups broke, says Bea Nováková"),
    ]


def full(url: str, **tables: Any) -> Engine:
    """A shop where a person lived, and another one brought them."""
    engine = opened(url, {"gift": answer}, limits={"monthly_budget": "90 EUR"}, **tables)
    engine.handle_many([*lived(), order("o-9", "cat"), visit("v-9", "cat", after(40))])
    engine.handle(Referral(id="r-9", customer="cat", friend="guest-9", occurred_at=after(4)))
    engine.merge("bea-7", "guest-9", at=after(5))
    return engine


def everything(engine: Engine) -> str:
    """All tables as text."""
    with engine.store.engine.connect() as connection:
        tables = [[str(tuple(row)) for row in connection.execute(select(one))] for one in metadata.sorted_tables]
    return json.dumps(tables, ensure_ascii=False)


def totals(engine: Engine) -> Counter[tuple[str, str]]:
    """What each account of each unit holds, over the store; what is the customers' is in one."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows(engine, "movements"):
        found[row.unit, row.source] -= row.amount
        found[row.unit, row.target] += row.amount
    return found


def test_nobody_finds_them(database_url: str) -> None:
    """No id, name, address or word of theirs is in any table; others' rows are as they were."""
    with full(database_url, privacy={"secret": "0123456789abcdef0123456789abcdef"}) as engine:
        text = everything(engine)
        assert [name for name in NAMES if name not in text] == []
        others = [row for row in rows(engine, "events") if row.customer == "cat" and row.kind != "referral"]
        erasure = engine.erase("guest-9", at=after(50))
        text = everything(engine).lower()
        assert [name for name in NAMES if name.lower() in text] == []
        assert [row for row in rows(engine, "events") if row.customer == "cat" and row.kind != "referral"] == others
        assert engine.customer("bea-7").standing == engine.customer("guest-9").standing == engine.customer("x").standing
        assert engine.export("bea-7")["events"] == []
        assert (erasure.events, erasure.unscheduled) == (5, 3)
        assert audit(engine) == []


def test_the_sums_stay(database_url: str) -> None:
    """What was issued, redeemed and expired stays as it was; what they held is forfeited, and nobody can spend it."""
    with full(database_url) as engine:
        before, budgets = totals(engine), rows(engine, "counters")
        held = engine.customer("bea-7").wallet("points")
        erasure = engine.erase("bea-7", at=after(50))
        assert erasure.forfeited == {"points": held.available + held.pending}
        now = totals(engine)
        for account in ("issued", "redeemed", "expired"):
            assert now["points", account] == before["points", account]
        assert now["points", "forfeited"] == held.available + held.pending
        left = outstanding(engine.store, engine.config.store.key, after(60))["points"]
        assert (left.available, left.pending) == (80, 0)
        assert rows(engine, "counters") == budgets
        waiting = [row for row in rows(engine, "outbox") if row.status == 0]
        assert {row.customer for row in waiting} == {"cat"}
        assert erasure.withdrawn == len([row for row in rows(engine, "outbox") if row.status == FORGOTTEN]) > 0
        assert [row.customer for row in rows(engine, "schedule")] == ["cat", "cat"]
    tighter = {"monthly_budget": "95 EUR"}
    with opened(database_url, {"gift": answer}, limits=tighter) as engine:
        assert rows(engine, "counters") == budgets  # counted anew


def test_a_redelivery(database_url: str) -> None:
    """An event of before is known and answers that it is forgotten; it brings nobody back."""
    with full(database_url) as engine:
        engine.erase("bea-7", at=after(50))
        before = everything(engine)
        for event in lived()[1:]:
            decision = engine.handle(event)
            assert (decision.event, [note.code for note in decision.notes]) == (event, ["erased"])
            assert decision == engine.preview(event)
            assert "forgotten" in decision.explain()
        assert engine.handle(evolve(lived()[1], customer="other")).notes
        assert engine.retry_failures() == []
        assert everything(engine) == before


def test_erasing_again(database_url: str) -> None:
    """Somebody who is not known, or is forgotten already, is nothing to forget; whoever comes back can be again."""
    with full(database_url) as engine:
        nothing = engine.erase("nobody")
        assert (nothing.events, nothing.withdrawn, nothing.unscheduled, nothing.forfeited) == (0, 0, 0, {})
        assert engine.erase("bea-7", at=after(50)) != nothing
        assert engine.erase("bea-7") == nothing
        engine.handle(order("o-20", "bea-7", at=after(60)))
        assert engine.customer("bea-7").history.orders == 1
        assert engine.erase("bea-7", at=after(70)).events == 1
        assert audit(engine) == []


def test_every_table_is_thought_of() -> None:
    """A new table whose rows are somebody's has to be erased too."""
    assert {table.name for table in PERSONAL} == {
        *("customers", "events", "failures", "lots", "movements", "outbox", "schedule", "wallets")
    }


def test_while_they_buy(database_url: str) -> None:
    """Whoever buys while they are forgotten is forgotten with it, or begins anew: nothing is in between."""
    with opened(database_url, {"gift": lambda *_: [Credit("points", 5)]}) as engine:
        orders = [order(f"o-{number}", "bea-7", at=after(0, minutes=number), profile=WHO) for number in range(60)]

        def buy(part: int) -> None:
            for one in orders[part::6]:
                engine.handle(one)

        with ThreadPoolExecutor(8) as pool:
            bought = [pool.submit(buy, part) for part in range(6)]
            erased = [pool.submit(engine.erase, "bea-7", at=after(9)) for _ in range(4)]
            gone = sum(one.result().events for one in erased)
            assert [one.result() for one in bought] == [None] * 6
        kept = engine.customer("bea-7").history.orders
        assert gone + kept == 60
        assert engine.customer("bea-7").wallet("points").available == 5 * kept
        assert audit(engine) == []
        gone += engine.erase("bea-7", at=after(10)).events
        assert gone == 60
        assert "novak" not in everything(engine).lower()
        assert totals(engine)["points", "forfeited"] == -totals(engine)["points", "issued"] == 300
