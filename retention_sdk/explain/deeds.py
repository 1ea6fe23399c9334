"""Actions in words: what a strategy wanted to do, and what it does."""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from attrs import frozen

from retention_sdk import actions as a
from retention_sdk.events import ApprovalDue, ClockRang
from retention_sdk.explain.words import does, maybe, valid
from retention_sdk.language import N_, Amount, Said, Word, both, counted, said


@frozen
class Deed:
    """What an action does, twice: after "wants to", and after the name of its strategy.

    Args:
        do: "give {what}".
        does: "gives {what}".
        values: what stands in the braces.
    """

    do: str
    does: str
    values: Mapping[str, Any]


def describe(action: a.Action) -> Said:
    """An action in words that go after the name of its strategy.

    They are in the present: what is committed may still wait in the outbox, and be done later.

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "gives 39 points".
    """
    done = deed(action)
    return Said(done.does, "", done.values)


def wish(action: a.Action) -> Said:
    """An action in words that go after "wants to".

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "give 39 points".
    """
    wanted = deed(action)
    return Said(wanted.do, "", wanted.values)


def _deed(do: str, done: str, /, **values: Any) -> Deed:
    return Deed(do, done, values)


@singledispatch
def deed(action: a.Action) -> Deed:
    """What an action does, in the words of its kind."""
    verb, space, rest = action.kind.replace("_", " ").partition(" ")
    return _deed("{verb}{rest}", "{does}{rest}", verb=verb, does=does(verb), rest=space + rest)


@deed.register
def _(action: a.Credit) -> Deed:
    pending = maybe(N_(", pending for {span}"), span=action.pending_for)
    expiry = maybe(N_(", valid for {span}"), span=action.valid_for)
    what = Amount(action.amount, action.unit)
    return _deed(
        N_("give {what}{pending}{valid}"), N_("gives {what}{pending}{valid}"), what=what, pending=pending, valid=expiry
    )


@deed.register
def _(action: a.Debit) -> Deed:
    what = Amount(action.amount, action.unit)
    if action.hold:
        return _deed(N_("take {what} that were held"), N_("takes {what} that were held"), what=what)
    return _deed(N_("take {what}"), N_("takes {what}"), what=what)


@deed.register
def _(action: a.HoldUnits) -> Deed:
    what, span = Amount(action.amount, action.unit), action.lasts
    return _deed(N_("hold {what} for {span}"), N_("holds {what} for {span}"), what=what, span=span)


@deed.register
def _(action: a.ReleaseUnits) -> Deed:
    return _deed(N_("let go of what was held of {unit}"), N_("lets go of what was held of {unit}"), unit=action.unit)


@deed.register
def _(action: a.IssueCoupon) -> Deed:
    uses = "" if action.uses == 1 else counted(", {n} time", ", {n} times", action.uses)
    return _deed(
        N_("issue a coupon: {benefit}{least}{uses}{valid}"),
        N_("issues a coupon: {benefit}{least}{uses}{valid}"),
        benefit=benefit(action.benefit),
        least=maybe(N_(", on orders of {least} or more"), least=action.minimum),
        uses=uses,
        valid=valid(action.valid_for),
    )


def benefit(good: a.Benefit) -> Said:
    """What a coupon is good for, in words."""
    match good:
        case a.PercentOff(percent):
            return said("{percent} % off", percent=percent)
        case a.AmountOff(amount):
            return said("{amount} off", amount=amount)
        case a.FreeItem(sku, quantity):
            return said("{quantity} × {sku} free", quantity=quantity, sku=sku)
        case a.FreeShipping():
            return said("free shipping")


@deed.register
def _(action: a.IssueGiftCard) -> Deed:
    expiry = maybe(N_(", valid for {span}"), span=action.valid_for)
    do, done = N_("issue a gift card of {amount}{valid}"), N_("issues a gift card of {amount}{valid}")
    return _deed(do, done, amount=action.amount, valid=expiry)


@deed.register
def _(action: a.IssueStoreCredit) -> Deed:
    expiry = maybe(N_(", valid for {span}"), span=action.valid_for)
    do, done = N_("give store credit of {amount}{valid}"), N_("gives store credit of {amount}{valid}")
    return _deed(do, done, amount=action.amount, valid=expiry)


@deed.register
def _(action: a.RefundMoney) -> Deed:
    do, done = N_("pay back {amount} of order {order}"), N_("pays back {amount} of order {order}")
    return _deed(do, done, amount=action.amount, order=action.order)


@deed.register
def _(action: a.SendReplacement) -> Deed:
    if not action.sku:
        return _deed(N_("send order {order} again"), N_("sends order {order} again"), order=action.order)
    do, done = (
        N_("send {quantity} × {sku} of order {order} again"),
        N_("sends {quantity} × {sku} of order {order} again"),
    )
    return _deed(do, done, quantity=action.quantity, sku=action.sku, order=action.order)


@deed.register
def _(action: a.SendMessage) -> Deed:
    return _deed(N_("send the message {name}"), N_("sends the message {name}"), name=repr(action.template))


@deed.register
def _(action: a.RequestSurvey) -> Deed:
    later = maybe(N_(" after {span}"), span=action.delay)
    return _deed(
        N_("ask the survey {name}{later}"), N_("asks the survey {name}{later}"), name=repr(action.survey), later=later
    )


@deed.register
def _(action: a.CreateTask) -> Deed:
    due = maybe(N_(" for the next {span}"), span=action.due)
    do, done = N_("give the {role} a task{due}: {title}"), N_("gives the {role} a task{due}: {title}")
    return _deed(do, done, role=action.role, due=due, title=action.title)


