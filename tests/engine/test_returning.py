"""Whoever was forgotten and comes back is recognised, and gets nothing twice that is given once in a life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from retention_sdk import Credit, IssueCoupon, PercentOff, Profile, Refund, Returning, SignUp, hookimpl
from retention_sdk.store.marks import Marks, plain_address
from tests.audit import audit
from tests.build import Does, after, eur, gives, opened, order, rows

if TYPE_CHECKING:
    from retention_sdk import Decision, Engine

SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a store that there is not
WELCOME = {"welcome": {"points": 50, "percent": 10}}


def shop(url: str, secret: str | None = SECRET, **tables: Any) -> Engine:
    """A shop that welcomes, and forgets whom it is asked to."""
    privacy = {"privacy": {"secret": secret}} if secret else {}
    return opened(url, **{"plugins": WELCOME, "messages": {"consent": False}, **privacy, **tables})


def joins(engine: Engine, customer: str, email: str | None, day: int) -> Decision:
    """Somebody signs up."""
    profile = Profile(email=email)
    event = SignUp(id=f"s-{customer}-{day}", customer=customer, occurred_at=after(day), profile=profile)
    return engine.handle(event)


@pytest.mark.parametrize(
    ("customer", "email"),
    [("bea", None), ("new", "Bea@Example.com "), ("new", "bea+again@example.com"), ("bea", "other@example.com")],
)
def test_recognised(database_url: str, customer: str, email: str | None) -> None:
    """By the old id or by the address, however it is written: what is given once is refused, with a code."""
    with shop(database_url) as engine:
        assert joins(engine, "bea", "bea@example.com", 1).refusals == ()
        engine.erase("bea", at=after(5))
        again = joins(engine, customer, email, 9)
        assert {one.code for one in again.refusals} == {"returning"}
        assert {one.action.kind for one in again.refusals} == {"credit", "issue_coupon"}
        assert engine.customer(customer).standing.returning == Returning(after(5), frozenset({"welcome"}))
        assert not engine.customer(customer).wallet("points").available
        assert joins(engine, "cat", "cat@example.com", 9).refusals == ()
        assert audit(engine) == []


def test_the_address_comes_later(database_url: str) -> None:
    """A known customer who first tells the address is recognised then, and stays so when the past is told again."""
    with shop(database_url) as engine:
        joins(engine, "bea", "bea@example.com", 1)
        engine.erase("bea", at=after(5))
        engine.handle(order("o-1", "new", at=after(6)))
        assert engine.customer("new").standing.returning is None
        decision = joins(engine, "new", "bea@example.com", 9)
        assert {one.code for one in decision.refusals} == {"returning"}
        engine.handle(order("o-0", "new", at=after(4)))
        engine.handle(Refund(id="r-1", customer="new", order="o-1", occurred_at=after(10)))
        assert engine.customer("new").standing.returning is not None
        assert not engine.customer("new").wallet("points").lifetime
        assert audit(engine) == []


def test_a_secret_is_needed(database_url: str) -> None:
    """Without a secret nothing is kept, and nobody is recognised; with another one neither."""
    with shop(database_url, None) as engine:
        joins(engine, "bea", "bea@example.com", 1)
        engine.erase("bea", at=after(5))
        assert rows(engine, "erased") == []
        assert joins(engine, "bea", "bea@example.com", 9).refusals == ()
    with shop(database_url) as engine:
        engine.erase("bea", at=after(10))
        assert len(rows(engine, "erased")) == 2
    with shop(database_url, SECRET[::-1]) as engine:
        assert joins(engine, "bea", "bea@example.com", 19).refusals == ()


def test_what_happened_before(database_url: str) -> None:
    """A fact of before the erasure brings nobody back, whether it was handled then or comes late."""
    with shop(database_url) as engine:
        joins(engine, "bea", "bea@example.com", 1)
        engine.erase("bea", at=after(5))
        for late in (order("o-1", "bea", at=after(2)), Refund(id="r", customer="bea", order="o", occurred_at=after(3))):
            assert [note.code for note in engine.handle(late).notes] == ["erased"]
        assert [note.code for note in joins(engine, "bea", "bea@example.com", 1).notes] == ["erased"]
        assert engine.export("bea")["events"] == []
        engine.handle(order("o-2", "bea", at=after(6)))
        assert [note.code for note in engine.handle(order("o-3", "bea", at=after(4))).notes] == ["erased"]
        assert engine.customer("bea").history.orders == 1
        assert audit(engine) == []


def test_forgotten_twice(database_url: str) -> None:
    """Who comes back, gets nothing, and is forgotten again is still known to have had it."""
    with shop(database_url) as engine:
        joins(engine, "bea", "bea@example.com", 1)
        engine.erase("bea", at=after(5))
        joins(engine, "bea", "else@example.com", 9)
        engine.erase("bea", at=after(10))
        assert {one.code for one in joins(engine, "third", "else@example.com", 12).refusals} == {"returning"}


def test_strategies_of_ones_own(database_url: str) -> None:
    """A strategy that says that it gives once is guarded too; any other gives, and sees who comes back."""

    class FirstOrder(Does):
        """Gives a coupon for a first order."""

        gives_once: ClassVar[bool] = True

    class Sees(Does):
        """Gives a point for coming back."""

        @hookimpl
        def on_purchase(self, customer: Any) -> list[Any]:
            """Looks at who they were."""
            return [Credit("points", 1)] if customer.standing.returning else [Credit("points", 2)]

    strategies: dict[str, object] = {
        "first_order": FirstOrder(gives(IssueCoupon(PercentOff(10), cost=eur(1)))),
        "sees": Sees(gives()),
    }
    with opened(database_url, strategies, privacy={"secret": SECRET}) as engine:
        engine.handle(order("o-1", "bea"))
        engine.erase("bea", at=after(5))
        again = engine.handle(order("o-2", "bea", at=after(6)))
        assert [(one.plugin, one.code) for one in again.refusals] == [("first_order", "returning")]
        assert [action.amount for action in again.actions if isinstance(action, Credit)] == [1]


def test_marks() -> None:
    """A mark follows from the secret, the store and who it is; Google's dots and what is behind a plus mean nothing."""
    marks = Marks(SECRET, "shop")
    assert marks.of_id("a") != marks.of_email("a") != Marks(SECRET, "other").of_email("a")
    assert marks.of_id("a") != Marks(SECRET[::-1], "shop").of_id("a")
    assert plain_address(" B.e.a+x@GMail.com") == plain_address("bea@googlemail.com")
    assert plain_address("b.ea@example.com") != plain_address("bea@example.com")
    assert plain_address("+x@example.com") == "+x@example.com"
    assert SECRET not in repr(marks)
