"""The flow: what a merchant puts between a cancel request and the end of a subscription."""

from typing import Literal

from attrs import field, frozen

from retention_sdk.cancelling.law import RULES
from retention_sdk.checks import accepts, flag, whole
from retention_sdk.errors import BadValue
from retention_sdk.events import CancelReason

When = Literal["before", "after", "none"]

MOST_SCREENS = 2
"""How often something is offered in one session, at most: a third offer keeps nobody, and angers many."""


_JURISDICTIONS = list(dict.fromkeys(rule.jurisdiction for rule in RULES))


@accepts(enum=_JURISDICTIONS)
def _known(_: object, __: object, values: tuple[str, ...]) -> None:
    for value in values:
        if value not in _JURISDICTIONS:
            raise BadValue(f"no rule is known of {value!r}; write some of {', '.join(_JURISDICTIONS)}")


@accepts(enum=[reason.value for reason in CancelReason])
def _reasons(_: object, __: object, values: tuple[str, ...]) -> None:
    known = [reason.value for reason in CancelReason]
    for value in values:
        if value not in known:
            raise BadValue(f"{value!r} is no reason; write some of {', '.join(known)}")


@frozen
class Flow:
    """The `[cancelling]` table.

    Args:
        jurisdictions: where the customers are: "us", "california", "eu", "germany", "uk"; the first counts for a
            request that does not say.
        survey: whether the reason is asked before the customer can cancel, after it, or not at all.
        offers: the same of offers; unless it is "before", none is made in a session.
        offer_screens: how often something is offered in one session.
        direct_cancel: whether every screen has a button that cancels at once.
        abandon_after_days: how long a session waits for the customer.
        case_reasons: the reasons that open a case, told with the request or later; none is `[]`.
    """

    jurisdictions: tuple[str, ...] = field(default=(), validator=_known)
    survey: When = "before"
    offers: When = "before"
    offer_screens: int = field(default=MOST_SCREENS, validator=whole(0, MOST_SCREENS))
    direct_cancel: bool = field(default=True, validator=flag)
    abandon_after_days: int = field(default=7, validator=whole(1, 365))
    case_reasons: tuple[str, ...] = field(default=("technical", "service"), validator=_reasons)

    @property
    def jurisdiction(self) -> str:
        """Whose law counts for a request that does not say; empty where the file does not either."""
        return self.jurisdictions[0] if self.jurisdictions else ""
