"""What is scheduled for somebody else happens once, and goes when what scheduled it is taken back, also afterwards."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from retention_sdk import (
    Credit,
    Debit,
    IssueCoupon,
    OrderCancelled,
    OrderReopened,
    PercentOff,
    Profile,
    Purchase,
    ReferralKept,
    Referred,
    Refund,
    RefundLine,
    Remember,
    Schedule,
    SendMessage,
    SetTier,
    SignUp,
    Tag,
    hookimpl,
)
from retention_sdk.store.outbox import DONE
from retention_sdk.store.schema import outbox
from retention_sdk.store.timers import Claims
from tests.audit import audit
from tests.build import START, after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retention_sdk import Action, Customer, Engine, Event

HOLD = timedelta(days=14)
LIMIT = {"name": "cap", "amount": "40 EUR", "period": "year"}


class Brings:
    """An order of ten euros gives the friend's referrer, rex, a reward of every kind in two weeks, and then the friend.

    A visit spends ten points, and the tenth stamp makes a card full.
    """

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Has the order followed by a reward, for as long as ten euros of it are left."""
        yield Credit("points", event.total.minor // 100)
        if event.customer != "rex" and event.total >= eur(10):
            yield Schedule(kept(event))

    @hookimpl
    def on_referral_kept(self, event: ReferralKept, customer: Customer) -> Iterator[Action]:
        """Rewards whom it is told of, and has the friend told in turn; nobody brings themselves."""
        if event.other in (customer.id, *customer.standing.merged):
            return
        yield Credit("points", 100)
        yield IssueCoupon(PercentOff(10), cost=eur(5))
        yield SendMessage("thanks")
        yield SetTier("bringer")
        yield Tag(f"brought-{event.other}")
        yield Remember({"brought": int(str(customer.state.get("brought", 0))) + 1})
        if event.side == "referrer":
            yield Schedule(kept_by_friend(event))

    @hookimpl
    def on_visit(self, customer: Customer) -> Iterator[Action]:
        """Spends what there is, up to 120 points."""
        if spent := min(120, customer.wallet("points").available):
            yield Debit("points", spent)
            yield IssueCoupon(PercentOff(20), cost=eur(2))


def kept(event: Purchase, referrer: str = "rex") -> ReferralKept:
    """What the referrer is told of a friend's order."""
    at = event.occurred_at + HOLD
    return ReferralKept(id=f"kept-{event.id}", customer=referrer, occurred_at=at, source="brings", other=event.customer)


def kept_by_friend(event: ReferralKept) -> ReferralKept:
    """What the friend is told when the referrer was."""
    return ReferralKept(
        id=f"friend-{event.id}",
        customer=event.other,
        occurred_at=event.occurred_at,
        source="brings",
        other=event.customer,
        side="friend",
    )


def shop(url: str, **tables: Any) -> Engine:
    """A shop in which rex brings friends."""
    return opened(url, {"brings": Brings()}, limits={"monthly_budget": "900 EUR"}, **tables)


def told(id: str, day: int, order: str = "o-1", customer: str = "fay", **more: Any) -> Refund:
    """A refund."""
    return Refund(id=id, customer=customer, occurred_at=after(day), order=order, **more)


def has(engine: Engine, customer: str = "rex") -> tuple[Any, ...]:
    """What somebody has: points, tier, tags, memory, and what is given in the outbox."""
    seen = engine.customer(customer)
    standing = sorted(row.kind for row in rows(engine, "outbox") if row.customer == customer and row.status in (0, 1))
    memory = {name: dict(kept) for name, kept in seen.standing.memory.items()}
    return seen.wallet("points").available, seen.tier, sorted(seen.tags), memory, standing


NOTHING = (0, None, [], {}, [])


def join(customer: str) -> SignUp:
    """Somebody joins."""
    return SignUp(id=f"s-{customer}", customer=customer, occurred_at=START - HOLD)


def test_it_happens_to_the_other(database_url: str) -> None:
    """It happens at its time, once, to whom it is about; and what it schedules happens to the first again."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        assert engine.tick(after(13)).scheduled == 0
        assert engine.tick(after(15)).scheduled == 2
        assert engine.tick(after(15)).scheduled == 0
        assert has(engine)[:3] == (100, "bringer", ["brought-fay"])
        assert has(engine, "fay")[:3] == (110, "bringer", ["brought-rex"])
        assert audit(engine) == []


def test_taken_back_before(database_url: str) -> None:
    """Where the order is refunded before the time, nothing happens, and nothing is left that would."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay"), told("r-1", 3)])
        assert engine.tick(after(15)).scheduled == 0
        assert (has(engine), rows(engine, "schedule")) == (NOTHING, [])
        assert [row.kind for row in rows(engine, "events") if row.customer == "rex"] == ["sign_up"]
        assert audit(engine) == []


