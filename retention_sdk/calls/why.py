"""What a store's own code calls to know why an order gave what it gave."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from retention_sdk.calls.base import Calls
from retention_sdk.times import utc
from retention_sdk.turns.hindsight import Hindsight
from retention_sdk.why import Why, why


class WhyCalls(Calls):
    """The calls of an engine that tell why."""

    @abstractmethod
    def _hindsight(self, customer: str) -> AbstractContextManager[Hindsight]:
        """All that ever happened to a customer, read at once; the engine stays open meanwhile."""

    def why(self, customer: str, order: str, *, source: str | None = None, at: datetime | None = None) -> Why:
        """Why an order gave what it gave, what has become of that, and what a return would take back.

        Nothing is written. What a return would take back is decided as `handle` would decide the refund.

        Args:
            customer: the customer's id in the store.
            order: the purchase's id.
            source: where the purchase is from, where two sources have an order of this id.
            at: the time, now where not given; it is never before what is known of the customer.

        Returns:
            The answer; `explain()` tells it in sentences.

        Raises:
            BadValue: nothing is known of the customer, they have no such order, or they have it of two sources.
        """
        when = datetime.now(UTC) if at is None else utc(at)
        with self._hindsight(customer) as past:
            return why(past, order, source, when)
