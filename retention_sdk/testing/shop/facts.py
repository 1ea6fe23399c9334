"""What happens in a small shop, in a tester's words: each makes one fact at the time of the clock, and tells it."""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable
from typing import Any, Unpack

from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue
from retention_sdk.events import Event, Line, Purchase
from retention_sdk.testing.builders import orders, people, service
from retention_sdk.testing.builders.build import build
from retention_sdk.testing.builders.orders import Amount
from retention_sdk.testing.shop import told
from retention_sdk.testing.shop.clock import ManualClock


class Facts:
    """The facts of a small shop; telling one answers the decision.

    Each happens when the clock says, and has an id of its own, such as "o-1" for the first order; `id` and `at` say
    otherwise. Where the clock has not moved since the fact before, a second passes: they happened in that order.

    Args:
        clock: what time it is.
    """

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self._numbers, self._orders = Counter[str](), dict[str, str]()
        self._latest = clock.now - clock.now.resolution

    @abstractmethod
    def _handle(self, event: Event) -> Decision:
        """Have the engine decide a fact."""

    def tells(self, event: Event) -> Decision:
        """Any fact, such as one of `build`. Where it happens later than now, the clock is put there.

        Args:
            event: what happened; facts may be told late, and twice.
        """
        self.clock.now = max(self.clock.now, event.occurred_at)
        self._latest = max(self._latest, event.occurred_at)
        if isinstance(event, Purchase):
            self._orders[event.customer] = event.id
        return self._handle(event)

    def happens(self, kind: type[Event], customer: str, **more: Any) -> Decision:
        """A fact of any kind.

        Args:
            kind: its class; your own kinds too.
            customer: whose it is.
            more: any of its fields; what it needs besides is made up as `build` does.
        """
        self._place(more, kind.kind)
        return self.tells(build(kind, customer=customer, **more))

    def buys(self, customer: str, total: Amount = 10, **more: Unpack[told.Bought]) -> Decision:
        """A customer pays an order of one line, or of the lines that are given."""
        self._place(more, "o")
        return self.tells(orders.order(customer=customer, total=total, **more))

    def receives(self, customer: str, **more: Unpack[told.AboutOrder]) -> Decision:
        """An order reaches the customer; their latest where none is named."""
        self._place_about(more, "d", customer)
        return self.tells(orders.delivered(customer=customer, **more))

    def refunds(self, customer: str, **more: Unpack[told.PaidBack]) -> Decision:
        """A customer is paid an order back: an amount or lines of it, or all of it where neither is given."""
        self._place_about(more, "r", customer)
        return self.tells(orders.refund(customer=customer, **more))

    def cancels_order(self, customer: str, **more: Unpack[told.AboutOrder]) -> Decision:
        """An order is called off; the customer's latest where none is named."""
        self._place_about(more, "off", customer)
        return self.tells(orders.order_cancelled(customer=customer, **more))

    def edits_order(self, customer: str, lines: Iterable[Line], **more: Unpack[told.AboutOrder]) -> Decision:
        """An order has other lines from now on; the customer's latest where none is named."""
        self._place_about(more, "e", customer)
        return self.tells(orders.order_edited(lines, customer=customer, **more))

    def visits(self, customer: str, **more: Unpack[told.DroppedIn]) -> Decision:
        """A customer drops in."""
        self._place(more, "v")
        return self.tells(people.visit(customer=customer, **more))

    def signs_up(self, customer: str, **more: Unpack[told.Told]) -> Decision:
        """A customer joins the program."""
        self._place(more, "s")
        return self.tells(people.sign_up(customer=customer, **more))

    def says(self, customer: str, **more: Unpack[told.Told]) -> Decision:
        """A customer says who they are, or what they allow: it stands in `profile`."""
        self._place(more, "p")
        return self.tells(people.profile_changed(customer=customer, **more))

    def has_birthday(self, customer: str, **more: Unpack[told.Told]) -> Decision:
        """It is a customer's birthday; the clock brings it itself to those whose profile has it."""
        self._place(more, "b")
        return self.tells(people.birthday(customer=customer, **more))

    def brings(self, customer: str, friend: str, **more: Unpack[told.Brought]) -> Decision:
        """A customer brings a friend."""
        self._place(more, "f")
        return self.tells(people.referral(customer=customer, friend=friend, **more))

    def complains(self, customer: str, **more: Unpack[told.Complained]) -> Decision:
        """A customer complains."""
        self._place(more, "k")
        return self.tells(service.complaint(customer=customer, **more))

    def asks_to_cancel(self, customer: str, **more: Unpack[told.Leaving]) -> Decision:
        """A customer asks to cancel."""
        self._place(more, "x")
        return self.tells(service.cancel_request(customer=customer, **more))

    def answers_survey(self, customer: str, **more: Unpack[told.Answered]) -> Decision:
        """A customer answers a survey."""
        self._place(more, "a")
        return self.tells(service.survey_answer(customer=customer, **more))

    def latest_order(self, customer: str) -> str:
        """The id of the order that a customer has paid last.

        Raises:
            BadValue: they have bought nothing here.
        """
        if customer not in self._orders:
            raise BadValue(f"{customer!r} has bought nothing in this shop; have them buy, or pass order=…")
        return self._orders[customer]

    def _place(self, more: "told.Told | dict[str, Any]", letter: str) -> None:
        """Give a fact its id and time."""
        self._numbers[letter] += 1
        more.setdefault("id", f"{letter}-{self._numbers[letter]}")
        if "at" not in more:
            if self.clock.now == self._latest:
                self.clock.passes(seconds=1)
            more["at"] = self.clock.now

    def _place_about(self, more: told.AboutOrder, letter: str, customer: str) -> None:
        self._place(more, letter)
        if "order" not in more:
            more["order"] = self.latest_order(customer)
