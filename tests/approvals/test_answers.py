"""Whoever is asked approves or refuses, within their own authority and all other guards, once."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from retention_sdk import (
    ApprovalGiven,
    BadValue,
    CancelRequest,
    Credit,
    Debit,
    DiscountSubscription,
    Dispute,
    EventConflict,
    IssueStoreCredit,
    Offer,
    RefundMoney,
    Remember,
    RequestApproval,
    Tag,
    Visit,
    days,
    hookimpl,
)
from tests.approvals.build import ROLES, OnComplaint, approval, asking, card, given, refused, shop
from tests.audit import audit
from tests.build import START, after, complaint, eur, opened, order, visit

NEXT = after(1)


def test_approved(database_url: str) -> None:
    """What was asked for is granted in the strategy's name, and the approval is closed with who gave it."""
    with asking(database_url, card(30)) as engine:
        asked = approval(engine)
        assert (asked.role, asked.state, asked.gifts, asked.due_at) == ("lead", "open", (card(30),), after(hours=4))
        decision = engine.approve(asked.key, "c", role="lead", by="Lea", reason="a good customer", at=NEXT)
        assert [(one.plugin, one.action) for one in decision.granted] == [("one", card(30))]
        assert decision.granted[0].under == "role:lead"
        closed = approval(engine)
        assert (closed.state, closed.by, closed.answered_as, closed.reason) == (
            *("approved", "Lea", "lead", "a good customer"),
        )
        assert closed.answered_at == NEXT
        assert "by Lea (lead)" in decision.explain()
        assert audit(engine) == []


def test_twice_is_once(database_url: str) -> None:
    """Approving again answers an equal decision; somebody else is told who has answered."""
    with asking(database_url, card(30)) as engine:
        key = approval(engine).key
        first = engine.approve(key, "c", role="lead", by="Lea", at=NEXT)
        assert engine.approve(key, "c", role="lead", by="Lea", at=after(2)) == first
        other = engine.approve(key, "c", role="owner", by="Ole", at=after(2))
        assert refused(other) == [("approval_answered", "Lea (lead) approved it on 2100-01-02.")]
        no = engine.refuse(key, "c", role="lead", by="Lea", at=after(2))
        assert refused(no) == [("approval_answered", "Lea (lead) approved it on 2100-01-02.")]
        assert given(engine) == ["issue_gift_card"]
        assert audit(engine) == []


