"""What happens in the session that a cancel request opens; each names the session, which is the request's id."""

from typing import ClassVar, Literal, get_args

from attrs import field, frozen
from attrs.validators import in_

from retention_sdk.checks import any_text, flag, named, whole
from retention_sdk.events.base import Event
from retention_sdk.events.service import CancelReason

CheckDay = Literal[30, 60, 90]
"""Days after which a save is looked at."""


@frozen(kw_only=True)
class SessionEvent(Event):
    """Something that happens in a cancel session.

    Args:
        session: the id of the cancel request that opened it.
    """

    session: str = field(validator=named)


@frozen(kw_only=True)
class CancelSurveyed(SessionEvent):
    """A customer who wants to leave said why, after they had asked.

    Args:
        reason: why.
        text: what was said.
    """

    kind: ClassVar[str] = "cancel_surveyed"

    reason: CancelReason = field(converter=CancelReason)
    text: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class OfferAccepted(SessionEvent):
    """A customer who wants to leave takes an offer.

    Args:
        offer: the key that the offer was granted with.
    """

    kind: ClassVar[str] = "offer_accepted"

    offer: str = field(validator=named)


@frozen(kw_only=True)
class OfferDeclined(SessionEvent):
    """A customer who wants to leave does not want an offer.

    Args:
        offer: the key that the offer was granted with.
    """

    kind: ClassVar[str] = "offer_declined"

    offer: str = field(validator=named)


@frozen(kw_only=True)
class CancelledDirectly(SessionEvent):
    """A customer confirms that they leave."""

    kind: ClassVar[str] = "cancelled_directly"


@frozen(kw_only=True)
class OfferApplied(SessionEvent):
    """The platform was asked, and has what the accepted offer promised."""

    kind: ClassVar[str] = "offer_applied"


@frozen(kw_only=True)
class OfferFailed(SessionEvent):
    """The platform could not do, or has not, what the accepted offer promised.

    Args:
        error: what it said.
    """

    kind: ClassVar[str] = "offer_failed"

    error: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class SessionAbandoned(SessionEvent):
    """The time to decide is over; it changes nothing where the customer has decided."""

    kind: ClassVar[str] = "session_abandoned"


@frozen(kw_only=True)
class SaveCheckDue(SessionEvent):
    """It is time to look whether a customer who was saved is still there.

    Args:
        days: after how many days.
    """

    kind: ClassVar[str] = "save_check_due"

    days: CheckDay = field(validator=[whole(1), in_(get_args(CheckDay))])


@frozen(kw_only=True)
class SaveChecked(SessionEvent):
    """Somebody looked whether a customer who was saved is still there.

    Args:
        days: after how many days.
        still_subscribed: whether they are.
    """

    kind: ClassVar[str] = "save_checked"

    days: CheckDay = field(validator=[whole(1), in_(get_args(CheckDay))])
    still_subscribed: bool = field(validator=flag)
