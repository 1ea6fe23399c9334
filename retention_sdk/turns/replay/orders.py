"""A customer's orders, and what happened to them after they were paid."""

from collections.abc import Sequence

from attrs import evolve

from retention_sdk.decision import Note
from retention_sdk.events import Correction, Event, Purchase, Refund
from retention_sdk.returns import kept, matched
from retention_sdk.turns.incoming import Position, position


class Orders:
    """The orders of one customer, as fact after fact is added in the order in which they happened.

    Attributes:
        paid: the purchases as they were paid, oldest first: by id, or by id and source where another source's order of
            the same id was there before.
    """

    def __init__(self) -> None:
        self.paid: dict[str, Purchase] = {}
        self._corrections: dict[str, list[Correction]] = {}

    def add(self, event: Event) -> tuple[list[str], list[Note]]:
        """Add a fact.

        Args:
            event: a fact that happened after all that were added.

        Returns:
            The names in `paid` of the orders that it corrects, and what a person should know.
        """
        if isinstance(event, Purchase):
            if event.id in self.paid:
                self.paid[_name(event.id, event.source)] = event
                return [], []
            self.paid[event.id] = event
            return ([event.id] if event.id in self._corrections else []), []
        if not isinstance(event, Correction):
            return [], []
        if isinstance(event, Refund) and event.order is None:
            return self._match(event)
        order = self.name_of(str(event.order), event.source)
        notes = self._beyond(order, event)
        self._corrections.setdefault(order, []).append(event)
        return ([order] if order in self.paid else []), notes

    def left(self, name: str, before: Position | None = None) -> Purchase | None:
        """What is left of an order: now, or as of a position."""
        past = [one for one in self.corrections(name) if before is None or position(one) < before]
        return kept(self.paid[name], past)

    def all_left(self, before: Position | None = None) -> list[Purchase]:
        """What is left of all orders: now, or of those before a position as of then; oldest first."""
        names = [name for name, order in self.paid.items() if before is None or position(order) < before]
        return [left for left in (self.left(name, before) for name in names) if left is not None]

    def corrections(self, id: str) -> Sequence[Correction]:
        """What corrected an order; of a refund that names no order, the part that was matched to it."""
        return self._corrections.get(id, ())

    def name_of(self, id: str, source: str) -> str:
        """Which order an event names: its own source's, where that has one of the id; else whoever's came first."""
        own = _name(id, source)
        return own if own in self.paid else id

    @property
    def waiting(self) -> frozenset[str]:
        """The ids of orders that are corrected and were never paid."""
        return frozenset(self._corrections.keys() - self.paid.keys())

    def _beyond(self, order: str, event: Correction) -> list[Note]:
        """What a correction of an order is about that the order has not."""
        if order not in self.paid:
            return [Note("waits_for_order", f"Order {event.order} is not known yet; it is corrected when it comes.")]
        if not isinstance(event, Refund) or not event.lines:
            return []
        left = self.left(order)
        match = matched(event, [] if left is None else [left])
        units = [f"{line.quantity} of {line.sku}" for line in match.left]
        sentence = f"There is no {', '.join(units)} left of order {event.order}; nothing is taken back for it."
        return [Note("unmatched", sentence)] if units else []

    def _match(self, refund: Refund) -> tuple[list[str], list[Note]]:
        # two sources may have an order of one id: the refund is told the name of the one that it is about
        named = [(name, self.left(name)) for name in self.paid]
        match = matched(refund, [_called(name, left) for name, left in named if left is not None])
        for one in match.refunds:
            self._corrections.setdefault(str(one.order), []).append(one)
        units = [f"{line.quantity} of {line.sku}" for line in match.left]
        left = units if match.amount is None else [str(match.amount)]
        return [str(one.order) for one in match.refunds], [_unmatched(left)] if left else []


def _unmatched(left: Sequence[str]) -> Note:
    return Note("unmatched", f"No earlier order of the customer has {', '.join(left)}; nothing is taken back for it.")


def _name(id: str, source: str) -> str:
    """How an order is told from the one of the same id that came before it."""
    return f"{id} of {source}"


def _called(name: str, order: Purchase) -> Purchase:
    return order if order.id == name else evolve(order, id=name)
