"""Decisions: what was granted for an event, what was refused, what failed."""

from datetime import datetime

from attrs import field, frozen

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
        not_before: when it may be done at the earliest, where that is not at once: after the customer's quiet hours.
        under: the other name that a gift counts in, beside its strategy's: "role:agent" where it took that authority.
    """

    plugin: str
    key: str
    action: Action
    not_before: datetime | None = None
    under: str = ""


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

    A guard that could not answer has refused, with the code "guard_failed", and is not asked again.

    Args:
        plugin: the strategy's name.
        hook: the hook that was called.
        error: what went wrong.
    """

    plugin: str
    hook: str
    error: str

    @property
    def is_guards(self) -> bool:
        """Whether it is a guard's, who is not asked again."""
        return self.hook == "review_action"


@frozen
class Reversal:
    """Something that an earlier decision gave, and that this one takes back or gives again.

    Args:
        plugin: the name of the strategy that had given it.
        key: the idempotency key that it was given with.
        action: what was given.
        units: of a wallet's units, how many are taken out (or, below zero, put in); 0 for what is in no wallet.
        short: units that the order does not earn any more and that stay, as the policy of their unit says.
        stands: whether something of it stands now: what was taken back may be given again, and a merge may give more.
    """

    plugin: str
    key: str
    action: Action
    units: int = 0
    short: int = 0
    stands: bool = False


@frozen
class Note:
    """Something that a person should know of a decision.

    Args:
        code: a stable code, such as "waits_for_order".
        sentence: what it is.
    """

    code: str
    sentence: str


@frozen
class Decision:
    """What the engine decided for an event. A redelivered event answers an equal one.

    Args:
        event: the fact.
        granted: the actions that were committed, with who proposed them and their keys.
        refusals: what was proposed and not done, each with a code and a sentence.
        failures: the strategies that could not answer.
        reversals: what is taken back of earlier decisions, where the event corrects an order.
        notes: what a person should know besides.
        language: the store's, in which sentences were said; a redelivery in another language is equal.
        asked_of_part: the strategies that had failed, and were asked again about what was left of the order by then.
    """

    event: Event
    granted: tuple[Granted, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    failures: tuple[Failure, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    notes: tuple[Note, ...] = ()
    asked_of_part: tuple[str, ...] = ()
    language: str = field(default="en", eq=False, repr=False)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What was committed."""
        return tuple(grant.action for grant in self.granted)

    def explain(self, language: str | None = None) -> str:
        """The whole story, for a person: one sentence a line.

        Args:
            language: "en", "cs", "pl" or "pt"; the store's where not given. Why something was refused, and what
                strategies give as their reasons, stays as it was said.

        Returns:
            The story.

        Raises:
            BadValue: there are no sentences in this language.
        """
        return story(self, self.language if language is None else language)
