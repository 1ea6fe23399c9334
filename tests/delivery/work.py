"""An engine with a shop's platform, and what is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_sdk import Engine, Event, Purchase
from tests.build import Does, after, config, rows
from tests.delivery.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_sdk import Action
    from retention_sdk.calls import Deliveries
    from retention_sdk.platforms import Adapter

LATER = 100_000
"""Days after which all is due."""


def on_order(*actions: Action) -> Callable[..., list[Action]]:
    """What a strategy does that proposes the same for each order, and nothing for anything else."""
    return lambda event, _: list(actions) if isinstance(event, Purchase) else []


def connected(url: str, *actions: Action, adapters: Mapping[str, Adapter], **tables: Any) -> Engine:
    """An engine with adapters, whose only strategy gives the same for each order."""
    own = tables.pop("strategies", None) or {"gift": on_order(*actions)}
    plain = {name: Does(one) if callable(one) else one for name, one in own.items()}
    return Engine.from_config(config(url, **tables), plain, adapters)


def one_shop(url: str, *actions: Action, shop: Shop, **tables: Any) -> Engine:
    """An engine with one adapter."""
    return connected(url, *actions, adapters={shop.name: shop}, **tables)


def deliver(engine: Engine, day: float = LATER, **more: Any) -> Deliveries:
    """Deliver what is due by a day."""
    return engine.deliver_pending(now=after(hours=round(day * 24)), **more)


def about(kind: Callable[..., Event], day: int, **more: Any) -> Event:
    """Something that happens to the order o-1."""
    return kind(**{"id": f"x-{day}", "customer": "c", "occurred_at": after(day), "order": "o-1", **more})


def states(engine: Engine) -> list[int]:
    """The states of the outbox, in the order of its keys and rounds."""
    return [row.status for row in rows(engine, "outbox")]
