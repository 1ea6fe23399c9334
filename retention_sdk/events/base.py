"""What every event has."""

from datetime import datetime
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.converters import optional

from retention_sdk.checks import named, refusal
from retention_sdk.errors import BadValue
from retention_sdk.kinds import enrol
from retention_sdk.profile import Profile
from retention_sdk.times import utc

KINDS: dict[str, type["Event"]] = {}


def _occurred(value: datetime) -> datetime:
    at = utc(value)
    if not 1900 <= at.year <= 9000:  # what is counted from an event on, or back, has a year too
        raise BadValue(f"occurred_at is in the year {at.year}; pass a time of the years 1900 to 9000")
    return at


def _profile(event: object, attribute: Any, value: Any) -> None:
    if value is not None and not isinstance(value, Profile):
        raise refusal(event, attribute.name, value, "a Profile, or None")


@frozen(kw_only=True)
class Event:
    """A fact about one customer. It is identified by its store, `source` and `id`, forever.

    A class of your own derives from `Event` itself and has a `kind` that no other class has. One whose `of_store` is
    true may happen to the store itself, whose id is `STORE`.

    Args:
        id: the fact's id where it comes from; a redelivery has the same.
        customer: the customer's id in the store.
        occurred_at: when it happened (aware; kept in UTC).
        source: where it is from, such as "woocommerce".
        profile: what the event tells of the customer, laid over what is known.
        as_of: when the platform showed it so, where it shows how things are and not what happened. A fact that it
            shows again in other words is the same fact; see `docs/guides/refunds.md` for what that makes of an order.

    Raises:
        BadValue: an empty id, customer or source, a time without a zone, or another field that cannot be; the message
            names the field.
    """

    kind: ClassVar[str]
    of_store: ClassVar[bool] = False
    begins: ClassVar[bool] = False
    """Whether time may bring it to somebody of whom nothing is known yet, as their first."""

    id: str = field(validator=named)
    customer: str = field(validator=named)
    occurred_at: datetime = field(converter=_occurred)
    source: str = field(default="sdk", validator=named)
    profile: Profile | None = field(default=None, validator=_profile)
    as_of: datetime | None = field(default=None, converter=optional(utc))

    def __init_subclass__(cls) -> None:
        enrol(cls, KINDS)
