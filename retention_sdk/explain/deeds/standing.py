"""Tags, tiers, memory and what is scheduled, in words."""

from retention_sdk import actions as a
from retention_sdk.events import ApprovalDue, ClockRang
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.language import N_, Word, counted


@deed.register
def _(action: a.Tag) -> Deed:
    return worded(N_("put on the tag {name}"), N_("puts on the tag {name}"), name=repr(action.tag))


@deed.register
def _(action: a.Untag) -> Deed:
    return worded(N_("take off the tag {name}"), N_("takes off the tag {name}"), name=repr(action.tag))


@deed.register
def _(action: a.SetTier) -> Deed:
    if action.tier is None:
        return worded(N_("take the tier away"), N_("takes the tier away"))
    return worded(N_("set the tier to {tier}"), N_("sets the tier to {tier}"), tier=action.tier)


@deed.register
def _(action: a.Schedule) -> Deed:
    event = action.event
    if isinstance(event, ClockRang):
        do, done = N_("set the {clock} clock to {what} at {when}"), N_("sets the {clock} clock to {what} at {when}")
        return worded(do, done, clock=Word(event.clock), what=Word(event.what), when=event.occurred_at)
    if isinstance(event, ApprovalDue):
        do = N_("set the clock of the approval to {what} at {when}")
        done = N_("sets the clock of the approval to {what} at {when}")
        return worded(do, done, what=Word(event.what), when=event.occurred_at)
    do, done = N_("schedule {event} for {day}"), N_("schedules {event} for {day}")
    return worded(do, done, event=Word(event.kind), day=event.occurred_at.date())


@deed.register
def _(action: a.IssueNumber) -> Deed:
    return worded(N_("give a number of {name}"), N_("gives a number of {name}"), name=repr(action.name))


@deed.register
def _(action: a.Remember) -> Deed:
    values = counted("{n} value", "{n} values", len(action.values))
    return worded(N_("remember {values}"), N_("remembers {values}"), values=values)
