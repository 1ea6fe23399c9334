"""What may be given for a complaint or to a customer who wants to leave, without asking a person."""

from collections.abc import Mapping
from datetime import timedelta

from attrs import frozen

from retention_sdk.actions import Action, CreateTask, Giving, RefundMoney, SendReplacement
from retention_sdk.events import CancelRequest, Complaint
from retention_sdk.explain import wish
from retention_sdk.explain.words import maybe
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import N_, Said, said
from retention_sdk.money import Money
from retention_sdk.settings import Bounds, Role

OVER = "over_authority"


@frozen
class Authority:
    """Who may give what. Strategies act with the authority of the role that may give least.

    Args:
        ladder: the roles, the one that may give least first.
    """

    ladder: tuple[tuple[str, Role], ...]

    def __call__(self, action: Action, tally: Tally) -> Reason | None:
        """Refuse what is above the first role's authority. An action whose cost is not known is not measured."""
        if not isinstance(tally.event, Complaint | CancelRequest) or not isinstance(action, Giving):
            return None
        name, role = self.ladder[0]
        if _bounds(role, action).reason and not action.reason.strip():
            return "reason_required", said("{role} gives nothing without a reason; say why.", role=name.capitalize())
        above = _above(name, role, action, tally)
        if above is None:
            return None
        able = self._able(action, tally)
        if able is None:
            return "over_authority", said("{above}; nobody in the file may.", above=above)
        return "over_authority", said("{above}; {role} may.", above=above, role=able[0])

    def approval(self, action: Action, code: str, tally: Tally) -> CreateTask | None:
        """The request to the next role that may give what was refused to the first one."""
        able = self._able(action, tally) if code == OVER and isinstance(action, Giving) else None
        if able is None:
            return None
        name, role = able
        due = None if role.answers_in is None else timedelta(hours=role.answers_in)
        event = tally.event
        script = f"For {event.kind.replace('_', ' ')} {event.id}: {action.reason}" if action.reason else ""
        return CreateTask(f"Approve or refuse: {wish(action)}", role=name, due=due, script=script, reason="approval")

    def _able(self, action: Giving, tally: Tally) -> tuple[str, Role] | None:
        """The first role above that may give it."""
        return next((one for one in self.ladder[1:] if _above(*one, action, tally) is None), None)


def authority(roles: Mapping[str, Money | Role]) -> Authority:
    """The guard of what roles may give.

    Args:
        roles: role to the largest amount it may give at once, or to its bounds.

    Returns:
        The guard.
    """
    made = [(name, Role(amount=role) if isinstance(role, Money) else role) for name, role in roles.items()]
    made.sort(key=lambda one: (one[1].amount is None, one[1].amount.minor if one[1].amount else 0))
    return Authority(tuple(made))


def _bounds(role: Role, action: Action) -> Bounds:
    return role.kinds.get(action.kind, role)


def _above(name: str, role: Role, action: Giving, tally: Tally) -> Said | None:
    """Why an action is above a role's authority; None where it is not."""
    bounds, cost = _bounds(role, action), action.cost
    if cost is None:
        return None
    if bounds.amount is not None:
        given = _given(bounds, role, action, tally)
        if cost.minor + given > bounds.amount.minor:
            return said(
                "{cost}{before} is above the {most} that {role} may give{within}",
                cost=cost,
                before=maybe(N_(" on top of {given}"), given=Money(given, cost.currency) if given else None),
                most=bounds.amount,
                role=name,
                within=maybe(N_(" in {span}"), span=timedelta(days=bounds.days) if bounds.days else None),
            )
    paid = None if bounds.share is None else _paid(action, tally)
    if bounds.share is not None and paid is not None and cost.minor * 100 > paid.minor * bounds.share:
        return said(
            "{cost} is above the {percent} % of {paid} that {role} may give",
            cost=cost,
            percent=bounds.share,
            paid=paid,
            role=name,
        )
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


def _paid(action: Giving, tally: Tally) -> Money | None:
    """What was paid for what the action is about."""
    event = tally.event
    about = action.order if isinstance(action, RefundMoney | SendReplacement) else getattr(event, "order", None)
    order = tally.customer.order(about)
    if order is not None:
        return order.total
    return event.value if isinstance(event, Complaint) else getattr(event, "price", None)
