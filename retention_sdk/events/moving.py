"""Moving: what a customer had in another loyalty app when the store came here."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.converters import optional as maybe
from attrs.validators import optional

from retention_sdk.checks import each, many, named, whole
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event
from retention_sdk.times import utc

MOST_LOTS = 500
"""The most lots that one balance has."""

_CENTURY = timedelta(days=36_525)


@frozen(kw_only=True)
class OpeningLot:
    """Units of one balance that can be spent, and expire, together.

    Args:
        amount: how many, at least 1.
        available_from: when they can be spent; None is at once.
        expires_at: when the rest of them is lost; None is never.
    """

    amount: int = field(validator=whole(1))
    available_from: datetime | None = field(default=None, converter=maybe(utc))
    expires_at: datetime | None = field(default=None, converter=maybe(utc))


def _lots(lots: Iterable[OpeningLot]) -> tuple[OpeningLot, ...]:
    return many(lots)


def _not_too_many(_: object, __: Any, value: tuple[Any, ...]) -> None:
    if len(value) > MOST_LOTS:
        raise BadValue(f"OpeningBalance.lots has {len(value)} lots; pass {MOST_LOTS} at most, one for each expiry")


@frozen(kw_only=True)
class OpeningBalance(Event):
    """What a customer had in another loyalty app, when the store moved here: their wallet begins with it.

    It is brought, not given: no limit and no budget counts it, and no refund of an earlier order takes it back.

    Args:
        unit: of which units, such as "points".
        lots: how many of them, by when they can be spent and expire; none where the customer had none.
        tier: the tier that they were in; None is none that is known.
        member_since: when they joined; None where that is not known.

    Raises:
        BadValue: a lot expires before the customer could spend it, or a century later.
    """

    kind: ClassVar[str] = "opening_balance"

    unit: str = field(default="points", validator=named)
    lots: tuple[OpeningLot, ...] = field(default=(), converter=_lots, validator=[each(OpeningLot), _not_too_many])
    tier: str | None = field(default=None, validator=optional(named))
    member_since: datetime | None = field(default=None, converter=maybe(utc))

    def __attrs_post_init__(self) -> None:
        for lot in self.lots:
            begins = max(lot.available_from or self.occurred_at, self.occurred_at)
            if lot.expires_at is not None and not begins < lot.expires_at <= begins + _CENTURY:
                raise BadValue(
                    f"OpeningBalance.lots has units that can be spent from {begins} and expire at {lot.expires_at}; "
                    "leave out what has expired, and what never does has no expires_at"
                )
            if begins - self.occurred_at > _CENTURY:
                raise BadValue(f"OpeningBalance.lots has units that can be spent from {begins}; nobody waits so long")

    @property
    def total(self) -> int:
        """How many units it is in all."""
        return sum(lot.amount for lot in self.lots)