def test_taken_back_afterwards(database_url: str) -> None:
    """Where the order is refunded after it, all that it gave is taken back, from both, within the next tick."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(15))
        engine.handle(told("r-1", 20))
        assert engine.tick(after(20)).scheduled == 2
        assert (has(engine), has(engine, "fay"), rows(engine, "schedule")) == (NOTHING, NOTHING, [])
        assert engine.tick(after(21)).scheduled == 0
        assert {row.amount for row in rows(engine, "counters")} <= {0}
        assert audit(engine) == []


def test_what_left_the_house(database_url: str) -> None:
    """What was carried out already has its inverse waiting, and later decisions are made without it."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), order("o-0", "rex", 25), order("o-1", "fay")])
        engine.tick(after(15))
        engine.handle(visit("v-1", "rex", at=after(16)))
        assert engine.customer("rex").wallet("points").available == 5
        with engine.store.cold_write() as connection:
            connection.execute(update(outbox).values(status=DONE))
        engine.handle(told("r-1", 20))
        engine.tick(after(20))
        # of the 25 points that are left the visit took all
        assert engine.customer("rex").wallet("points").available == 0
        states = sorted((row.kind, row.status) for row in rows(engine, "outbox") if row.customer == "rex")
        assert states == [("issue_coupon", 1), ("issue_coupon", 3), ("send_message", 3), ("tag", 3)]


