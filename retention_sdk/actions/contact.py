"""Contact: a message, a survey, a task for a person."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Literal, get_args

from attrs import field, frozen
from attrs.converters import optional as instant
from attrs.validators import in_, optional

from retention_sdk.actions.base import Action, NoInverse, Whose
from retention_sdk.checks import any_text, flag, named, span_or_none, worded
from retention_sdk.frozen_json import Json, freeze_table
from retention_sdk.times import utc

Scale = Literal["0-10", "1-5"]
"""What the score of a survey can be."""


@frozen
class SendMessage(Action):
    """Send the customer a message.

    Args:
        template: the message's name, such as "birthday_greeting".
        data: what the template needs, as JSON values. An item that it is about is in there as `sku`, or among `skus`.
        channel: "email", "sms", ...; None is the customer's own choice.
        purpose: "marketing", or "service" for what the customer must know.
        until: from when on it is of no use, such as the end of what it tells of; it is not sent then any more.
        with_gifts: whether the gifts that follow it in the answer are granted with it alone, and it with all of them.
    """

    kind: ClassVar[str] = "send_message"

    template: str = field(validator=named)
    data: Mapping[str, Json] = field(factory=dict[str, Json], converter=freeze_table, hash=False, kw_only=True)
    channel: str | None = field(default=None, validator=optional(named), kw_only=True)
    purpose: str = field(default="service", validator=named, kw_only=True)
    until: datetime | None = field(default=None, converter=instant(utc), kw_only=True)
    with_gifts: bool = field(default=False, validator=flag, kw_only=True)

    def undo(self, _key: str) -> Action | NoInverse:
        """What was read cannot be unread."""
        return NoInverse.TOLD

    def concerns(self) -> frozenset[str]:
        """The items that an advertisement tells of: what stands in its data as `sku`, or among `skus`."""
        return frozenset() if self.purpose == "service" else frozenset(skus_in(self.data))


@frozen
class RequestSurvey(Action):
    """Ask the customer to answer a survey.

    Args:
        survey: the survey's id.
        order: the purchase it asks about, where it does.
        delay: how long after the event to ask; None is at once.
        channel: "email", "sms", ...; None is the customer's own choice.
        purpose: "marketing", which asking somebody's opinion is in the eyes of the law; or "service".
        template: the name of the message that asks.
        scale: "0-10", or "1-5": what its score can be.
    """

    kind: ClassVar[str] = "request_survey"

    survey: str = field(validator=named)
    order: str | None = field(default=None, validator=optional(named), kw_only=True)
    delay: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    channel: str | None = field(default=None, validator=optional(named), kw_only=True)
    purpose: str = field(default="marketing", validator=named, kw_only=True)
    template: str = field(default="survey", validator=named, kw_only=True)
    scale: Scale = field(default="0-10", validator=in_(get_args(Scale)), kw_only=True)

    def undo(self, _key: str) -> Action | NoInverse:
        """Who was asked was asked, and may have answered."""
        return NoInverse.TOLD


@frozen
class CreateTask(Action):
    """Give a person something to do.

    Args:
        title: what, in a line.
        role: who: "agent", "supervisor", ...
        due: how long after the event it must be done; None is when there is time.
        script: what to say and do.
    """

    kind: ClassVar[str] = "create_task"
    whose: ClassVar[Whose] = "anybody"

    title: str = field(validator=worded)
    role: str = field(default="agent", validator=named, kw_only=True)
    due: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    script: str = field(default="", validator=any_text, kw_only=True)

    def undo(self, key: str) -> Action | NoInverse:
        """The task is closed; what the person did by then stays done."""
        return CloseTask(key, reason=self.reason)


@frozen
class CloseTask(Action):
    """Close a task that is of no use any more, where it is still open.

    Args:
        key: the idempotency key of the `CreateTask`, or of the `RequestApproval`.
    """

    kind: ClassVar[str] = "close_task"
    whose: ClassVar[Whose] = "anybody"

    key: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """Whether a closed task is to be opened again is for a person."""
        return NoInverse.TASK


def skus_in(data: Json) -> Iterator[str]:
    """The items that JSON values name, however deep: as `sku`, or among `skus`."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "sku" and isinstance(value, str):
                yield value
            elif name == "skus" and isinstance(value, tuple):
                yield from (one for one in value if isinstance(one, str))
            yield from skus_in(value)
    elif isinstance(data, tuple):
        for one in data:
            yield from skus_in(one)
