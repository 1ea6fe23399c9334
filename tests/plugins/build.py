"""Builders of the values that strategies are asked with."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from retention_sdk import Action, Customer, History, Line, Money, Profile, Purchase, Remember, Reward, Standing, Wallet

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def eur(amount: str | int | Decimal) -> Money:
    """Euros."""
    return Money.of(amount, "EUR")


def ago(days: int) -> datetime:
    """A time so many days before NOW."""
    return NOW - timedelta(days=days)


def line(total: str | int | Decimal, sku: str = "beans", quantity: int = 1, **more: Any) -> Line:
    """A line of an order, in euros."""
    return Line(sku=sku, quantity=quantity, total=eur(total), **more)


def order(*lines: Line, id: str = "o-1", at: datetime = NOW, **more: Any) -> Purchase:
    """An order, of one item for 10 euros where no lines are given."""
    return Purchase(id=id, customer="c", occurred_at=at, lines=lines or (line(10),), **more)


def customer(
    *,
    orders: tuple[Purchase, ...] = (),
    rewards: tuple[Reward, ...] = (),
    state: dict[str, Any] | None = None,
    first_at: datetime | None = None,
    profile: Profile | None = None,
    tier: str | None = None,
    tags: frozenset[str] = frozenset(),
    **wallets: int,
) -> Customer:
    """A customer; other keywords are units and what is available of them."""
    return Customer(
        "c",
        standing=Standing(profile=profile or Profile(), tier=tier, tags=tags, history=History(first_at=first_at)),
        wallets={unit: Wallet(unit, available=amount) for unit, amount in wallets.items()},
        orders=orders,
        rewards=rewards,
        state=state or {},
    )


def memory(actions: list[Action]) -> dict[str, Any]:
    """What a strategy's answer asks to remember."""
    return {key: value for action in actions if isinstance(action, Remember) for key, value in action.values.items()}


def only(actions: list[Action], kind: type[Action]) -> Any:
    """The one action of a kind in an answer."""
    found = [action for action in actions if isinstance(action, kind)]
    assert len(found) == 1, f"{len(found)} of {kind.__name__} among {actions}"
    return found[0]
