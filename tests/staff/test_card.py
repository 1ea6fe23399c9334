"""The staff card: what may be offered now, what is left, what was given before, what to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, BadValue, CaseAnswered, Complaint, Money, RefundMoney
from tests.build import Does, complaint, eur, opened, order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine, Event

TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
AUTHORITY = {"agent": "20 EUR", "supervisor": "100 EUR"}
LIMIT = {"per_customer": {"amount": "60 EUR", "days": 90}}


def pays(event: Event, _: object) -> Iterator[Action]:
    """Pays fifteen euros back for a complaint."""
    if isinstance(event, Complaint):
        yield RefundMoney("o-1", eur(15))


def store(url: str, **tables: Any) -> Engine:
    """A store with roles and a limit, and a customer who complained two days ago and was given fifteen euros."""
    looks_back = Does(pays, timedelta(days=90))  # so that it is known what an order cost
    engine = opened(url, {"pays": looks_back}, **{"authority": AUTHORITY, "limits": LIMIT, **tables})
    engine.handle(order(total=40, at=TODAY - timedelta(days=5)))
    engine.handle(complaint(at=TODAY - timedelta(days=2), order="o-1", category="damaged"))
    return engine


def test_the_card_of_an_agent(database_url: str) -> None:
    """Role, limit and order bound what may be offered; the sentences say it, and who may give more."""
    day = f"{TODAY - timedelta(days=2):%Y-%m-%d}"
    with store(database_url) as engine:
        card = engine.staff_card("c", "agent")
        assert (card.customer, card.role, [case.id for case in card.cases]) == ("c", "agent", ["k-1"])
        assert (card.authority, card.left, card.may_offer) == (eur(20), eur(45), eur(20))
        assert [reward.action for reward in card.given] == [RefundMoney("o-1", eur(15))]
        assert card.say == (
            f"Case k-1 (medium complaint, damaged, order o-1, open since {day}) is with the agent.",
            "Tell what is on its way to them.",
            f"Remedy: refund money, 15.00 EUR, granted on {day}.",
            "Remedies for order o-1 may still come to 45.00 EUR.",
            "As agent you may give 20.00 EUR at once; more needs the supervisor.",
            f"Before: pays pays back 15.00 EUR of order o-1 on {day}.",
            "Of the customer's limit 45.00 EUR is left.",
        )


def test_the_least_bound_counts(sqlite_url: str) -> None:
    """A supervisor may give more, but not more than is left for the customer, or for the order."""
    with store(sqlite_url) as engine:
        card = engine.staff_card("c", "supervisor")
        assert (card.authority, card.may_offer) == (eur(100), eur(45))
        assert "As supervisor you may give 45.00 EUR at once." in card.say
    with store(sqlite_url, cases={"remedy_cap_percent": 50}, limits={}) as engine:
        card = engine.staff_card("c", "supervisor")
        assert (card.left, card.may_offer) == (None, eur(5))


def test_a_role_without_authority(sqlite_url: str) -> None:
    """A level that the file gives no amount may give nothing by itself; without any roles nobody is limited."""
    with store(sqlite_url) as engine:
        card = engine.staff_card("c", "help desk")
        assert card.may_offer == Money.zero("EUR")
        assert "As help desk you may give nothing now; more needs the agent." in card.say
    with opened(sqlite_url) as engine:
        card = engine.staff_card("d", "agent")
        assert (card.cases, card.authority, card.may_offer, card.given) == ((), None, None, ())
        assert card.say == ("The file sets no limit to what the agent may give.",)


def test_no_such_role(sqlite_url: str) -> None:
    """A role that is written otherwise is refused, with the one that was probably meant."""
    with store(sqlite_url) as engine, pytest.raises(BadValue, match="did you mean 'supervisor'"):
        engine.staff_card("c", "Supervizor")


def test_what_is_due(sqlite_url: str) -> None:
    """The card says what was to be done by when, and that it is too late."""
    with store(sqlite_url, cases={"first_response_hours": 4, "next_response_hours": 999}) as engine:
        due = TODAY - timedelta(days=2) + timedelta(hours=4)
        assert f"The first response was due on {due:%Y-%m-%d %H:%M} UTC." in engine.staff_card("c", "agent").say
        again = TODAY - timedelta(days=1)
        engine.handle(CaseAnswered(id="a-1", customer="c", occurred_at=again, case="k-1", by="Bea"))
        engine.handle(complaint("k-2", at=again + timedelta(hours=1), order="o-1", category="damaged"))
        said = " ".join(engine.staff_card("c", "agent").say)
        assert "2 messages" in said
        assert "The next response is due on" in said
        assert "first response" not in said


def test_the_role_s_own_bounds(database_url: str) -> None:
    """Days, share and kinds of a role bound what it may offer now, and the card says each."""
    roles: dict[str, Any] = {
        "agent": {"amount": "25 EUR", "days": 30, "share": 50},
        "supervisor": {
            "amount": "100 EUR",
            "reason": True,
            "kinds": {"issue_gift_card": {"amount": "30 EUR", "share": 25}},
        },
    }
    with store(database_url, authority=roles, limits={}) as engine:
        card = engine.staff_card("c", "agent")
        # fifteen of twenty-five were given two days ago; half of the order's forty would be twenty
        assert (card.authority, card.may_offer, card.by_kind) == (eur(25), eur(10), {})
        assert card.say[4:7] == (
            "As agent you may give 10.00 EUR at once; more needs the supervisor.",
            "What you give a customer in 30 days may come to 25.00 EUR, whoever gives it.",
            "What you give may come to 50 % of the 40.00 EUR that was paid.",
        )
        above = engine.staff_card("c", "supervisor")
        assert (above.may_offer, above.by_kind) == (eur(45), {"issue_gift_card": eur(10)})
        assert "Say why you give something; without a reason nothing is given." in above.say
        assert "By issue gift card you may give 10.00 EUR." in above.say
        assert "What you give by issue gift card may come to 25 % of the 40.00 EUR that was paid." in above.say


def test_what_waits_for_an_answer(database_url: str) -> None:
    """The card lists what the role is asked, and says what others are asked; what was answered is gone."""
    roles = {"agent": "10 EUR", "supervisor": {"amount": "100 EUR", "answers_in": 48}}
    with store(database_url, authority=roles) as engine:
        due = f"{TODAY:%Y-%m-%d} 00:00 UTC"
        card = engine.staff_card("c", "supervisor")
        assert [one.role for one in card.approvals] == ["supervisor"]
        assert f"Approve or refuse: pays wants to pay back 15.00 EUR of order o-1, due on {due}." in card.say
        agents = engine.staff_card("c", "agent")
        assert agents.approvals == ()
        assert f"The supervisor is asked: pays wants to pay back 15.00 EUR of order o-1, due on {due}." in agents.say
        engine.approve(card.approvals[0].key, "c", role="supervisor")
        assert engine.staff_card("c", "supervisor").approvals == ()
