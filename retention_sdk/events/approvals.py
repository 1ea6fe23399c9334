"""Approvals: what somebody with authority makes of what was proposed, and what they propose themselves."""

from typing import ClassVar, get_args

from attrs import field, frozen
from attrs.validators import in_, optional

from retention_sdk.actions.base import Giving
from retention_sdk.checks import any_text, instance, named
from retention_sdk.events.base import Event
from retention_sdk.events.cases import Ring


@frozen(kw_only=True)
class ApprovalEvent(Event):
    """Something that becomes of a request for approval.

    Args:
        approval: the key that the request was granted with.
    """

    approval: str = field(validator=named)


@frozen(kw_only=True)
class ApprovalAnswer(ApprovalEvent):
    """Somebody's answer to a request for approval.

    Args:
        role: the role that they answer in.
        by: who.
        reason: why.
    """

    role: str = field(validator=named)
    by: str = field(default="", validator=any_text)
    reason: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class ApprovalGiven(ApprovalAnswer):
    """Somebody approves what was asked for: it is granted, within what their role may give."""

    kind: ClassVar[str] = "approval_given"


@frozen(kw_only=True)
class ApprovalRefused(ApprovalAnswer):
    """Somebody refuses what was asked for."""

    kind: ClassVar[str] = "approval_refused"


@frozen(kw_only=True)
class ApprovalDue(ApprovalEvent):
    """The time to answer a request is nearly over, or over; the engine schedules it.

    Where the request was answered, or another role is asked now, it means nothing.

    Args:
        role: who was asked.
        what: "warn" before it is due, "breach" when it is.
    """

    kind: ClassVar[str] = "approval_due"

    role: str = field(validator=named)
    what: Ring = field(validator=in_(get_args(Ring)))


@frozen(kw_only=True)
class GoodwillProposed(Event):
    """Somebody at the desk wants to give a customer something.

    Args:
        action: what.
        role: the role that they give it in.
        by: who.
        reason: why.
        case: the case it is for, where it is for one.
        order: the order it is for, where it is for one.
    """

    kind: ClassVar[str] = "goodwill_proposed"

    action: Giving = field(validator=instance(Giving))
    role: str = field(validator=named)
    by: str = field(default="", validator=any_text)
    reason: str = field(default="", validator=any_text)
    case: str | None = field(default=None, validator=optional(named))
    order: str | None = field(default=None, validator=optional(named))
