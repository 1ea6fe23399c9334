"""Standing: tags, tiers, what is to be asked again later, what a strategy remembers."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import field, frozen
from attrs.validators import in_, optional

from retention_sdk.actions.base import Action, NoInverse, Whose
from retention_sdk.checks import instance, named
from retention_sdk.events import Event
from retention_sdk.frozen_json import Json, freeze_table


@frozen
class Tag(Action):
    """Put a tag on the customer."""

    kind: ClassVar[str] = "tag"

    tag: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """The tag is taken off, where nothing else puts it on."""
        return Untag(self.tag, reason=self.reason)


@frozen
class Untag(Action):
    """Take a tag off the customer."""

    kind: ClassVar[str] = "untag"

    tag: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """The tag is put on again, where nothing else takes it off."""
        return Tag(self.tag, reason=self.reason)


@frozen
class SetTier(Action):
    """Put the customer into a tier, or out of any with None."""

    kind: ClassVar[str] = "set_tier"

    tier: str | None = field(validator=optional(named))

    def undo(self, _key: str) -> Action | NoInverse:
        """The tier follows from what stands."""
        return NoInverse.BOOKED


@frozen
class Schedule(Action):
    """Let an event happen later: it is handled when its `occurred_at` has come."""

    kind: ClassVar[str] = "schedule"
    whose: ClassVar[Whose] = "anybody"

    event: Event = field(validator=instance(Event))

    def undo(self, _key: str) -> Action | NoInverse:
        """The event is called off."""
        return NoInverse.BOOKED


@frozen
class Remember(Action):
    """Lay values over what this strategy knows of the customer; None forgets a key.

    It is not among a decision's actions.

    Args:
        values: the values, by key.
        when: "given" keeps it only where nothing that the same answer gives or takes was refused; "told" only where
            no message of it was; "always" in any case.
    """

    kind: ClassVar[str] = "remember"
    whose: ClassVar[Whose] = "anybody"

    values: Mapping[str, Json] = field(converter=freeze_table, hash=False)
    when: Literal["given", "told", "always"] = field(default="given", validator=in_(("given", "told", "always")))

    def undo(self, _key: str) -> Action | NoInverse:
        """What was remembered before counts again."""
        return NoInverse.BOOKED
