"""A customer as a merchant looks at them."""

from datetime import UTC, datetime
from typing import Any

import attrs
from attrs import frozen

from retention_sdk.cli.terminal import INDENT, console, heading, paragraph, say, story, table
from retention_sdk.customer import Customer, Reward
from retention_sdk.decision import Decision
from retention_sdk.engine import Engine
from retention_sdk.explain import describe
from retention_sdk.ledger import Lot
from retention_sdk.money import Money
from retention_sdk.rewards import Hold
from retention_sdk.store.history import latest_events, latest_rewards, open_lots
from retention_sdk.turns.spoken import spoken
from retention_sdk.turns.stored import decision_of
from retention_sdk.wire import converter


@frozen
class Portrait:
    """A customer with what is behind it.

    Args:
        customer: as they stand now.
        spent: what they paid, for all their orders.
        lots: what they can spend now or later, as it is spent; below zero what they owe.
        rewards: the latest ones, newest first.
        decisions: the latest ones, newest first.
    """

    customer: Customer
    spent: Money
    lots: list[Lot]
    rewards: list[Reward]
    decisions: list[Decision]


def portrait(engine: Engine, id: str, last: int) -> Portrait | None:
    """A customer as they stand now.

    Args:
        engine: the store's.
        id: the customer's id.
        last: how many rewards and decisions.

    Returns:
        The customer; None where there was never an event of them.
    """
    store, key, now = engine.store, engine.config.store.key, datetime.now(UTC)
    customer = engine.customer(id)
    id, language = customer.id, engine.config.store.language  # who was merged is somebody else now
    stored = latest_events(store, key, id, last)
    decisions = [spoken(decision_of(event, text), language) for event, text in stored]
    if not decisions:
        return None
    lots = sorted(open_lots(store, key, id), key=lambda lot: (lot.unit, _expiry(lot)))
    spent = Money(customer.history.spent, engine.config.store.currency)
    rewards = latest_rewards(store, key, id, last)
    return Portrait(
        customer, spent, [lot for lot in lots if lot.remaining < 0 or _expiry(lot) > now], rewards, decisions
    )


def _expiry(lot: Lot) -> datetime:
    return lot.expires_at or datetime.max.replace(tzinfo=UTC)


def data(seen: Portrait) -> dict[str, Any]:
    """A customer as plain data."""
    who, history = seen.customer, seen.customer.history
    return {
        "id": who.id,
        "profile": converter.unstructure(who.profile),
        "tier": who.tier,
        "tags": sorted(who.tags),
        "orders": {
            "count": history.orders,
            "spent": str(seen.spent),
            "first": history.first_at,
            "last": history.last_at,
        },
        "waiting": sorted(who.standing.waiting),
        "wallets": [attrs.asdict(wallet) for wallet in who.wallets.values()],
        "lots": [attrs.asdict(lot) for lot in seen.lots],
        "holds": [attrs.asdict(hold) for hold in _held(seen.customer)],
        "rewards": [
            {"plugin": one.plugin, "at": one.at, "action": converter.unstructure(one.action)} for one in seen.rewards
        ],
        "decisions": [{"explained": one.explain(), **converter.unstructure(one)} for one in seen.decisions],
    }


def tell(seen: Portrait) -> None:
    """A customer for a person."""
    _who(seen.customer, seen.spent)
    heading("Wallets")
    if seen.customer.wallets:
        _wallets(seen.customer)
    else:
        paragraph("None yet.")
    for hold in _held(seen.customer):
        paragraph(f"{hold.amount:,} {hold.unit} are held until {hold.until:%Y-%m-%d %H:%M} UTC, as {hold.id}.")
    if seen.lots:
        heading("Open lots")
        _lots(seen.lots)
    heading("Last rewards")
    for reward in seen.rewards:
        why = f" ({reward.action.reason})" if reward.action.reason else ""
        paragraph(f"{_day(reward.at)}: {reward.plugin} {describe(reward.action)}{why}.")
    if not seen.rewards:
        paragraph("None yet.")
    heading("Last decisions")
    for decision in seen.decisions:
        story(decision.explain())


def _who(who: Customer, spent: Money) -> None:
    profile, history = who.profile, who.history
    say(", ".join(filter(None, (f"Customer {who.id}", profile.name, profile.email))), style="bold")
    if who.tier or who.tags:
        tags = f"tags {', '.join(sorted(who.tags))}" if who.tags else ""
        paragraph(", ".join(filter(None, (who.tier and f"tier {who.tier}", tags))))
    if history.first_at:
        first, last = _day(history.first_at), _day(history.last_at)
        paragraph(f"{history.orders} orders for {spent}, the first on {first}, the last on {last}.")
    for complaint in who.complaints:
        paragraph(f"An open complaint of {_day(complaint.at)}: {complaint.severity} ({complaint.category}).")
    for order in sorted(who.standing.waiting):
        paragraph(f"A correction waits for order {order}, which is not known of this customer.")


def _held(who: Customer) -> list[Hold]:
    """What checkouts hold now."""
    now = datetime.now(UTC)
    return [hold for hold in who.standing.holds if hold.open_at(now)]


def _wallets(who: Customer) -> None:
    shown = table(
        INDENT + "unit", "available", "pending", "lifetime", "changes on", numbers=("available", "pending", "lifetime")
    )
    for wallet in who.wallets.values():
        amounts = (f"{amount:,}" for amount in (wallet.available, wallet.pending, wallet.lifetime))
        shown.add_row(INDENT + wallet.unit, *amounts, _day(wallet.changes_at))
    console().print(shown)


def _lots(lots: list[Lot]) -> None:
    shown = table(INDENT + "unit", "left", "of", "can be spent from", "expires on", numbers=("left", "of"))
    for lot in lots:
        left, of = f"{lot.remaining:,}", f"{lot.amount:,}"
        times = ("owed", "") if lot.remaining < 0 else (_day(lot.available_from), _day(lot.expires_at) or "never")
        shown.add_row(INDENT + lot.unit, left, of, *times)
    console().print(shown)


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