@deed.register
def _(action: a.RequestApproval) -> Deed:
    return _deed(
        N_("ask the {role}{due} to approve: {do}"),
        N_("asks the {role}{due} to approve: {do}"),
        role=action.role,
        due=maybe(N_(" within {span}"), span=action.due),
        do=both(wish(one) for one in action.actions if not isinstance(one, a.Remember)),
    )


@deed.register
def _(action: a.Offer) -> Deed:
    until = maybe(N_(", open for {span}"), span=action.valid_for)
    return _deed(N_("offer {title}{until}"), N_("offers {title}{until}"), title=action.title, until=until)


@deed.register
def _(action: a.PauseSubscription) -> Deed:
    do, done = N_("pause subscription {id} for {span}"), N_("pauses subscription {id} for {span}")
    return _deed(do, done, id=action.subscription, span=action.duration)


@deed.register
def _(action: a.SkipDelivery) -> Deed:
    next_ones = (
        said("the next delivery")
        if action.deliveries == 1
        else counted("the next {n} delivery", "the next {n} deliveries", action.deliveries)
    )
    do, done = N_("skip {deliveries} of subscription {id}"), N_("skips {deliveries} of subscription {id}")
    return _deed(do, done, deliveries=next_ones, id=action.subscription)


@deed.register
def _(action: a.DiscountSubscription) -> Deed:
    cycles = counted("{n} cycle", "{n} cycles", action.cycles)
    do = N_("take {percent} % off subscription {id} for {cycles}")
    done = N_("takes {percent} % off subscription {id} for {cycles}")
    return _deed(do, done, percent=action.percent, id=action.subscription, cycles=cycles)


@deed.register
def _(action: a.ChangePlan) -> Deed:
    do, done = N_("move subscription {id} to plan {plan}"), N_("moves subscription {id} to plan {plan}")
    return _deed(do, done, id=action.subscription, plan=action.plan)


@deed.register
def _(action: a.ExtendService) -> Deed:
    do, done = N_("extend subscription {id} by {span}"), N_("extends subscription {id} by {span}")
    return _deed(do, done, id=action.subscription, span=action.duration)


@deed.register
def _(action: a.CancelSubscription) -> Deed:
    if action.at_period_end:
        do = N_("cancel subscription {id} when its period ends")
        return _deed(do, N_("cancels subscription {id} when its period ends"), id=action.subscription)
    return _deed(
        N_("cancel subscription {id} at once"), N_("cancels subscription {id} at once"), id=action.subscription
    )


@deed.register
def _(action: a.ResumeSubscription) -> Deed:
    return _deed(N_("resume subscription {id}"), N_("resumes subscription {id}"), id=action.subscription)


@deed.register
def _(action: a.UnskipDelivery) -> Deed:
    skipped = (
        said("the skipped delivery")
        if action.deliveries == 1
        else counted("the {n} skipped delivery", "the {n} skipped deliveries", action.deliveries)
    )
    do, done = N_("make {deliveries} of subscription {id}"), N_("makes {deliveries} of subscription {id}")
    return _deed(do, done, deliveries=skipped, id=action.subscription)


@deed.register
def _(action: a.EndDiscount) -> Deed:
    do, done = N_("end a discount on subscription {id}"), N_("ends a discount on subscription {id}")
    return _deed(do, done, id=action.subscription)


@deed.register
def _(action: a.ShortenService) -> Deed:
    do, done = N_("shorten subscription {id} by {span}"), N_("shortens subscription {id} by {span}")
    return _deed(do, done, id=action.subscription, span=action.duration)


@deed.register
def _(action: a.VoidCoupon) -> Deed:
    return _deed(N_("void the coupon {key}"), N_("voids the coupon {key}"), key=action.key)


@deed.register
def _(action: a.VoidGiftCard) -> Deed:
    do, done = N_("void the gift card {key} of {amount}"), N_("voids the gift card {key} of {amount}")
    return _deed(do, done, key=action.key, amount=action.amount)


@deed.register
def _(action: a.TakeStoreCredit) -> Deed:
    do, done = N_("take {amount} out of the store credit"), N_("takes {amount} out of the store credit")
    return _deed(do, done, amount=action.amount)


@deed.register
def _(action: a.CloseTask) -> Deed:
    return _deed(N_("close the task {key}"), N_("closes the task {key}"), key=action.key)


@deed.register
def _(action: a.Tag) -> Deed:
    return _deed(N_("put on the tag {name}"), N_("puts on the tag {name}"), name=repr(action.tag))


@deed.register
def _(action: a.Untag) -> Deed:
    return _deed(N_("take off the tag {name}"), N_("takes off the tag {name}"), name=repr(action.tag))


@deed.register
def _(action: a.SetTier) -> Deed:
    if action.tier is None:
        return _deed(N_("take the tier away"), N_("takes the tier away"))
    return _deed(N_("set the tier to {tier}"), N_("sets the tier to {tier}"), tier=action.tier)


@deed.register
def _(action: a.Schedule) -> Deed:
    event = action.event
    if isinstance(event, ClockRang):
        do, done = N_("set the {clock} clock to {what} at {when}"), N_("sets the {clock} clock to {what} at {when}")
        return _deed(do, done, clock=Word(event.clock), what=Word(event.what), when=event.occurred_at)
    if isinstance(event, ApprovalDue):
        do = N_("set the clock of the approval to {what} at {when}")
        done = N_("sets the clock of the approval to {what} at {when}")
        return _deed(do, done, what=Word(event.what), when=event.occurred_at)
    do, done = N_("schedule {event} for {day}"), N_("schedules {event} for {day}")
    return _deed(do, done, event=Word(event.kind), day=event.occurred_at.date())


@deed.register
def _(action: a.Remember) -> Deed:
    values = counted("{n} value", "{n} values", len(action.values))
    return _deed(N_("remember {values}"), N_("remembers {values}"), values=values)
