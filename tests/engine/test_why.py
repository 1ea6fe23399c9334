"""`engine.why`: what an order gave and why, what has become of it, and what a return would take back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    BadValue,
    Credit,
    Delivered,
    Engine,
    IssueCoupon,
    Line,
    OrderCancelled,
    OrderEdited,
    PercentOff,
    Purchase,
    Refund,
    RefundLine,
    RetentionError,
    Why,
    days,
)
from tests.audit import audit, books
from tests.build import START, after, complaint, eur, gives, opened, order

if TYPE_CHECKING:
    pass

CARD: dict[str, Any] = {
    "points": {"expires_days": 365, "pending_days": 14},
    "punch_card": {"sku": "beans", "stamps": 3},
}
ONE = [RefundLine(sku="beans", quantity=1)]

TOLD = """\
This is left of order o-1: 3 × beans, 1 × mug; 35.00 EUR of 45.00 EUR.
Purchase o-1 of customer c, 2100-01-01 12:00 UTC, 45.00 EUR.
- points gives 45 points, pending for 14 days, valid for 365 days (1 point for each whole EUR of 45.00 EUR). \
Taken back: 10 points. Left: 35 points, from 2100-01-15, until 2101-01-15.
- punch_card gives 4 stamps (4 × beans bought). Taken back: 1 stamp. Spent: 3 stamps.
- punch_card takes 3 stamps (a card of 3 stamps is full).
- punch_card issues a coupon: 1 × beans free, valid for 90 days (a card of 3 stamps is full). \
It can be used until 2100-04-01.
Refund r-1 of customer c, 2100-01-03 12:00 UTC, order o-1.
- Takes back 10 points of points.
- Takes back 1 stamp of punch_card.
If 1 × beans came back (10.00 EUR):
- Puts back 3 stamps of punch_card.
- Takes back what punch_card did: issue a coupon: 1 × beans free, valid for 90 days.
- Takes back 10 points of points.
- Takes back 1 stamp of punch_card.
If 3 × beans came back (30.00 EUR):
- Puts back 3 stamps of punch_card.
- Takes back what punch_card did: issue a coupon: 1 × beans free, valid for 90 days.
- Takes back 30 points of points.
- Takes back 3 stamps of punch_card.
If 1 × mug came back (5.00 EUR):
- Takes back 5 points of points.
If the whole order came back (35.00 EUR):
- Puts back 3 stamps of punch_card.
- Takes back what punch_card did: issue a coupon: 1 × beans free, valid for 90 days.
- Takes back 35 points of points.
- Takes back 3 stamps of punch_card."""


def beans(id: str = "o-1", day: int = 0, quantity: int = 4, **more: Any) -> Purchase:
    """An order of beans for 10 euros each, and a mug."""
    lines = [Line(sku="beans", quantity=quantity, total=eur(10 * quantity)), Line(sku="mug", quantity=1, total=eur(5))]
    return order(id, at=after(day), lines=lines, **more)


def refund(day: int, id: str = "r-1", **more: Any) -> Refund:
    """A refund of the order o-1."""
    return Refund(id=id, customer="c", occurred_at=after(day), **{"order": "o-1", **more})


def asked(engine: Engine, day: int, **more: Any) -> Why:
    """Why the order o-1 is as it is, on a day."""
    return engine.why("c", "o-1", at=after(day), **more)


def on(day: int) -> str:
    """A day as sentences have it."""
    return f"{after(day):%Y-%m-%d}"


def test_the_whole_answer(database_url: str) -> None:
    """What was given and why, what is left of it and until when, and what each item's return takes back."""
    with opened(database_url, plugins=CARD) as engine:
        engine.handle_many([beans(), refund(2, lines=ONE)])
        before = books(engine)
        why = asked(engine, 3)
        assert books(engine) == before
        assert why.left is not None
        assert [(line.sku, line.quantity) for line in why.left.lines] == [("beans", 3), ("mug", 1)]
        points, stamps, card, coupon = why.effects
        assert (points.units, [lot.units for lot in points.lots], points.lots[0].pending) == (35, [35], True)
        assert (points.lots[0].available_from, points.lots[0].expires_at) == (after(14), after(14 + 365))
        assert (stamps.units, stamps.spent, stamps.lots, card.units) == (3, 3, (), 3)
        assert (coupon.stands, coupon.expires_at) == (True, after(90))
        assert [step.event.id for step in why.corrections] == ["r-1"]
        assert [(one.sku, one.quantity, one.paid) for one in why.returns] == [
            ("beans", 1, eur(10)),
            ("beans", 3, eur(30)),
            ("mug", 1, eur(5)),
            (None, 4, eur(35)),
        ]
        assert [(one.plugin, one.units) for one in why.returns[2].reversals] == [("points", 5)]
        assert why.explain() == TOLD


