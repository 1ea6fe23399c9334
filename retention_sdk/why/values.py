"""What `engine.why` answers."""

from datetime import datetime

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.decision import Failure, Note, Refusal, Reversal
from retention_sdk.events import Correction, Event, Purchase
from retention_sdk.money import Money
from retention_sdk.why.telling import tell


@frozen
class LotLeft:
    """What is left of units that were credited.

    Args:
        units: how many; below zero they are owed, since they were taken back and had been spent.
        available_from: when they can be spent.
        expires_at: when they are lost; None is never.
        pending: whether they still wait to become available.
    """

    units: int
    available_from: datetime
    expires_at: datetime | None = None
    pending: bool = False


@frozen
class Effect:
    """Something that a strategy gave or took, and what has become of it.

    Args:
        plugin: the strategy's name.
        key: the idempotency key that it was granted with.
        action: what was granted; `action.reason` says why.
        stands: whether something of it stands; False where it was withdrawn or taken back whole.
        units: of a wallet's units, how many stand: those that were credited (or debited), less what was taken back
            (or given back). 0 for what is in no wallet.
        lots: of a credit, what is left of it.
        spent: of a credit, how many were spent, or paid a debt.
        expired: of a credit, how many have expired.
        not_before: when it may be done at the earliest, where that is not at once.
        expires_at: until when a coupon, a gift card or an offer can be used; None is for ever. Units have it by lot.
    """

    plugin: str
    key: str
    action: Action
    stands: bool = True
    units: int = 0
    lots: tuple[LotLeft, ...] = ()
    spent: int = 0
    expired: int = 0
    not_before: datetime | None = None
    expires_at: datetime | None = None


@frozen
class OrderStep:
    """An event that is about the order, and what it did.

    Args:
        event: the purchase, a correction of it, a complaint about it, ...
        effects: what was given for it, and what has become of that.
        reversals: what it took back of the order, or gave again.
        refusals: what was proposed and not done, each with a code and a sentence.
        failures: the strategies that could not answer, and are asked again.
        notes: what a person should know besides.
    """

    event: Event
    effects: tuple[Effect, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()


@frozen
class Return:
    """What giving something of the order back would take back.

    Args:
        sku: the item; None is all that is left of the order.
        quantity: how many units.
        paid: what was paid for them.
        reversals: exactly what a `Refund` of them at `Why.at` takes back or gives again.
        notes: what such a refund's decision would tell a person.
    """

    sku: str | None
    quantity: int
    paid: Money
    reversals: tuple[Reversal, ...] = ()
    notes: tuple[Note, ...] = ()


@frozen
class Why:
    """An order: what it gave and why, what has become of it, and what a return would take back.

    Args:
        order: the purchase, as it was paid.
        left: what is left of it; None is nothing.
        at: the time that all of it is true at.
        steps: the events that are about the order, in the order in which they happened.
        returns: for each item that is left, what giving back one unit, and all units, would take back; then for the
            whole order, where it has several items. Lines of one item count together, as in a refund.
    """

    order: Purchase
    left: Purchase | None
    at: datetime
    steps: tuple[OrderStep, ...]
    returns: tuple[Return, ...] = ()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """All that was given for the order."""
        return tuple(effect for step in self.steps for effect in step.effects)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """All that was refused."""
        return tuple(refusal for step in self.steps for refusal in step.refusals)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The strategies that could not answer, and are asked again."""
        return tuple(failure for step in self.steps for failure in step.failures)

    @property
    def corrections(self) -> tuple[OrderStep, ...]:
        """What happened to the order after it was paid."""
        return tuple(step for step in self.steps if isinstance(step.event, Correction))

    def explain(self) -> str:
        """All of it in sentences, for a customer or who helps one: one sentence a line."""
        return tell(self)
