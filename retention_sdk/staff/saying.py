"""What somebody at the desk should know and say, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from retention_sdk.approvals import Approval
from retention_sdk.cases import Case
from retention_sdk.customer import Customer
from retention_sdk.explain import describe, wish
from retention_sdk.explain.words import maybe
from retention_sdk.language import N_, Said, Word, both, counted, said
from retention_sdk.money import Money
from retention_sdk.settings import Role

_NEXT: Mapping[str, str] = {
    "new": N_("Say sorry, and ask what would make it right; nobody has answered yet."),
    "acked": N_("Tell what was found out; the customer was answered, and waits."),
    "diagnosed": N_("Tell what went wrong, and offer a remedy."),
    "remedy_proposed": N_("Tell what is on its way to them."),
    "remedy_applied": N_("Ask whether the remedy came; a follow-up is promised."),
    "follow_up_due": N_("Ask whether the matter is settled; a follow-up is due."),
    "confirmed": N_("Thank them; the matter is settled, and the case can be closed."),
    "reopened": N_("Say sorry that it is not settled, and ask what is missing."),
}


def case_said(case: Case, room: Money | None, at: datetime) -> Iterator[Said]:
    """What to say of a case."""
    yield said(
        "Case {case} ({severity} complaint, {category}{order}, open since {day}{messages}) is with the {level}.",
        case=case.id,
        severity=Word(case.severity),
        category=case.category,
        order=maybe(N_(", order {order}"), order=case.order),
        day=case.opened_at.date(),
        messages=counted(", {n} message", ", {n} messages", case.messages) if case.messages > 1 else "",
        level=case.level,
    )
    yield Said(_NEXT[case.state], "", {})
    if case.is_paused:
        yield said("It waits for the customer since {day}.", day=case.pauses[-1].start.date())
    for clock in case.clocks:
        if clock.runs and clock.due_at:
            late = N_("The {clock} was due on {when}.") if clock.due_at <= at else N_("The {clock} is due on {when}.")
            yield Said(late, "", {"clock": Word(clock.name), "when": clock.due_at})
    for remedy in case.remedies:
        come = N_("Remedy: {what}{cost}, reached them on {day}.")
        message = come if remedy.applied else N_("Remedy: {what}{cost}, granted on {day}.")
        cost = maybe(N_(", {cost}"), cost=remedy.cost or None)
        yield Said(message, "", {"what": Word(remedy.what), "cost": cost, "day": remedy.at.date()})
    if room is not None:
        yield said("Remedies for order {order} may still come to {room}.", order=case.order, room=room)


def authority_said(
    role: str, may_offer: Money | None, authority: Money | None, roles: Mapping[str, Money], levels: Sequence[str]
) -> Said:
    """What a role may offer, and who may give more."""
    if may_offer is None:
        return said("The file sets no limit to what the {role} may give.", role=role)
    more = [name for name, most in roles.items() if authority is not None and most > authority]
    above = min(more, key=lambda name: (roles[name].minor, levels.index(name) if name in levels else 0), default=None)
    needs = maybe(N_("; more needs the {role}"), role=above)
    if may_offer:
        return said("As {role} you may give {most} at once{above}.", role=role, most=may_offer, above=needs)
    return said("As {role} you may give nothing now{above}.", role=role, above=needs)


def bounds_said(role: Role, kinds: Mapping[str, Money | None], worth: Money | None) -> Iterator[Said]:
    """What bounds a role besides an amount at once."""
    for kind, bounds in ((None, role), *role.kinds.items()):
        of = maybe(N_(" by {kind}"), kind=None if kind is None else Word(kind))
        if kind is not None:
            most = said("any amount") if kinds[kind] is None else kinds[kind]
            yield said("By {kind} you may give {most}.", kind=Word(kind), most=most)
        if bounds.days is not None and bounds.amount is not None:
            message = N_("What you give a customer{of} in {span} may come to {most}, whoever gives it.")
            yield Said(message, "", {"of": of, "span": timedelta(days=bounds.days), "most": bounds.amount})
        if bounds.share is not None:
            paid = maybe(N_(" of the {worth} that was paid"), worth=worth)
            paid = paid or said(" of what was paid, where that is known")
            yield said("What you give{of} may come to {percent} %{paid}.", of=of, percent=bounds.share, paid=paid)
        if bounds.reason and kind is None:
            yield said("Say why you give something; without a reason nothing is given.")
        elif bounds.reason:
            yield said("Say why{of}; without a reason nothing is given.", of=of)


def approval_said(approval: Approval, role: str, cases: Sequence[Case]) -> Said:
    """What waits for somebody's answer, and until when."""
    clock = next((case.clock("approval") for case in cases if case.id == approval.case), None)
    due_at = approval.due_at or (clock.due_at if clock and clock.runs else None)
    values = {
        "role": approval.role,
        "plugin": approval.plugin,
        "do": both(map(wish, approval.gifts)),
        "due": maybe(N_(", due on {when}"), when=due_at),
    }
    if role == approval.role:
        return Said(N_("Approve or refuse: {plugin} wants to {do}{due}."), "", values)
    return Said(N_("The {role} is asked: {plugin} wants to {do}{due}."), "", values)


def given_said(customer: Customer, left: Money | None) -> Iterator[Said]:
    """What was given before, and what is left of the customer's limit."""
    for reward in customer.rewards:
        done, day = describe(reward.action), reward.at.date()
        yield said("Before: {plugin} {does} on {day}.", plugin=reward.plugin, does=done, day=day)
    if left is not None:
        yield said("Of the customer's limit {left} is left.", left=left)