def test_what_time_does(sqlite_url: str) -> None:
    """Units are pending, then can be spent, then are lost; a coupon runs out: as of the time that is asked about."""
    with opened(sqlite_url, plugins=CARD) as engine:
        engine.handle(beans(quantity=3))
        for day, left, lost in ((1, [(35, True)], 0), (20, [(35, False)], 0), (400, [], 35)):
            points = asked(engine, day).effects[0]
            assert ([(lot.units, lot.pending) for lot in points.lots], points.expired) == (left, lost)
        told = asked(engine, 400).explain()
        assert "Expired: 35 points." in told
        assert f"It expired on {on(90)}." in told


def test_what_was_refused_and_what_failed(sqlite_url: str) -> None:
    """A refusal has its code and sentence; who failed is asked again, and its guard is not."""

    def fails(*_: object) -> None:
        raise ValueError("no")

    strategies = {"broken": fails, "rich": gives(IssueCoupon(PercentOff(50), cost=eur(9), reason="luck"))}
    with opened(sqlite_url, strategies, limits={"monthly_budget": "5 EUR"}) as engine:
        engine.handle(order())
        why = asked(engine, 1)
        assert [(one.plugin, one.code) for one in why.refusals] == [("rich", "over_budget")]
        assert [one.plugin for one in why.failures] == ["broken"]
        assert "- rich wanted to issue a coupon: 50 % off, valid for ever, refused [over_budget]: " in why.explain()
        assert "- broken failed in on_purchase and is asked again later: ValueError: no" in why.explain()
        assert "If 1 × beans came back (10.00 EUR):\n- Nothing is taken back." in why.explain()


def test_what_was_withdrawn_owed_and_given_back(database_url: str) -> None:
    """After the order is cancelled, its coupon is withdrawn, and stamps that were spent elsewhere are owed."""
    with opened(database_url, plugins=CARD, refunds={"spent": "into_debt"}) as engine:
        engine.handle_many([beans(quantity=2), beans("o-2", 1, quantity=1)])
        engine.handle(OrderCancelled(id="x", customer="c", occurred_at=after(2), order="o-1"))
        why = asked(engine, 3)
        assert why.left is None
        assert why.returns == ()
        points, stamps = why.effects
        assert (points.stands, points.units, stamps.units, stamps.spent) == (False, 0, 0, 2)
        assert [lot.units for lot in stamps.lots] == [-2]
        told = why.explain()
        assert told.startswith("Nothing is left of order o-1.\n")
        assert "Taken back: 2 stamps. Spent: 2 stamps. Owed: 2 stamps." in told
        engine.handle(refund(4, "r-2", order="o-2"))
        told = engine.why("c", "o-2", at=after(5)).explain()
        assert "(a card of 3 stamps is full). Given back: 3 stamps." in told
        assert "It is withdrawn." in told
        assert audit(engine) == []


def test_units_that_came_back_with_a_grace(sqlite_url: str) -> None:
    """Units that return after their lot has expired are told with the time that they can be spent until."""
    stamps = {"stamper": gives(Credit("stamps", 3, valid_for=days(5)))}
    card = {"punch_card": {"sku": "beans", "stamps": 3}}
    with opened(sqlite_url, stamps, plugins=card, refunds={"grace_days": 10}) as engine:
        engine.handle_many([order(lines=[Line(sku="tea", quantity=1, total=eur(1))]), beans("o-2", 1, quantity=1)])
        engine.handle(refund(7, order="o-2"))
        (first,) = asked(engine, 8).effects
        assert first.units == first.spent + first.expired + sum(lot.units for lot in first.lots) == 3
        assert {lot.expires_at for lot in first.lots} <= {after(17), None}


def test_what_an_edit_adds(sqlite_url: str) -> None:
    """What an order gives only since it was edited is told with the edit; more points are told with the purchase."""

    def coupon_from_fifty(event: Purchase, _: object) -> list[IssueCoupon]:
        return [IssueCoupon(PercentOff(10))] if event.total >= eur(50) else []

    with opened(sqlite_url, {"big": coupon_from_fifty}, plugins={"points": {}}) as engine:
        engine.handle(order())
        more = [Line(sku="beans", quantity=6, total=eur(60))]
        engine.handle(OrderEdited(id="e", customer="c", occurred_at=after(1), order="o-1", lines=more))
        why = asked(engine, 2)
        assert [[effect.plugin for effect in step.effects] for step in why.steps] == [["points"], ["big"]]
        assert [effect.units for effect in why.effects] == [60, 0]
        assert "Given more: 50 points." in why.explain()
        assert [one.units for one in why.returns[1].reversals if isinstance(one.action, Credit)] == [60]


