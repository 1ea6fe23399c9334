"""Messages, surveys and tasks in words."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.explain.words import maybe
from retention_sdk.language import N_


@deed.register
def _(action: a.SendMessage) -> Deed:
    return worded(N_("send the message {name}"), N_("sends the message {name}"), name=repr(action.template))


@deed.register
def _(action: a.RequestSurvey) -> Deed:
    later = maybe(N_(" after {span}"), span=action.delay)
    return worded(
        N_("ask the survey {name}{later}"), N_("asks the survey {name}{later}"), name=repr(action.survey), later=later
    )


@deed.register
def _(action: a.CreateTask) -> Deed:
    due = maybe(N_(" for the next {span}"), span=action.due)
    do, done = N_("give the {role} a task{due}: {title}"), N_("gives the {role} a task{due}: {title}")
    return worded(do, done, role=action.role, due=due, title=action.title)


@deed.register
def _(action: a.CloseTask) -> Deed:
    return worded(N_("close the task {key}"), N_("closes the task {key}"), key=action.key)
