"""A decision in sentences, one a line."""

from datetime import timedelta

from retention_sdk import actions as a
from retention_sdk.actions import Action
from retention_sdk.decision import Decision
from retention_sdk.events import CancelRequest, Complaint, Event, Purchase


def _span(span: timedelta | None) -> str:
    return "" if span is None else " for 1 day" if span.days == 1 else f" for {span.days} days"


def count(amount: int, unit: str) -> str:
    """An amount of a unit in words: "1 point", "2 points"."""
    return f"{amount} {unit[:-1] if amount == 1 and unit.endswith('s') else unit}"


def benefit(coupon: a.IssueCoupon) -> str:
    """What a coupon is good for, in words."""
    match coupon.benefit:
        case a.PercentOff(percent):
            return f"{percent} % off"
        case a.AmountOff(amount):
            return f"{amount} off"
        case a.FreeItem(sku, quantity):
            return f"{quantity} × {sku} free"
        case a.FreeShipping():
            return "free shipping"


def describe(action: Action) -> str:
    """An action in words that go after the name of its strategy.

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "gave 39 points".
    """
    match action:
        case a.Credit(unit=unit, amount=amount, pending_for=pending):
            return f"gave {count(amount, unit)}" + (f", pending{_span(pending)}" if pending else "")
        case a.Debit(unit=unit, amount=amount):
            return f"took {count(amount, unit)}"
        case a.IssueCoupon():
            return f"issued a coupon: {benefit(action)}, valid{_span(action.valid_for) or ' for ever'}"
        case a.IssueGiftCard(amount=amount):
            return f"issued a gift card of {amount}"
        case a.IssueStoreCredit(amount=amount):
            return f"gave store credit of {amount}"
        case a.RefundMoney(amount=amount, order=order):
            return f"paid back {amount} of order {order}"
        case a.SendReplacement(order=order, sku=sku, quantity=quantity):
            return f"sent {quantity} × {sku} again" if sku else f"sent order {order} again"
        case a.SendMessage(template=template):
            return f"sent the message {template!r}"
        case a.RequestSurvey(survey=survey):
            return f"asked the survey {survey!r}"
        case a.CreateTask(title=title, role=role):
            return f"gave the {role} a task: {title}"
        case a.Offer(title=title):
            return f"offered: {title}"
        case a.SetTier(tier=tier):
            return f"set the tier to {tier}" if tier else "took the tier away"
        case a.Tag(tag=tag):
            return f"put on the tag {tag!r}"
        case a.Untag(tag=tag):
            return f"took off the tag {tag!r}"
        case a.Schedule(event=event):
            return f"scheduled {_kind(event)} for {event.occurred_at:%Y-%m-%d}"
        case _:
            return f"proposed to {action.kind.replace('_', ' ')}"


def _kind(event: Event) -> str:
    return event.kind.replace("_", " ")


def headline(event: Event) -> str:
    """An event in a line."""
    match event:
        case Purchase():
            about = f", {event.total}"
        case Complaint():
            about = f", {event.severity} ({event.category})"
        case CancelRequest():
            about = f", because of {event.reason.replace('_', ' ')}"
        case _:
            about = ""
    when = f"{event.occurred_at:%Y-%m-%d %H:%M} UTC"
    return f"{_kind(event).capitalize()} {event.id} of customer {event.customer}, {when}{about}."


def story(decision: Decision) -> str:
    """The whole decision: the event, what was granted, what was refused and why, what failed."""
    lines = [headline(decision.event)]
    for grant in decision.granted:
        why = f" ({grant.action.reason})" if grant.action.reason else ""
        lines.append(f"- {grant.plugin} {describe(grant.action)}{why}.")
    for refusal in decision.refusals:
        wanted = refusal.action.kind.replace("_", " ")
        lines.append(f"- {refusal.plugin} wanted to {wanted}, refused [{refusal.code}]: {refusal.sentence}")
    for failure in decision.failures:
        lines.append(f"- {failure.plugin} failed in {failure.hook} and is asked again later: {failure.error}")
    if len(lines) == 1:
        lines.append("- No strategy had anything to give for it.")
    return "\n".join(lines)
