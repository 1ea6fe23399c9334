"""What may be given for a complaint, to a customer who wants to leave, or by somebody of the staff."""

from collections.abc import Mapping
from datetime import timedelta

from attrs import frozen

from retention_sdk.actions import Action, Giving, RefundMoney, SendReplacement
from retention_sdk.approvals import found
from retention_sdk.events import ApprovalGiven, CancelRequest, Complaint, Event, GoodwillProposed
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.money import Money
from retention_sdk.settings import Bounds, Role, ladder

OVER = "over_authority"

STAFF = "staff"
"""Whose name it bears what somebody at the desk gives; no strategy has it."""

CONCERNED = (Complaint, CancelRequest, ApprovalGiven, GoodwillProposed)
"""The events to which somebody gives by a role's authority."""


@frozen
class Authority:
    """Who may give what. Strategies act with the authority of the role that may give least, people with their own.

    Args:
        ladder: the roles, the one that may give least first.
    """

    ladder: tuple[tuple[str, Role], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The roles' names, the one that may give least first."""
        return tuple(name for name, _ in self.ladder)

    def __call__(self, action: Action, tally: Tally) -> Reason | None:
        """Refuse what is above a role's authority. An action whose cost is not known is not measured."""
        if not isinstance(tally.event, CONCERNED) or not isinstance(action, Giving):
            return None
        name, why = self._acting(action, tally)
        role = dict(self.ladder).get(name, Role())
        if bounds_of(role, action.kind).reason and not why.strip():
            return "reason_required", f"{name.capitalize()} gives nothing without a reason; say why."
        above = _above(name, role, action, tally)
        if above is None:
            return None
        able = self.able((action,), tally)
        return "over_authority", f"{above}; {f'{able[0]} may' if able else 'nobody in the file may'}."

    def under(self, event: Event) -> str:
        """The name that what strategies give for an event counts in: whose authority it takes."""
        return self.counted_in(self.names[0]) if isinstance(event, CONCERNED) else ""

    def counted_in(self, role: str) -> str:
        """The name that what a role gives counts in."""
        return f"role:{role}"

    def able(self, actions: tuple[Action, ...], tally: Tally) -> list[str]:
        """The roles above the one that acts that may give all of some actions."""
        gifts = [one for one in actions if isinstance(one, Giving)]
        acting = self.names.index(self._acting(gifts[0], tally)[0]) if gifts else 0
        return [
            name
            for name, role in self.ladder[acting + 1 :]
            if all(_above(name, role, one, tally) is None for one in gifts)
        ]

    def _acting(self, action: Giving, tally: Tally) -> tuple[str, str]:
        """The role that gives an action, and what it says why: a person for what they answer, else the lowest."""
        event = tally.event
        if isinstance(event, ApprovalGiven) and event.role in self.names:
            asked = found(tally.customer.approvals, event.approval)
            if asked is not None and tally.plugin == asked.plugin and action in asked.actions:
                return event.role, event.reason
        if isinstance(event, GoodwillProposed) and event.role in self.names and tally.plugin == STAFF:
            return event.role, event.reason
        return self.names[0], action.reason


def authority(roles: Mapping[str, Money | Role]) -> Authority:
    """The guard of what roles may give.

    Args:
        roles: role to the largest amount it may give at once, or to its bounds.

    Returns:
        The guard.
    """
    return Authority(ladder(roles))


def bounds_of(role: Role, kind: str) -> Bounds:
    """A role's bounds for a kind of action."""
    return role.kinds.get(kind, role)


def _above(name: str, role: Role, action: Giving, tally: Tally) -> str | None:
    """Why an action is above a role's authority; None where it is not."""
    bounds, cost = bounds_of(role, action.kind), action.cost
    if cost is None:
        return None
    if bounds.amount is not None:
        given = _given(bounds, role, action, tally)
        if cost.minor + given > bounds.amount.minor:
            before = f" on top of {Money(given, cost.currency)}" if given else ""
            span = f" in {bounds.days} days" if bounds.days else ""
            return f"{cost}{before} is above the {bounds.amount} that {name} may give{span}"
    paid = None if bounds.share is None else worth_of(action, tally)
    if bounds.share is not None and paid is not None and cost.minor * 100 > paid.minor * bounds.share:
        return f"{cost} is above the {bounds.share} % of {paid} that {name} may give"
    return None


def _given(bounds: Bounds, role: Role, action: Giving, tally: Tally) -> int:
    """What the customer was given within the bounds' days; nothing where there are none."""
    if bounds.days is None:
        return 0
    since, kinds = tally.event.occurred_at - timedelta(days=bounds.days), {action.kind}
    alike = kinds if action.kind in role.kinds else None
    earlier = [grant.action for grant in tally.grants if since < grant.at]
    gifts = [one for one in (*earlier, *(one for _, one in tally.done)) if isinstance(one, Giving)]
    return sum(one.cost.minor for one in gifts if one.cost is not None and (alike is None or one.kind in alike))


def worth_of(action: Action, tally: Tally) -> Money | None:
    """What was paid for what an action is about; None where that is not known."""
    event = tally.event
    about = action.order if isinstance(action, RefundMoney | SendReplacement) else getattr(event, "order", None)
    order = tally.customer.order(about)
    return _told(event, tally) if order is None else order.total


def _told(event: Event, tally: Tally) -> Money | None:
    """What an event tells of what was paid, or what it is about does."""
    match event:
        case Complaint():
            return event.value
        case CancelRequest():
            return event.price
        case ApprovalGiven():
            asked = found(tally.customer.approvals, event.approval)
            return None if asked is None else asked.worth
        case GoodwillProposed():
            return next((case.worth for case in tally.customer.cases if case.id == event.case), None)
        case _:
            return None
