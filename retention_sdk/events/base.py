"""What every event has."""

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from retention_sdk.checks import named
from retention_sdk.profile import Profile
from retention_sdk.times import utc

KINDS: dict[str, type["Event"]] = {}



@frozen(kw_only=True)
class Event:
    """A fact about one customer. It is identified by its store, `source` and `id`, forever.

    Args:
        id: the fact's id where it comes from; a redelivery has the same.
        customer: the customer's id in the store.
        occurred_at: when it happened (aware; kept in UTC).
        source: where it is from, such as "woocommerce".
        profile: what the event tells of the customer, laid over what is known.

    Raises:
        BadValue: an empty id, customer or source, or a time without a zone.
    """

    kind: ClassVar[str]

    id: str = field(validator=named)
    customer: str = field(validator=named)
    occurred_at: datetime = field(converter=utc)
    source: str = field(default="sdk", validator=named)
    profile: Profile | None = None

    def __init_subclass__(cls) -> None:
        # attrs builds a slotted class a second time, so the later of two of one name counts
        if "kind" in cls.__dict__:
            KINDS[cls.kind] = cls
