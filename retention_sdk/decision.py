"""Decisions: what was granted for an event, what was refused, what failed."""

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.events import Event
from retention_sdk.explain import story


@frozen
class Granted:
    """An action that was committed.

    Args:
        plugin: the name of the strategy that proposed it.
        key: its idempotency key, the same on every delivery and machine.
        action: what is done.
    """

    plugin: str
    key: str
    action: Action


@frozen
class Refusal:
    """An action that was proposed and not done.

    Args:
        plugin: the name of the strategy that proposed it.
        action: what was proposed.
        code: a stable code, such as "over_budget".
        sentence: why, for a person.
    """

    plugin: str
    action: Action
    code: str
    sentence: str


@frozen
class Failure:
    """A strategy that could not answer; the others' work stands, and it is asked again.

    Args:
        plugin: the strategy's name.
        hook: the hook that was called.
        error: what went wrong.
    """

    plugin: str
    hook: str
    error: str


@frozen
class Decision:
    """What the engine decided for an event. A redelivered event answers an equal one.

    Args:
        event: the fact.
        granted: the actions that were committed, with who proposed them and their keys.
        refusals: what was proposed and not done, each with a code and a sentence.
        failures: the strategies that could not answer.
    """

    event: Event
    granted: tuple[Granted, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """What was committed."""
        return tuple(grant.action for grant in self.granted)

    def explain(self) -> str:
        """The whole story, for a person: one sentence a line."""
        return story(self)
