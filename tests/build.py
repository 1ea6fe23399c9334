"""Builders: configurations, an engine on a fresh database, and a strategy that does what a test says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from retention_sdk import Customer, Engine, Event, hookimpl
from retention_sdk.testing import START, after, complaint, eur, order, visit
from retention_sdk.testing.plugins.trial.books import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Action

__all__ = ["START", "Does", "after", "complaint", "config", "eur", "gives", "opened", "order", "rows", "visit"]


class Does:
    """A strategy that answers purchases, visits and complaints with what a function answers.

    Args:
        answer: takes the event and the customer.
        window: how far back it looks.
    """

    def __init__(self, answer: Callable[[Any, Customer], object], window: timedelta = timedelta(0)) -> None:
        self.answer, self.window = answer, window

    @hookimpl
    def on_purchase(self, event: Event, customer: Customer) -> object:
        """Answers an order."""
        return self.answer(event, customer)

    @hookimpl
    def on_visit(self, event: Event, customer: Customer) -> object:
        """Answers a visit."""
        return self.answer(event, customer)

    @hookimpl
    def on_complaint(self, event: Event, customer: Customer) -> object:
        """Answers a complaint."""
        return self.answer(event, customer)

    @hookimpl
    def looks_back(self) -> timedelta:
        """Says how far back it looks."""
        return self.window


def gives(*actions: Action) -> Callable[..., list[Action]]:
    """What a strategy does that always proposes the same."""
    return lambda *_: list(actions)


def config(url: str, **tables: Any) -> dict[str, Any]:
    """A configuration of a store in euros; `store` is laid over what it has."""
    store = {"name": "Bean & Leaf", "currency": "EUR", "database": url} | tables.pop("store", {})
    return {"store": store, **tables}


def opened(url: str, strategies: dict[str, object] | None = None, **tables: Any) -> Engine:
    """An engine on a database that has its tables.

    Args:
        url: the database's.
        strategies: a store's own, by name; a plain function is what the strategy does.
        tables: more tables of the configuration.
    """
    plain = {name: Does(one) if type(one) is type(config) else one for name, one in (strategies or {}).items()}
    return Engine.from_config(config(url, **tables), plain)
