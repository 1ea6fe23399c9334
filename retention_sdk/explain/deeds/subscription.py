"""Changes of a subscription in words."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.language import N_, counted, said


@deed.register
def _(action: a.PauseSubscription) -> Deed:
    do, done = N_("pause subscription {id} for {span}"), N_("pauses subscription {id} for {span}")
    return worded(do, done, id=action.subscription, span=action.duration)


@deed.register
def _(action: a.SkipDelivery) -> Deed:
    next_ones = (
        said("the next delivery")
        if action.deliveries == 1
        else counted("the next {n} delivery", "the next {n} deliveries", action.deliveries)
    )
    do, done = N_("skip {deliveries} of subscription {id}"), N_("skips {deliveries} of subscription {id}")
    return worded(do, done, deliveries=next_ones, id=action.subscription)


@deed.register
def _(action: a.DiscountSubscription) -> Deed:
    cycles = counted("{n} cycle", "{n} cycles", action.cycles)
    do = N_("take {percent} % off subscription {id} for {cycles}")
    done = N_("takes {percent} % off subscription {id} for {cycles}")
    return worded(do, done, percent=action.percent, id=action.subscription, cycles=cycles)


@deed.register
def _(action: a.ChangePlan) -> Deed:
    do, done = N_("move subscription {id} to plan {plan}"), N_("moves subscription {id} to plan {plan}")
    return worded(do, done, id=action.subscription, plan=action.plan)


@deed.register
def _(action: a.ExtendService) -> Deed:
    do, done = N_("extend subscription {id} by {span}"), N_("extends subscription {id} by {span}")
    return worded(do, done, id=action.subscription, span=action.duration)


@deed.register
def _(action: a.CancelSubscription) -> Deed:
    if action.at_period_end:
        do = N_("cancel subscription {id} when its period ends")
        return worded(do, N_("cancels subscription {id} when its period ends"), id=action.subscription)
    return worded(
        N_("cancel subscription {id} at once"), N_("cancels subscription {id} at once"), id=action.subscription
    )


@deed.register
def _(action: a.ResumeSubscription) -> Deed:
    return worded(N_("resume subscription {id}"), N_("resumes subscription {id}"), id=action.subscription)


@deed.register
def _(action: a.UnskipDelivery) -> Deed:
    skipped = (
        said("the skipped delivery")
        if action.deliveries == 1
        else counted("the {n} skipped delivery", "the {n} skipped deliveries", action.deliveries)
    )
    do, done = N_("make {deliveries} of subscription {id}"), N_("makes {deliveries} of subscription {id}")
    return worded(do, done, deliveries=skipped, id=action.subscription)


@deed.register
def _(action: a.EndDiscount) -> Deed:
    do, done = N_("end a discount on subscription {id}"), N_("ends a discount on subscription {id}")
    return worded(do, done, id=action.subscription)


@deed.register
def _(action: a.ShortenService) -> Deed:
    do, done = N_("shorten subscription {id} by {span}"), N_("shortens subscription {id} by {span}")
    return worded(do, done, id=action.subscription, span=action.duration)
