"""Opening balances: the engine itself puts into a wallet what a customer had elsewhere."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import evolve, frozen

from retention_sdk.actions import Action, Credit, SetTier
from retention_sdk.customer import Standing
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.decision import Granted
from retention_sdk.events import Event, OpeningBalance


@frozen
class OpeningTurn(OwnTurn):
    """What an opening balance means.

    Args:
        since: when the customer joined; None where that is not known.
    """

    since: datetime | None = None

    def after(self, standing: Standing, _event: Event, _granted: Sequence[Granted]) -> Standing:
        """The standing with the earlier of the times when they joined."""
        if self.since is None:
            return standing
        return evolve(standing, signed_up_at=min(self.since, standing.signed_up_at or self.since))


def opening_turn(event: Event) -> OpeningTurn | None:
    """What the engine answers to an opening balance; None for any other event."""
    if not isinstance(event, OpeningBalance):
        return None
    actions = tuple(_brought(event))
    return OpeningTurn((own_ask(ENGINE, event, actions),) if actions else (), since=event.member_since)


def _brought(event: OpeningBalance) -> Iterator[Action]:
    """The lots and the tier. What was theirs already is owed, so that nothing refuses it and nothing counts it."""
    reason = f"Opening balance from {event.source}"
    for lot in event.lots:
        begins = max(lot.available_from or event.occurred_at, event.occurred_at)
        yield Credit(
            event.unit,
            lot.amount,
            pending_for=(begins - event.occurred_at) or None,
            valid_for=None if lot.expires_at is None else lot.expires_at - begins,
            entitlement=True,
            reason=reason,
        )
    if event.tier is not None:
        yield SetTier(event.tier, reason=reason)
