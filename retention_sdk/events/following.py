"""What follows for somebody else: a friend was referred, an order of theirs was kept, and what is taken back again."""

from typing import ClassVar, Literal

from attrs import field, frozen
from attrs.validators import in_, optional

from retention_sdk.checks import each_named, flag, named, texts
from retention_sdk.events.base import Event

Side = Literal["referrer", "friend"]
"""Who of the two a fact about a referral is told of."""


@frozen(kw_only=True)
class Referred(Event):
    """Somebody brought the customer: the other side of a `Referral`.

    Args:
        referrer: the customer's id who did.
        marks: what the referrer is known by: see `Profile.known_by`.
    """

    kind: ClassVar[str] = "referred"
    begins: ClassVar[bool] = True

    referrer: str = field(validator=named)
    marks: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)


@frozen(kw_only=True)
class ReferralKept(Event):
    """A friend who was referred has kept an order for long enough. It is told of both, each in a fact of their own.

    Args:
        other: the friend's id, or the referrer's where `side` is "friend".
        side: what the customer is in it: "referrer" or "friend".
        order: the friend's order.
        marks: what the other is known by: see `Profile.known_by`.
    """

    kind: ClassVar[str] = "referral_kept"

    other: str = field(validator=named)
    side: Side = field(default="referrer", validator=in_(("referrer", "friend")))
    order: str | None = field(default=None, validator=optional(named))
    marks: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)


@frozen(kw_only=True)
class Withdrawn(Event):
    """What an event of the customer's followed from was taken back, so it is as if that event had never been.

    The engine itself brings it, and puts it just before the event: see `docs/guides/refunds.md`.

    Args:
        event: the event's id.
        event_source: its source.
        stands: what it followed from stands again, so it counts after all.
    """

    kind: ClassVar[str] = "withdrawn"

    event: str = field(validator=named)
    event_source: str = field(default="sdk", validator=named)
    stands: bool = field(default=False, validator=flag)