def test_what_else_is_about_the_order(sqlite_url: str) -> None:
    """A complaint about an order is among its steps, with what was given for it; no return takes that back."""
    with opened(sqlite_url, plugins={"points": {}, "complaint_recovery": {}}) as engine:
        engine.handle_many(
            [
                order(),
                Delivered(id="d", customer="c", occurred_at=after(1), order="o-1"),
                complaint(at=after(2), order="o-1", category="damaged", severity="high"),
                complaint("k-2", at=after(3), category="late", severity="low"),
            ]
        )
        why = asked(engine, 4)
        assert [step.event.id for step in why.steps] == ["o-1", "d", "k-1"]
        assert {effect.plugin for effect in why.steps[2].effects} == {"complaint_recovery"}
        assert {one.plugin for one in why.returns[0].reversals} == {"points"}


def test_one_id_from_two_sources(sqlite_url: str) -> None:
    """Which of two orders is meant has to be said; a correction is about its own source's order, else the earlier."""
    with opened(sqlite_url, plugins={"points": {}}) as engine:
        engine.handle_many([order(source="till"), order(source="web", total=7, at=after(1))])
        engine.handle(refund(2, amount=eur(3)))
        with pytest.raises(BadValue, match="order 'o-1' of 'till' and of 'web'; pass source="):
            asked(engine, 3)
        till, web = (asked(engine, 3, source=source) for source in ("till", "web"))
        assert [step.event.id for step in till.steps] == ["o-1", "r-1"]
        assert (till.left and till.left.total, len(till.returns)) == (eur(7), 1)
        assert ([step.event.id for step in web.steps], web.left) == (["o-1"], web.order)
        assert [(one.paid, [back.units for back in one.reversals]) for one in web.returns] == [(eur(7), [7])]
        engine.handle(refund(4, source="web", id="r-2", amount=eur(2)))
        web = asked(engine, 5, source="web")
        assert ([step.event.id for step in web.steps], web.returns[0].paid) == (["o-1", "r-2"], eur(5))
        with pytest.raises(BadValue, match="no order 'o-1' of 'app'; the one that is known is of 'till', 'web'"):
            asked(engine, 3, source="app")


def test_nobody_and_nothing(database_url: str) -> None:
    """Who is not known, and what they have not, is an error that says what to pass; so is a time without a zone."""
    with opened(database_url, plugins={"points": {}}) as engine:
        with pytest.raises(BadValue, match="nothing is known of a customer 'c'; pass the id that their events have"):
            asked(engine, 1)
        engine.handle(order())
        with pytest.raises(BadValue, match="customer 'c' has no order 'o-9'; pass the id of a Purchase of theirs"):
            engine.why("c", "o-9")
        with pytest.raises(BadValue, match="zone"):
            engine.why("c", "o-1", at=START.replace(tzinfo=None))
    with pytest.raises(RetentionError, match="closed"):
        asked(engine, 1)


def test_it_is_never_before_what_is_known(sqlite_url: str) -> None:
    """A return comes after all that is known, even of a clock that is ahead."""
    with opened(sqlite_url, plugins={"points": {}}) as engine:
        engine.handle(order())
        assert engine.why("c", "o-1").at == START + timedelta(microseconds=1)


def test_settings_that_are_gone(sqlite_url: str) -> None:
    """Where an order can only shrink in proportion, a return says so as its refund would."""
    with opened(sqlite_url, {"miles": gives(Credit("miles", 15))}) as engine:
        engine.handle(beans(quantity=1))
    with opened(sqlite_url) as engine:
        one, *_ = asked(engine, 1).returns
        assert [(reversal.plugin, reversal.units) for reversal in one.reversals] == [("miles", 10)]
        assert [note.code for note in one.notes] == ["proportional"]


def test_a_look_is_of_one_moment(database_url: str) -> None:
    """What is committed while a past is being read is wholly in it or wholly out."""
    with opened(database_url, plugins={"points": {}}) as engine:
        engine.handle(order())
        with engine.store.reading(whole=True) as transaction:
            seen = transaction.past(["c"])
            engine.handle(order("o-2", at=after(1)))
            again = transaction.past(["c"])
        assert (len(seen.events), len(again.events), len(again.movements)) == (1, 1, len(seen.movements))
