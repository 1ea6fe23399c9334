"""Cases: what is done about a complaint, step by step. Each names its case, which is the complaint's id."""

from typing import ClassVar, Literal, get_args

from attrs import field, frozen
from attrs.validators import in_, optional

from retention_sdk.checks import any_text, named, zero_or_more
from retention_sdk.events.base import Event
from retention_sdk.money import Money

ClockName = Literal["first_response", "next_response", "resolution", "promise", "approval"]
"""The clocks of a case."""

Ring = Literal["warn", "breach"]
"""What a clock rings for: it is nearly due, or it was due."""

Outcome = Literal["settled", "unsettled"]
"""What a follow-up found."""


@frozen(kw_only=True)
class CaseStep(Event):
    """A step of a case.

    Args:
        case: the case's id.
    """

    case: str = field(validator=named)


@frozen(kw_only=True)
class CaseAnswered(CaseStep):
    """Somebody answered the customer.

    Args:
        by: who; they own the case from now on.
        text: what was said.
    """

    kind: ClassVar[str] = "case_answered"

    by: str = field(validator=named)
    text: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class CaseDiagnosed(CaseStep):
    """It is known what went wrong.

    Args:
        cause: what did.
        by: who found it.
    """

    kind: ClassVar[str] = "case_diagnosed"

    cause: str = field(validator=named)
    by: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class CasePaused(CaseStep):
    """A case waits for the customer: its clocks stand still.

    Args:
        reason: what it waits for.
    """

    kind: ClassVar[str] = "case_paused"

    reason: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class CaseResumed(CaseStep):
    """A case waits no more; a new message of the customer says the same."""

    kind: ClassVar[str] = "case_resumed"


@frozen(kw_only=True)
class RemedyApplied(CaseStep):
    """A remedy reached the customer.

    Args:
        remedy: what it is; the kind of an action, such as "refund_money", where the engine granted it.
        by: who applied it.
        role: the role that they did it in, where authority is to be looked at.
        amount: what it cost, where the engine did not grant it.
    """

    kind: ClassVar[str] = "remedy_applied"

    remedy: str = field(validator=named)
    by: str = field(default="", validator=any_text)
    role: str | None = field(default=None, validator=optional(named))
    amount: Money | None = field(default=None, validator=zero_or_more)


@frozen(kw_only=True)
class FollowUpDone(CaseStep):
    """Somebody asked the customer whether the matter is settled.

    Args:
        by: who.
        outcome: "settled", or "unsettled", which opens the matter again.
        text: what the customer said.
    """

    kind: ClassVar[str] = "follow_up_done"

    by: str = field(validator=named)
    outcome: Outcome = field(default="settled", validator=in_(get_args(Outcome)))
    text: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class CaseClosed(CaseStep):
    """A case is closed; a follow-up has to have found the matter settled.

    Args:
        by: who closed it.
    """

    kind: ClassVar[str] = "case_closed"

    by: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class CaseReopened(CaseStep):
    """A case is open again, with its history.

    Args:
        reason: why.
    """

    kind: ClassVar[str] = "case_reopened"

    reason: str = field(default="", validator=any_text)


@frozen(kw_only=True)
class ClockRang(CaseStep):
    """The time of a clock has come; the engine schedules it. Where the clock was met or moved it means nothing.

    Args:
        clock: which.
        what: "warn" before it is due, "breach" when it is.
    """

    kind: ClassVar[str] = "clock_rang"

    clock: ClockName = field(validator=in_(get_args(ClockName)))
    what: Ring = field(validator=in_(get_args(Ring)))
