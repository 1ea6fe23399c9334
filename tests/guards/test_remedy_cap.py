"""All remedies for an order together: more than it cost is said, and more than half as much again is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, Complaint, Decision, IssueCoupon, PercentOff, RefundMoney, RemedyApplied
from retention_sdk.guards import remedy_cap
from tests.build import after, complaint, eur, opened, order, visit
from tests.guards.tallies import tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine, Event


def pays(event: Event, _: object) -> Iterator[Action]:
    """Pays back as many euros as the text of a complaint says."""
    if isinstance(event, Complaint):
        for amount in event.text.split():
            yield RefundMoney(event.order or "?", eur(amount))


def complain(engine: Engine, number: int, text: str, **more: Any) -> Decision:
    """A complaint of a matter of its own about an order."""
    fields = {"order": "o-1", "category": f"matter {number}", **more}
    return engine.handle(complaint(f"k-{number}", at=after(number), text=text, **fields))


def test_over_many_complaints(sqlite_url: str) -> None:
    """An order of 100 euros brings 150, over all its cases, and not one cent more; above 100 it is said."""
    with opened(sqlite_url, {"pays": pays}) as engine:
        engine.handle(order(total=100))
        assert complain(engine, 1, "60 40", value=eur(100)).notes == ()
        above = complain(engine, 2, "30", value=eur(100))
        assert [(note.code, note.sentence) for note in above.notes] == [
            (
                "remedies_above_order",
                "Remedies for order o-1 come to 130.00 EUR, more than 100 % of its 100.00 EUR.",
            )
        ]
        told = "on top of 130.00 EUR for order o-1 is more than 150.00 EUR"
        refused = complain(engine, 3, "20.01", value=eur(100))
        assert [(one.code, one.sentence) for one in refused.refusals] == [
            (
                "over_remedy_cap",
                f"20.01 EUR {told}, which is 150 % of its 100.00 EUR.",
            )
        ]
        assert complain(engine, 4, "20").refusals == ()
        assert complain(engine, 5, "99", order="o-2").refusals == ()


def test_within_one_decision(sqlite_url: str) -> None:
    """What the same complaint brings counts too, and so does what a person gave."""
    with opened(sqlite_url, {"pays": pays}, cases={"remedy_cap_percent": 100}) as engine:
        first = complain(engine, 1, "60 50", value=eur(100))
        assert [one.code for one in first.refusals] == ["over_remedy_cap"]
        gift = RemedyApplied(
            id="r-1", customer="c", occurred_at=after(1, hours=1), case="k-1", remedy="a hamper", amount=eur(45)
        )
        assert [note.code for note in engine.handle(gift).notes] == ["over_remedy_cap"]
        assert complain(engine, 2, "1").refusals


def test_applied_is_not_given_twice(sqlite_url: str) -> None:
    """A remedy that was granted and then reached the customer counts once."""
    with opened(sqlite_url, {"pays": pays}) as engine:
        complain(engine, 1, "90", value=eur(100))
        done = RemedyApplied(id="r-1", customer="c", occurred_at=after(1, hours=1), case="k-1", remedy="refund_money")
        assert engine.handle(done).notes == ()
        assert complain(engine, 2, "60").refusals == ()


@pytest.mark.parametrize(
    ("event", "action"),
    [
        (visit(), RefundMoney("o-1", eur(999))),
        (complaint(), RefundMoney("o-1", eur(999))),
        (complaint(order="o-1"), RefundMoney("o-1", eur(999))),
        (complaint(order="o-1", value=eur(1)), IssueCoupon(PercentOff(10))),
    ],
    ids=["no complaint", "no order", "no price", "no cost"],
)
def test_what_is_not_measured(event: Event, action: Action) -> None:
    """Without an order, its price or a cost there is nothing to measure."""
    assert remedy_cap(150)(action, tally(event=event)) is None
