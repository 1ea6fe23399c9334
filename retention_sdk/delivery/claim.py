"""Something of the outbox that somebody has taken, to carry it out or to undo it."""

from datetime import datetime

from attrs import field, frozen

from retention_sdk.actions import Action, RequestSurvey, SendMessage
from retention_sdk.platforms import Made, Receipt, Recipient
from retention_sdk.store.outbox import TO_UNDO, platform_key

MESSAGES = (SendMessage.kind, RequestSurvey.kind)
"""The kinds that tell a customer of what else is done for the same event."""


@frozen(kw_only=True)
class Claim:
    """Something that is to be carried out, or undone, now.

    Args:
        key: the key that it was granted with.
        round: how many times it was undone, or granted otherwise, before.
        was: the state that it was claimed in.
        customer: whose it is.
        turn: of the event that it was granted for.
        at: when that event happened.
        plugin: the strategy that gave it.
        granted: what was granted.
        action: what is to be carried out: what was granted, what undoes it, or a task for a person; None where there
            is nothing to be done but to say so.
        adapter: who carries it out; "" where there is nothing to be done.
        tries: how often it was tried before.
        first_at: when it was tried first, in microseconds; None where it was not.
        leased_until: the end of the claim, in microseconds; no other claim of the same has the same end.
        receipt: what its platform said when it was carried out; None where it was not, or nobody knows.
        whom: whom it is for; None where they are forgotten.
        beside: what was carried out for the same event before.
    """

    key: str
    round: int
    was: int
    customer: str
    turn: int
    at: datetime
    plugin: str
    granted: Action
    action: Action | None
    adapter: str
    tries: int
    first_at: datetime | None
    leased_until: int
    receipt: Receipt | None = None
    whom: Recipient | None = None
    beside: tuple[Made, ...] = field(default=())

    @property
    def undoes(self) -> bool:
        """Whether it is to be undone."""
        return self.was in TO_UNDO

    @property
    def platform_key(self) -> str:
        """The idempotency key that the platform sees, the same however often it is tried."""
        return platform_key(self.key, self.round, undoes=self.undoes)
