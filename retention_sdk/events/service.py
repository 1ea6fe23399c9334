"""Service: a complaint, a request to cancel, an answer to a survey."""

from enum import StrEnum
from typing import ClassVar, NoReturn

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.checks import any_text, each_named, money, named, shown, texts, whole
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event
from retention_sdk.money import Money


class _Word(StrEnum):
    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        given = repr(value) if isinstance(value, str) and value.isidentifier() else shown(value)
        raise BadValue(f"{given} is no {cls.__name__}; pass one of {', '.join(cls)}")


class Severity(_Word):
    """How bad it is for the customer, from an annoyance to a harm."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    SEVERE = "severe"


class CancelReason(_Word):
    """Why a customer wants to leave."""

    PRICE = "price"
    NOT_USING = "not_using"
    TECHNICAL = "technical"
    SERVICE = "service"
    COMPETITOR = "competitor"
    MOVING = "moving"
    TEMPORARY = "temporary"
    OTHER = "other"


@frozen(kw_only=True)
class Complaint(Event):
    """A customer complained, over any channel.

    Args:
        text: what was said.
        category: the merchant's own word for the matter, such as "damaged".
        severity: how bad it is.
        order: the purchase it is about, where known.
        sku: the item it is about, where known.
        value: what that order or item cost, where the order is not known to the engine.
    """

    kind: ClassVar[str] = "complaint"

    text: str = field(default="", validator=any_text)
    category: str = field(default="other", validator=named)
    severity: Severity = field(default=Severity.MEDIUM, converter=Severity)
    order: str | None = field(default=None, validator=optional(named))
    sku: str | None = field(default=None, validator=optional(named))
    value: Money | None = field(default=None, validator=optional(money))


@frozen(kw_only=True)
class CancelRequest(Event):
    """A customer asks to cancel.

    Args:
        subscription: the subscription's id.
        reason: why.
        text: what was said.
        price: what the customer pays each period, where known.
        channel: where they asked: "portal", "email", "phone", ...
        jurisdiction: whose law counts, such as "germany"; where it is empty, the store's.
    """

    kind: ClassVar[str] = "cancel_request"

    subscription: str = field(default="", validator=any_text)
    reason: CancelReason = field(default=CancelReason.OTHER, converter=CancelReason)
    text: str = field(default="", validator=any_text)
    price: Money | None = field(default=None, validator=optional(money))
    channel: str = field(default="portal", validator=named)
    jurisdiction: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class SurveyAnswer(Event):
    """A customer answered a survey.

    Args:
        survey: the survey's id.
        score: the answer to its scored question, 0 to 10, or 1 to 5 where the survey has that scale.
        text: the answer to its open question.
        order: the purchase it asked about, where it did.
        topics: what the answer is about, in the merchant's own words, such as "packaging".
    """

    kind: ClassVar[str] = "survey_answer"

    survey: str = field(validator=named)
    score: int | None = field(default=None, validator=optional(whole(0, 10)))
    text: str = field(default="", validator=any_text)
    order: str | None = field(default=None, validator=optional(named))
    topics: tuple[str, ...] = field(default=(), converter=texts, validator=each_named)