@pytest.mark.parametrize("slices", [(3, 7), (1, 4, 5), (10,)])
def test_slices(sqlite_url: str, slices: Sequence[int]) -> None:
    """However an order is refunded, in the end nothing of it stands with anybody."""
    with shop(sqlite_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay", 10, quantity=10)])
        engine.tick(after(15))
        for day, quantity in enumerate(slices):
            line = RefundLine(sku="beans", quantity=quantity)
            engine.handle(told(f"r-{day}", 20 + day, lines=[line]))
            engine.tick(after(20 + day))
        assert (has(engine), has(engine, "fay")) == (NOTHING, NOTHING)
        assert audit(engine) == []


def test_it_stands_again(database_url: str) -> None:
    """An order that is cancelled, reopened and cancelled again, told with and without ticks in between."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(15))
        whole = has(engine)[:4]
        stands = True
        for day in range(16, 28):
            kind = OrderCancelled if stands else OrderReopened
            engine.handle(kind(id=f"x-{day}", customer="fay", occurred_at=after(day), order="o-1"))
            stands = not stands
            if day % 3:
                engine.tick(after(day))
                assert has(engine)[:4] == (whole if stands else NOTHING[:4])
        engine.tick(after(30))
        assert has(engine)[:4] == whole
        assert audit(engine) == []


def test_it_stands_again_before(sqlite_url: str) -> None:
    """What is called off and stands again before its time happens once."""
    with shop(sqlite_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        for day, kind in enumerate([OrderCancelled, OrderReopened, OrderCancelled, OrderReopened], 1):
            engine.handle(kind(id=f"x-{day}", customer="fay", occurred_at=after(day), order="o-1"))
        engine.tick(after(15))
        assert has(engine)[:3] == (100, "bringer", ["brought-fay"])
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


def test_a_late_withdrawal_is_told_again(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A withdrawal that a slow worker had claimed does nothing once the order stands again."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(15))
        engine.handle(OrderCancelled(id="x-1", customer="fay", occurred_at=after(16), order="o-1"))
        claim = Claims.scheduled

        def slow(claims: Claims, most: int) -> list[tuple[str, str]]:
            claimed = claim(claims, most)
            monkeypatch.setattr(Claims, "scheduled", claim)
            engine.handle(OrderReopened(id="x-2", customer="fay", occurred_at=after(17), order="o-1"))
            engine.tick(after(18))
            return claimed

        monkeypatch.setattr(Claims, "scheduled", slow)
        engine.tick(after(18))
        engine.tick(after(19))
        assert has(engine)[:3] == (100, "bringer", ["brought-fay"])
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


def facts() -> list[Event]:
    """What rex and a friend do: one order is refunded in slices, another is cancelled and stands again."""
    return [
        join("rex"),
        order("o-9", "rex", 30, at=after(1)),
        order("o-1", "fay", 10, at=after(2), quantity=10),
        order("o-2", "fay", 12, at=after(3)),
        visit("v-1", "rex", at=after(17)),
        told("r-1", 19, lines=[RefundLine(sku="beans", quantity=4)]),
        OrderCancelled(id="x-2", customer="fay", occurred_at=after(20), order="o-2"),
        visit("v-2", "rex", at=after(21)),
        OrderReopened(id="y-2", customer="fay", occurred_at=after(22), order="o-2"),
        told("r-2", 23, lines=[RefundLine(sku="beans", quantity=6)]),
        visit("v-3", "rex", at=after(24)),
    ]


def lived(url: str, told: Sequence[Event], ticks: Sequence[int] = ()) -> tuple[Any, ...]:
    """What both have after facts that come in an order, with ticks behind some of them."""
    with shop(url, store={"name": f"Shop {abs(hash((tuple(one.id for one in told), tuple(ticks))))}"}) as engine:
        for place, event in enumerate(told):
            engine.handle(event)
            if place in ticks:
                engine.tick(max(one.occurred_at for one in told[: place + 1]))
        engine.tick(after(60))
        assert rows(engine, "schedule") == []
        assert audit(engine) == []
        return has(engine), has(engine, "fay")


@cache
def in_turn(url: str) -> tuple[Any, ...]:
    """What both have where all comes in as it happened."""
    return lived(url, facts())


@settings(max_examples=6, deadline=None)
@given(st.permutations(facts()[1:]), st.sets(st.integers(0, 10)))
def test_any_order_of_arrival(tmp_path_factory: pytest.TempPathFactory, told: list[Event], ticks: set[int]) -> None:
    """Whatever comes in when, and however often the clock ticks between, both end with the same."""
    url = f"sqlite:///{tmp_path_factory.getbasetemp()}/following.db"
    assert lived(url, [join("rex"), *told], sorted(ticks)) == in_turn(url)


@pytest.mark.parametrize("into", list(permutations(["rex", "fay"])), ids="-".join)
@pytest.mark.parametrize("day", [5, 16, 25])
def test_the_two_are_one(sqlite_url: str, into: tuple[str, str], day: int) -> None:
    """Whoever brought themselves keeps nothing of an order that is refunded, whenever it was found out."""
    with shop(sqlite_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(day))
        engine.merge(*into, at=after(day))
        engine.tick(after(26))
        engine.handle(told("r-1", 27))
        engine.tick(after(27))
        assert has(engine, into[0]) == NOTHING
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


@pytest.mark.parametrize("who", ["rex", "fay"])
@pytest.mark.parametrize("day", [5, 16, 25])
def test_one_of_them_is_another(sqlite_url: str, who: str, day: int) -> None:
    """What is withdrawn is withdrawn of whoever they are by now."""
    with shop(sqlite_url) as engine:
        engine.handle_many([join("rex"), join("new"), order("o-1", "fay")])
        engine.tick(after(day))
        engine.merge("new", who, at=after(day))
        engine.tick(after(26))
        assert engine.customer("rex").tier == engine.customer("fay").tier == "bringer"
        engine.handle(told("r-1", 27))
        engine.tick(after(27))
        assert (has(engine), has(engine, "fay")) == (NOTHING, NOTHING)
        assert audit(engine) == []


@pytest.mark.parametrize("day", [5, 16, 21])
@pytest.mark.parametrize("who", ["rex", "fay"])
def test_one_of_them_is_forgotten(sqlite_url: str, who: str, day: int) -> None:
    """Nothing happens to whoever is forgotten, and nobody is made anew."""
    with shop(sqlite_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(day))
        if day > 20:
            engine.handle(told("r-1", 20))
        engine.erase(who, at=after(day))
        engine.tick(after(30))
        assert who not in {row.customer for row in rows(engine, "customers")}
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


def test_whoever_is_not_known(sqlite_url: str) -> None:
    """What time brings makes nobody, but for whoever is told to have been brought."""

    class Tells:
        """Tells two who are not known."""

        @hookimpl
        def on_visit(self, event: Event) -> Iterator[Action]:
            """Has one rewarded, and the other brought."""
            yield Schedule(ReferralKept(id="k", customer="nobody", occurred_at=event.occurred_at, other="rex"))
            yield Schedule(Referred(id="r", customer="fay", occurred_at=event.occurred_at, referrer="rex"))

    with opened(sqlite_url, {"tells": Tells()}) as engine:
        engine.handle(visit("v-1", "rex"))
        assert engine.tick(after(1)).scheduled == 1
        assert [row.customer for row in rows(engine, "customers")] == ["fay", "rex"]
        assert rows(engine, "schedule") == []


def test_beyond_the_horizon(sqlite_url: str) -> None:
    """It is withdrawn however long ago it happened: the horizon is for what is told too late."""
    with shop(sqlite_url, refunds={"horizon_days": 30}) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(15))
        engine.handle_many([visit("v-1", "rex", at=after(200)), told("r-1", 201)])
        engine.tick(after(201))
        assert has(engine)[:4] == NOTHING[:4]
        assert audit(engine) == []


def test_what_it_told_of_them(sqlite_url: str) -> None:
    """What a withdrawn event told of the customer is not known any more either."""

    class Names:
        """Tells a name."""

        @hookimpl
        def on_purchase(self, event: Purchase) -> Iterator[Action]:
            """Names somebody else."""
            profile = Profile(name="Rex")
            yield Schedule(SignUp(id="n", customer="rex", occurred_at=event.occurred_at, profile=profile))

    with opened(sqlite_url, {"names": Names()}) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        engine.tick(after(1))
        assert engine.customer("rex").profile.name == "Rex"
        engine.handle(told("r-1", 2))
        engine.tick(after(3))
        assert engine.customer("rex").profile.name is None
        notes = [note.code for note in engine.handle(told("r-1", 2)).notes]
        assert notes == []
