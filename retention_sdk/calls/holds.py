"""What a store's own code calls for a checkout that is paid with units: hold them, then capture or release."""

from datetime import datetime

from retention_sdk.actions import Debit
from retention_sdk.calls.base import Calls
from retention_sdk.calls.rewards import moment
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue
from retention_sdk.events import HoldCaptured, HoldPlaced, HoldReleased


class HoldCalls(Calls):
    """The calls of an engine that are about holds."""

    def hold(
        self,
        customer: str,
        what: Debit | str,
        request_id: str,
        *,
        minutes: int = 15,
        at: datetime | None = None,
    ) -> Decision:
        """Hold units of a customer, or the price of a reward, while they pay: nothing else can spend them.

        Args:
            customer: the customer's id in the store.
            what: `Debit("points", 300)`; or the name of a reward, whose price is held.
            request_id: names the hold; the same again changes nothing and answers an equal decision.
            minutes: for how long; then the units can be spent again, without a call.
            at: the time, now where not given.

        Returns:
            The decision. Where it grants nothing, its refusals say why.

        Raises:
            EventConflict: something else was held under this request id.
        """
        return self._once(
            HoldPlaced(
                id=f"hold-{request_id}",
                customer=customer,
                occurred_at=moment(at),
                source=SOURCE,
                unit=None if isinstance(what, str) else what.unit,
                amount=None if isinstance(what, str) else what.amount,
                reward=what if isinstance(what, str) else None,
                minutes=minutes,
            )
        )

    def capture(self, request_id: str, *, amount: int | None = None, at: datetime | None = None) -> Decision:
        """Spend what is held: the checkout is paid. What a reward gives is given now.

        Args:
            request_id: what the hold was placed under.
            amount: how many units; all where not given. The rest is released.
            at: the time, now where not given.

        Returns:
            The decision. Capturing again changes nothing and answers an equal one; another amount is refused with
            "hold_captured". Where it grants nothing, its refusals say why: "hold_expired", "more_than_held", ...

        Raises:
            BadValue: nothing is held under this id.
        """
        placed = self._placed(request_id)
        # another amount is another question: whoever asked for too much may ask for less
        part = "" if amount is None else f"-{amount}"
        return self._once(
            HoldCaptured(
                id=f"capture-{request_id}{part}",
                customer=placed.customer,
                occurred_at=moment(at),
                source=SOURCE,
                hold=placed.id,
                amount=amount,
            )
        )

    def release(self, request_id: str, *, at: datetime | None = None) -> Decision:
        """Let go of what is held: the checkout is called off. The units are in their lots as before.

        Args:
            request_id: what the hold was placed under.
            at: the time, now where not given.

        Returns:
            The decision. Releasing again changes nothing and answers an equal one. Where the hold is over already,
            its refusal says so: "hold_expired" or "hold_captured".

        Raises:
            BadValue: nothing is held under this id.
        """
        placed = self._placed(request_id)
        id = f"release-{request_id}"
        when = moment(at)
        return self._once(
            HoldReleased(id=id, customer=placed.customer, occurred_at=when, source=SOURCE, hold=placed.id)
        )

    def _placed(self, request_id: str) -> HoldPlaced:
        known = self._known(f"hold-{request_id}")
        if not isinstance(known, HoldPlaced):
            raise BadValue(f"nothing is held under {request_id!r}; pass the request id that it was held under")
        return known
