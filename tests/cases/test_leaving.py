"""Who wants to leave because something is broken has a case, as one who complains has; a discount mends nothing."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import BadConfig, CancelRequest, CancelSurveyed, Offer, Visit
from tests.audit import audit
from tests.build import complaint, opened, rows
from tests.cases.build import AUTHORITY, CASES, at, case, step

if TYPE_CHECKING:
    from retention_sdk import Engine

SHOP: dict[str, Any] = {"cases": CASES, "authority": AUTHORITY, "plugins": {"save_offer": {}}}


def leaving(id: str = "x-1", reason: str = "technical", hour: int = 9, **more: Any) -> CancelRequest:
    """A cancel request."""
    fields: dict[str, Any] = {"subscription": "s-1", "reason": reason, **more}
    return CancelRequest(id=id, customer="c", occurred_at=at(4, hour), **fields)


def shop(url: str, **more: Any) -> Engine:
    """A store with clocks, and a strategy that offers something to those who want to leave."""
    return opened(url, **{**SHOP, **more})


@pytest.mark.parametrize("reason", ["technical", "service"])
def test_it_opens_a_case_and_offers_nothing(database_url: str, reason: str) -> None:
    """The case has the reason for its category, the clocks of a bad complaint, and no offer; the session goes on."""
    with shop(database_url) as engine:
        decision = engine.handle(leaving(reason=reason, text="it crashes"))
        assert not any(isinstance(action, Offer) for action in decision.actions)
        opened = case(engine, "x-1")
        assert (opened.category, opened.severity, opened.state, opened.level) == (reason, "high", "new", "agent")
        assert [clock.name for clock in opened.clocks] == ["first_response", "resolution"]
        assert "cases sets the first response clock to warn" in decision.explain()
        assert [one.id for one in engine.customer("c").complaints] == ["x-1"]
        assert engine.customer("c").session("x-1") is not None
        assert engine.handle(leaving(reason=reason, text="it crashes")) == decision
        assert audit(engine) == []


@pytest.mark.parametrize("reason", ["price", "other", "not_using"])
def test_any_other_reason_opens_none(sqlite_url: str, reason: str) -> None:
    """A price that is too high is no complaint."""
    with shop(sqlite_url) as engine:
        engine.handle(leaving(reason=reason))
        assert (engine.customer("c").cases, engine.customer("c").complaints) == ((), ())


def test_exactly_one_case(database_url: str) -> None:
    """A second request, what they say later, and a complaint about the same matter join it; another reason does not."""
    with shop(database_url) as engine:
        engine.handle(leaving())
        again = engine.handle(leaving("x-2", hour=10))
        assert [note.code for note in again.notes] == ["joins_case"]
        told = CancelSurveyed(id="t", customer="c", occurred_at=at(4, 11), session="x-2", reason="technical")
        engine.handle(told)
        engine.handle(complaint("k-1", at=at(4, 13), category="technical"))
        assert [(one.id, one.messages, one.joined) for one in engine.customer("c").cases] == [
            ("x-1", 4, ("x-2", "t", "k-1"))
        ]
        engine.handle(leaving("x-3", "service", hour=14))
        assert [one.id for one in engine.customer("c").cases] == ["x-1", "x-3"]
        assert audit(engine) == []


def test_a_request_that_is_known_from_another_source(sqlite_url: str) -> None:
    """What has no place as a cancel request opens no case either."""
    with shop(sqlite_url) as engine:
        engine.handle(leaving(reason="price"))
        engine.handle(leaving(source="portal", hour=10))
        assert engine.customer("c").cases == ()


def test_said_later(sqlite_url: str) -> None:
    """Where the reason is told after the request, the case is opened then; in no session it is opened never."""
    with shop(sqlite_url) as engine:
        engine.handle(leaving(reason="other"))
        told: dict[str, Any] = {"customer": "c", "occurred_at": at(4, 11), "reason": "service"}
        engine.handle(CancelSurveyed(id="t", session="x-9", **told))
        assert engine.customer("c").cases == ()
        engine.handle(CancelSurveyed(id="u", session="x-1", **told))
        assert [(one.id, one.category) for one in engine.customer("c").cases] == [("u", "service")]


def test_it_goes_on_as_any_case(sqlite_url: str) -> None:
    """It is answered, followed up and closed, and then there is no open complaint."""
    with shop(sqlite_url) as engine:
        engine.handle(leaving())
        for hour, name in enumerate(("answered", "applied", "followed", "closed"), 10):
            assert engine.handle(step(name, at(4, hour), case="x-1")).notes == ()
        assert case(engine, "x-1").state == "closed"
        assert engine.customer("c").complaints == ()


def test_which_reasons_do(sqlite_url: str) -> None:
    """The file may name others, or none."""
    with shop(sqlite_url, cancelling={"case_reasons": ["competitor"]}) as engine:
        engine.handle(leaving())
        assert engine.customer("c").cases == ()
        engine.handle(leaving("x-2", "competitor", hour=10))
        assert [one.id for one in engine.customer("c").cases] == ["x-2"]
    with pytest.raises(BadConfig, match="'cost' is no reason; write some of price"):
        shop(sqlite_url, cancelling={"case_reasons": ["cost"]})


def test_in_any_order_of_arrival(sqlite_url: str) -> None:
    """Requests and complaints in any order end in the same cases and complaints."""
    facts = [
        leaving(),
        leaving("x-2", hour=10),
        complaint("k-1", at=at(4, 8), category="technical"),
        Visit(id="v", customer="c", occurred_at=at(4, 7)),
    ]
    found: list[Any] = []
    for number, arriving in enumerate(permutations(facts)):
        with shop(sqlite_url, store={"name": f"shop {number}"}) as engine:
            for event in arriving:
                engine.handle(event)
            schedule = sorted(row.event.count("clock_rang") for row in rows(engine, "schedule"))
            found.append((engine.customer("c").cases, engine.customer("c").complaints, schedule))
            assert audit(engine) == []
    assert all(one == found[0] for one in found)
    assert [(one.id, one.messages) for one in found[0][0]] == [("k-1", 3)]
