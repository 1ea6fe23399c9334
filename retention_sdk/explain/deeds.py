"""Actions in words: what a strategy wanted to do, and what it does."""

from functools import singledispatch

from retention_sdk import actions as a
from retention_sdk.events import ApprovalDue, ClockRang
from retention_sdk.explain.words import count, does, duration, until


def describe(action: a.Action) -> str:
    """An action in words that go after the name of its strategy.

    They are in the present: what is committed may still wait in the outbox, and be done later.

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "gives 39 points".
    """
    verb, space, rest = wish(action).partition(" ")
    return f"{does(verb)}{space}{rest}"


@singledispatch
def wish(action: a.Action) -> str:
    """An action in words that go after "wants to".

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "give 39 points".
    """
    return action.kind.replace("_", " ")


@wish.register
def _(action: a.Credit) -> str:
    held = until(", pending for", action.pending_for) + until(", valid for", action.valid_for)
    return f"give {count(action.amount, action.unit)}{held}"


@wish.register
def _(action: a.Debit) -> str:
    return f"take {count(action.amount, action.unit)}"


@wish.register
def _(action: a.IssueCoupon) -> str:
    least = "" if action.minimum is None else f", on orders of {action.minimum} or more"
    uses = "" if action.uses == 1 else f", {action.uses} times"
    held = until(", valid for", action.valid_for) or ", valid for ever"
    return f"issue a coupon: {benefit(action.benefit)}{least}{uses}{held}"


def benefit(good: a.Benefit) -> str:
    """What a coupon is good for, in words."""
    match good:
        case a.PercentOff(percent):
            return f"{percent} % off"
        case a.AmountOff(amount):
            return f"{amount} off"
        case a.FreeItem(sku, quantity):
            return f"{quantity} × {sku} free"
        case a.FreeShipping():
            return "free shipping"


@wish.register
def _(action: a.IssueGiftCard) -> str:
    return f"issue a gift card of {action.amount}{until(', valid for', action.valid_for)}"


@wish.register
def _(action: a.IssueStoreCredit) -> str:
    return f"give store credit of {action.amount}{until(', valid for', action.valid_for)}"


@wish.register
def _(action: a.RefundMoney) -> str:
    return f"pay back {action.amount} of order {action.order}"


@wish.register
def _(action: a.SendReplacement) -> str:
    what = f"{action.quantity} × {action.sku} of order" if action.sku else "order"
    return f"send {what} {action.order} again"


@wish.register
def _(action: a.SendMessage) -> str:
    return f"send the message {action.template!r}"


@wish.register
def _(action: a.RequestSurvey) -> str:
    return f"ask the survey {action.survey!r}{until(' after', action.delay)}"


@wish.register
def _(action: a.CreateTask) -> str:
    return f"give the {action.role} a task{until(' for the next', action.due)}: {action.title}"


@wish.register
def _(action: a.RequestApproval) -> str:
    wanted = " and ".join(wish(one) for one in action.actions if not isinstance(one, a.Remember))
    return f"ask the {action.role}{until(' within', action.due)} to approve: {wanted}"


@wish.register
def _(action: a.Offer) -> str:
    return f"offer {action.title}{until(', open for', action.valid_for)}"


@wish.register
def _(action: a.PauseSubscription) -> str:
    return f"pause subscription {action.subscription} for {duration(action.duration)}"


@wish.register
def _(action: a.SkipDelivery) -> str:
    deliveries = "delivery" if action.deliveries == 1 else f"{action.deliveries} deliveries"
    return f"skip the next {deliveries} of subscription {action.subscription}"


@wish.register
def _(action: a.DiscountSubscription) -> str:
    return f"take {action.percent} % off subscription {action.subscription} for {count(action.cycles, 'cycles')}"


@wish.register
def _(action: a.ChangePlan) -> str:
    return f"move subscription {action.subscription} to plan {action.plan}"


@wish.register
def _(action: a.ExtendService) -> str:
    return f"extend subscription {action.subscription} by {duration(action.duration)}"


@wish.register
def _(action: a.CancelSubscription) -> str:
    when = "when its period ends" if action.at_period_end else "at once"
    return f"cancel subscription {action.subscription} {when}"


@wish.register
def _(action: a.ResumeSubscription) -> str:
    return f"resume subscription {action.subscription}"


@wish.register
def _(action: a.UnskipDelivery) -> str:
    deliveries = "skipped delivery" if action.deliveries == 1 else f"{action.deliveries} skipped deliveries"
    return f"make the {deliveries} of subscription {action.subscription}"


@wish.register
def _(action: a.EndDiscount) -> str:
    return f"end a discount on subscription {action.subscription}"


@wish.register
def _(action: a.ShortenService) -> str:
    return f"shorten subscription {action.subscription} by {duration(action.duration)}"


@wish.register
def _(action: a.VoidCoupon) -> str:
    return f"void the coupon {action.key}"


@wish.register
def _(action: a.VoidGiftCard) -> str:
    return f"void the gift card {action.key} of {action.amount}"


@wish.register
def _(action: a.TakeStoreCredit) -> str:
    return f"take {action.amount} out of the store credit"


@wish.register
def _(action: a.CloseTask) -> str:
    return f"close the task {action.key}"


@wish.register
def _(action: a.Tag) -> str:
    return f"put on the tag {action.tag!r}"


@wish.register
def _(action: a.Untag) -> str:
    return f"take off the tag {action.tag!r}"


@wish.register
def _(action: a.SetTier) -> str:
    return "take the tier away" if action.tier is None else f"set the tier to {action.tier}"


@wish.register
def _(action: a.Schedule) -> str:
    if isinstance(action.event, ClockRang):
        ring = action.event
        return f"set the {ring.clock.replace('_', ' ')} clock to {ring.what} at {ring.occurred_at:%Y-%m-%d %H:%M} UTC"
    if isinstance(action.event, ApprovalDue):
        due = action.event
        return f"set the clock of the approval to {due.what} at {due.occurred_at:%Y-%m-%d %H:%M} UTC"
    return f"schedule {action.event.kind.replace('_', ' ')} for {action.event.occurred_at:%Y-%m-%d}"


@wish.register
def _(action: a.Remember) -> str:
    return f"remember {count(len(action.values), 'values')}"
