"""One order among a customer's facts, and the facts that are about it."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from retention_sdk.errors import BadValue
from retention_sdk.events import Correction, Event, Purchase, Refund
from retention_sdk.returns import kept
from retention_sdk.turns.incoming import position
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.turns.replay.story import Story


@frozen
class OneOrder:
    """An order, and the story that it is in.

    Args:
        fact: the purchase.
        story: all facts of its customer.
        name: what the story calls it.
    """

    fact: Fact
    story: Story
    name: str

    @property
    def paid(self) -> Purchase:
        """The order as it was paid."""
        return self.story.orders.paid[self.name]

    @property
    def left(self) -> Purchase | None:
        """What is left of it."""
        return self.story.orders.left(self.name)

    def left_after(self, refund: Refund) -> Purchase | None:
        """What would be left of it."""
        return kept(self.paid, [*self.story.orders.corrections(self.name), refund])

    def facts(self) -> Iterator[Fact]:
        """The facts that are about it, in the order in which they happened."""
        corrections = {position(one) for one in self.story.orders.corrections(self.name)}
        for fact in self.story.facts:
            if fact is self.fact or fact.position in corrections or self._is_about_it(fact.event):
                yield fact

    def _is_about_it(self, event: Event) -> bool:
        named: str | None = getattr(event, "order", None)
        if named is None or isinstance(event, Correction) or named != self.paid.id:
            return False
        return self.story.orders.name_of(named, event.source) == self.name


def find_order(customer: str, facts: Sequence[Fact], order: str, source: str | None) -> OneOrder:
    """Find an order.

    Args:
        customer: whose.
        facts: all of the customer's, in the order in which they happened.
        order: the purchase's id.
        source: where it is from, where two sources have an order of this id.

    Returns:
        The order.

    Raises:
        BadValue: there is no such order, or there are two.
    """
    story = Story(customer)
    for fact in facts:
        story.orders.add(fact.event)
        story.add(fact)
    of_id = [fact for fact in facts if isinstance(fact.event, Purchase) and fact.event.id == order]
    found = [fact for fact in of_id if source in (None, fact.event.source)]
    if not found:
        raise BadValue(_unknown(customer, order, source, of_id, known=bool(facts)))
    if len(found) > 1:
        sources = " and of ".join(repr(fact.event.source) for fact in found)
        raise BadValue(f"customer {customer!r} has an order {order!r} of {sources}; pass source= to tell which")
    name = next(name for name, paid in story.orders.paid.items() if paid is found[0].event)
    return OneOrder(found[0], story, name)


def _unknown(customer: str, order: str, source: str | None, of_id: Sequence[Fact], *, known: bool) -> str:
    if not known:
        return f"nothing is known of a customer {customer!r}; pass the id that their events have"
    if of_id:
        sources = ", ".join(repr(fact.event.source) for fact in of_id)
        return f"customer {customer!r} has no order {order!r} of {source!r}; the one that is known is of {sources}"
    return f"customer {customer!r} has no order {order!r}; pass the id of a Purchase of theirs that was handled"
