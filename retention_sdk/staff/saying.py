"""What somebody at the desk should know and say, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from retention_sdk.approvals import Approval
from retention_sdk.cases import Case
from retention_sdk.customer import Customer
from retention_sdk.explain import describe, wish
from retention_sdk.money import Money
from retention_sdk.settings import Role

_NEXT: Mapping[str, str] = {
    "new": "Say sorry, and ask what would make it right; nobody has answered yet",
    "acked": "Tell what was found out; the customer was answered, and waits",
    "diagnosed": "Tell what went wrong, and offer a remedy",
    "remedy_proposed": "Tell what is on its way to them",
    "remedy_applied": "Ask whether the remedy came; a follow-up is promised",
    "follow_up_due": "Ask whether the matter is settled; a follow-up is due",
    "confirmed": "Thank them; the matter is settled, and the case can be closed",
    "reopened": "Say sorry that it is not settled, and ask what is missing",
}


def case_said(case: Case, room: Money | None, at: datetime) -> Iterator[str]:
    """What to say of a case."""
    matter = f"{case.severity} complaint, {case.category}" + (f", order {case.order}" if case.order else "")
    messages = f", {case.messages} messages" if case.messages > 1 else ""
    yield f"Case {case.id} ({matter}, open since {_day(case.opened_at)}{messages}) is with the {case.level}."
    yield f"{_NEXT[case.state]}."
    if case.is_paused:
        yield f"It waits for the customer since {_day(case.pauses[-1].start)}."
    for clock in case.clocks:
        if clock.runs and clock.due_at:
            late = "was due" if clock.due_at <= at else "is due"
            yield f"The {clock.name.replace('_', ' ')} {late} on {clock.due_at:%Y-%m-%d %H:%M} UTC."
    for remedy in case.remedies:
        cost = f", {remedy.cost}" if remedy.cost else ""
        come = "reached them" if remedy.applied else "granted"
        yield f"Remedy: {remedy.what.replace('_', ' ')}{cost}, {come} on {_day(remedy.at)}."
    if room is not None:
        yield f"Remedies for order {case.order} may still come to {room}."


def authority_said(
    role: str, may_offer: Money | None, authority: Money | None, roles: Mapping[str, Money], levels: Sequence[str]
) -> str:
    """What a role may offer, and who may give more."""
    if may_offer is None:
        return f"The file sets no limit to what the {role} may give."
    said = f"As {role} you may give {may_offer} at once" if may_offer else f"As {role} you may give nothing now"
    more = [name for name, most in roles.items() if authority is not None and most > authority]
    above = min(more, key=lambda name: (roles[name].minor, levels.index(name) if name in levels else 0), default=None)
    return f"{said}; more needs the {above}." if above else f"{said}."


def bounds_said(role: Role, kinds: Mapping[str, Money | None], worth: Money | None) -> Iterator[str]:
    """What bounds a role besides an amount at once."""
    for kind, bounds in ((None, role), *role.kinds.items()):
        of = "" if kind is None else f" by {kind.replace('_', ' ')}"
        if kind is not None:
            most = kinds[kind]
            yield f"By {kind.replace('_', ' ')} you may give {'any amount' if most is None else most}."
        if bounds.days is not None and bounds.amount is not None:
            yield f"What you give a customer{of} in {bounds.days} days may come to {bounds.amount}, whoever gives it."
        if bounds.share is not None:
            paid = f" of the {worth} that was paid" if worth is not None else " of what was paid, where that is known"
            yield f"What you give{of} may come to {bounds.share} %{paid}."
        if bounds.reason:
            yield f"Say why{of or ' you give something'}; without a reason nothing is given."


def approval_said(approval: Approval, role: str, cases: Sequence[Case]) -> str:
    """What waits for somebody's answer, and until when."""
    wanted = " and ".join(map(wish, approval.gifts))
    clock = next((case.clock("approval") for case in cases if case.id == approval.case), None)
    due_at = approval.due_at or (clock.due_at if clock and clock.runs else None)
    due = f", due on {due_at:%Y-%m-%d %H:%M} UTC" if due_at else ""
    whom = "Approve or refuse" if role == approval.role else f"The {approval.role} is asked"
    return f"{whom}: {approval.plugin} wants to {wanted}{due}."


def given_said(customer: Customer, left: Money | None) -> Iterator[str]:
    """What was given before, and what is left of the customer's limit."""
    for reward in customer.rewards:
        yield f"Before: {reward.plugin} {describe(reward.action)} on {_day(reward.at)}."
    if left is not None:
        yield f"Of the customer's limit {left} is left."


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