def test_at_once_from_many_threads(database_url: str) -> None:
    """Eight people press the button; one gift is given."""
    with asking(database_url, card(30)) as engine:
        key = approval(engine).key
        wrong: list[Exception] = []

        def press(number: int) -> None:
            try:
                engine.approve(key, "c", role="lead", by=f"{number % 2}")
            except EventConflict as conflict:  # another one's answer had this place
                wrong.append(conflict)

        threads = [Thread(target=press, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert given(engine) == ["issue_gift_card"]
        assert wrong == []
        assert audit(engine) == []


def test_refused(database_url: str) -> None:
    """Nothing is granted, the decision says who refused it and why, and strategies may answer that."""

    class Kind:
        @hookimpl
        def on_complaint(self) -> list[Any]:
            """Gives a card."""
            return [card(30)]

        @hookimpl
        def on_approval_refused(self, event: Any) -> list[Any]:
            """Gives less."""
            return [card(5)] if event.reason == "too much" else []

    with opened(database_url, {"kind": Kind()}, authority=ROLES) as engine:
        engine.handle(complaint())
        key = approval(engine).key
        decision = engine.refuse(key, "c", role="lead", by="Lea", reason="too much", at=NEXT)
        assert decision.actions == (card(5),)
        assert refused(decision) == [("approval_refused", "Lea (lead) refused it: too much.")]
        assert engine.refuse(key, "c", role="lead", by="Lea", at=after(2)) == decision
        assert approval(engine).state == "refused"
        assert audit(engine) == []


def test_who_may_answer(sqlite_url: str) -> None:
    """The role that is asked, or one above it; nobody below, and nobody who is no role."""
    with asking(sqlite_url, card(30), card(40)) as engine:
        first, second = (one.key for one in engine.customer("c").approvals)
        low = engine.approve(first, "c", role="agent", at=NEXT)
        assert refused(low) == [("role_not_asked", "The lead is asked now; the agent cannot answer for them.")]
        assert refused(engine.refuse(first, "c", role="agent", at=NEXT))[0][0] == "role_not_asked"
        assert approval(engine).state == "open"
        assert engine.approve(first, "c", role="lead", at=NEXT).actions == (card(30),)
        assert engine.approve(second, "c", role="owner", at=NEXT).actions == (card(40),)
        with pytest.raises(BadValue, match="did you mean 'owner'"):
            engine.approve(second, "c", role="owmer")
        with pytest.raises(BadValue, match="no request for approval 'x'"):
            engine.approve("x", "c", role="owner")


def test_events_that_are_handed_in(sqlite_url: str) -> None:
    """An answer as an event of one's own says in its decision what the call says with an error."""
    with asking(sqlite_url, card(30)) as engine:
        fact: dict[str, Any] = {"customer": "c", "occurred_at": NEXT, "role": "owmer"}
        told = engine.handle(ApprovalGiven(id="a", approval=approval(engine).key, **fact))
        assert refused(told) == [
            ("unknown_role", "'owmer' is no role of [authority]; its roles are: agent, lead, owner.")
        ]
        (note,) = engine.handle(ApprovalGiven(id="b", approval="x", **fact)).notes
        assert (note.code, note.sentence) == ("unknown_approval", "Customer c has no request for approval x.")


def test_the_role_s_own_bounds(database_url: str) -> None:
    """Whoever approves is bound by amount within days, share and reason; what is above goes up, with its sentence."""
    roles = {
        "agent": "1 EUR",
        "lead": {"amount": "50 EUR", "days": 30, "reason": True},
        "owner": {"amount": "90 EUR", "share": 100},
        "board": "1000 EUR",
    }
    with shop(database_url, card(30), roles=roles) as engine:
        for number in range(2):
            engine.handle(complaint(f"k-{number}", at=after(number)))
        first, second = (one.key for one in engine.customer("c").approvals)
        blank = engine.approve(first, "c", role="lead", at=after(2))
        assert refused(blank) == [("reason_required", "Lead gives nothing without a reason; say why.")]
        assert engine.approve(first, "c", role="lead", reason="kind", at=after(2)).actions == (card(30),)
        above = engine.approve(second, "c", role="lead", reason="kind", at=after(3))
        assert refused(above) == [
            (
                "over_authority",
                "30.00 EUR on top of 30.00 EUR is above the 50.00 EUR that lead may give in 30 days; owner may.",
            )
        ]
        up = approval(engine, 1)
        assert (up.key, up.role, up.above, up.state) == (second, "owner", ("board",), "open")
        assert [action.kind for action in above.actions] == ["request_approval"]
        assert refused(engine.approve(second, "c", role="lead", reason="!", at=after(4)))[0][0] == "role_not_asked"
        assert engine.approve(second, "c", role="owner", at=after(5)).actions == (card(30),)
        assert audit(engine) == []


def test_a_share_of_what_was_paid_then(sqlite_url: str) -> None:
    """The order's worth is the one that was known when it was asked, also where it is not seen any more."""
    roles = {"agent": {"share": 10}, "lead": {"share": 60}, "owner": {"share": 100}}
    with shop(sqlite_url, card(30), roles=roles) as engine:
        engine.handle(complaint(value=eur(40)))
        asked = approval(engine)
        assert (asked.role, asked.worth) == ("owner", eur(40))
        assert engine.approve(asked.key, "c", role="owner", at=NEXT).actions == (card(30),)


def test_what_goes_together(database_url: str) -> None:
    """A gift is approved together with the debit that pays for it, and what the strategy remembers of it."""
    price, moves = Debit("points", 100), {"earn": Credit("points", 100), "spend": Debit("points", 100)}

    class Trade(OnComplaint):
        @hookimpl
        def on_visit(self, event: Visit) -> list[Any]:
            """Earns points, or spends them."""
            return [moves[event.place]]

    trade = Trade(price, card(30), Tag("vip"), Remember({"made_up": True}))
    with opened(database_url, {"one": trade}, authority=ROLES) as engine:
        engine.handle(visit("v-1", place="earn"))
        first = engine.handle(complaint(at=after(hours=1)))
        assert [code for code, _ in refused(first)] == ["goes_with_refused", "over_authority", "goes_with_refused"]
        asked = approval(engine)
        assert asked.gifts == (price, card(30), Tag("vip"))
        engine.handle(visit("v-2", place="spend", at=after(hours=2)))
        poor = engine.approve(asked.key, "c", role="lead", at=NEXT)
        assert [code for code, _ in refused(poor)] == ["balance", "goes_with_refused", "goes_with_refused"]
        assert (approval(engine).state, approval(engine).attempts) == ("open", 1)
        assert engine.customer("c").standing.memory == {}
        engine.handle(visit("v-3", place="earn", at=after(2)))
        rich = engine.approve(asked.key, "c", role="lead", at=after(3))
        assert rich.actions == (price, card(30), Tag("vip"))
        assert engine.customer("c").wallet("points").available == 0
        assert engine.customer("c").standing.memory["one"] == {"made_up": True}
        assert engine.customer("c").tags == {"vip"}
        assert audit(engine) == []


@pytest.mark.parametrize(
    ("action", "tables", "code"),
    [
        (card(30), {"limits": {"monthly_budget": "29 EUR"}}, "over_budget"),
        (card(30), {"limits": {"per_customer": {"amount": "29 EUR", "days": 9}}}, "over_customer_limit"),
        (RefundMoney("o-1", eur(30)), {}, "open_dispute"),
    ],
)
def test_all_other_guards(database_url: str, action: Any, tables: dict[str, Any], code: str) -> None:
    """Budgets, limits and disputes hold for what was approved; the request goes on waiting."""
    with asking(database_url, action, **tables) as engine:
        engine.handle(Dispute(id="d", customer="c", order="o-1", state="opened", occurred_at=after(hours=2)))
        decision = engine.approve(approval(engine).key, "c", role="owner", at=NEXT)
        assert refused(decision)[0][0] == code
        assert (approval(engine).state, given(engine)) == ("open", [])
        assert audit(engine) == []


def test_the_cap_of_an_order_s_remedies(database_url: str) -> None:
    """Two requests that each fit under the cap are not both granted where they do not fit together."""
    with shop(database_url, card(30), card(31), cases={"remedy_cap_percent": 100}) as engine:
        engine.handle(complaint(order="o-1", value=eur(60)))
        first, second = (one.key for one in engine.customer("c").approvals)
        assert engine.approve(first, "c", role="lead", at=NEXT).actions == (card(30),)
        assert refused(engine.approve(second, "c", role="lead", at=NEXT)) == [
            (
                "over_remedy_cap",
                "31.00 EUR on top of 30.00 EUR for order o-1 is more than 60.00 EUR, which is 100 % of its 60.00 EUR.",
            )
        ]
        assert audit(engine) == []


def test_an_offer_that_was_approved(database_url: str) -> None:
    """An offer above the first role's authority is offered in the session once it is approved, and not too late."""

    class Saves:
        @hookimpl
        def on_cancel_request(self, event: CancelRequest) -> list[Any]:
            """Offers a dear discount."""
            return [
                Offer("half", [DiscountSubscription(event.subscription, 50, 6, cost=eur(30))], valid_for=days(9)),
                IssueStoreCredit(eur(40)),
            ]

    offers = {"secret": "0123456789abcdef0123456789abcdef"}
    with opened(database_url, {"saves": Saves()}, authority=ROLES, offers=offers) as engine:
        for number in range(2):
            at = START + timedelta(hours=number)
            engine.handle(CancelRequest(id=f"x-{number}", customer="c", occurred_at=at, subscription=f"s-{number}"))
        offer, credit, other, _ = engine.customer("c").approvals
        session = engine.customer("c").session("x-0")
        assert session
        assert session.offers == ()
        engine.approve(offer.key, "c", role="lead", at=NEXT)
        (token,) = engine.offers(session, at=NEXT)
        assert engine.accept(token.token, at=after(1, minutes=1)).actions[0].kind == "discount_subscription"
        engine.cancel_directly("x-1", "c", at=after(1, hours=2))
        assert [one.state for one in engine.customer("c").approvals] == ["approved", "open", "lapsed", "open"]
        late = engine.approve(other.key, "c", role="lead", at=after(2))
        assert refused(late)[0][0] == "approval_lapsed"
        assert engine.approve(credit.key, "c", role="lead", at=after(2)).actions == (IssueStoreCredit(eur(40)),)
        assert audit(engine) == []


def test_a_preview_approves_nothing(sqlite_url: str) -> None:
    """What would be granted is told, and is not."""
    with asking(sqlite_url, card(30)) as engine:
        told = engine.preview(
            ApprovalGiven(id="a", customer="c", occurred_at=NEXT, approval=approval(engine).key, role="lead")
        )
        assert told.actions == (card(30),)
        assert (approval(engine).state, given(engine)) == ("open", [])


def test_over_all_customers(database_url: str) -> None:
    """Everything that waits, for a role or for anybody, oldest first; what was answered does not wait."""
    with shop(database_url, card(30), card(200)) as engine:
        for number, customer in enumerate(("dan", "cleo", "bob")):
            engine.handle(complaint(f"k-{number}", customer=customer, at=after(number)))
        engine.refuse(approval(engine, customer="cleo").key, "cleo", role="lead")
        waits = [(one.customer, one.role) for one in engine.approvals()]
        assert sorted(waits) == [
            ("bob", "lead"),
            ("bob", "owner"),
            ("cleo", "owner"),
            ("dan", "lead"),
            ("dan", "owner"),
        ]
        assert [one.customer for one in engine.approvals("lead")] == ["dan", "bob"]
        assert engine.approvals("agent") == []
        with pytest.raises(BadValue, match="is no role"):
            engine.approvals("boss")


def test_strategies_ask_for_nothing_themselves(sqlite_url: str) -> None:
    """A strategy proposes the gift; that somebody is asked is the engine's doing."""
    with asking(sqlite_url, RequestApproval([card(5)], role="lead", plugin="one")) as engine:
        failed = engine.handle(complaint()).failures
        assert "answer the action itself" in failed[0].error


def test_the_latest_are_kept(sqlite_url: str) -> None:
    """A standing keeps what is open, and the latest five that are closed."""
    with shop(sqlite_url, card(30)) as engine:
        for number in range(9):
            engine.handle(complaint(f"k-{number}", at=after(number), order=f"o-{number}"))
        for one in engine.customer("c").approvals[:7]:
            engine.refuse(one.key, "c", role="lead", at=after(20))
        states = [one.state for one in engine.customer("c").approvals]
        assert states == ["refused"] * 5 + ["open"] * 2
        engine.handle(order(at=after(21)))
        assert len(engine.customer("c").approvals) == 7
