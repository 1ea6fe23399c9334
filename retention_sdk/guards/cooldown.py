"""How long a customer waits after one gift for another of its kind."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import frozen

from retention_sdk.actions import Action, Giving
from retention_sdk.explain.words import maybe
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import N_, Word, said
from retention_sdk.settings import Cooldown
from retention_sdk.times import from_micros, to_micros


@frozen
class Cooldowns:
    """The cooldowns of a program.

    A cooldown begins when something is granted, whether it is used or not, and goes on where it is taken back: when
    it began is remembered in the customer's standing, which a refund does not change.

    Args:
        cooldowns: what they are.
        memory: under this name the engine remembers.
    """

    cooldowns: Sequence[Cooldown]
    memory: str

    def guard(self, action: Action, tally: Tally) -> Reason | None:
        """Refuse what comes too soon after another of its kind; what is owed never does."""
        if isinstance(action, Giving) and action.entitlement:
            return None
        for one in self.cooldowns:
            if not _concerns(one, tally.plugin, action):
                continue
            last = max(self._begun(one, tally), default=None)
            if last is not None and abs(tally.event.occurred_at - last) < timedelta(days=one.days):
                return "cooldown", said(
                    "The last {what}{of} was granted on {day}, and one in {span} is enough.",
                    what=Word(action.kind),
                    of=maybe(N_(" of {plugin}"), plugin=one.strategy),
                    day=last.date(),
                    span=timedelta(days=one.days),
                )
        return None

    def _begun(self, one: Cooldown, tally: Tally) -> Iterator[datetime]:
        marked = tally.customer.standing.memory.get(self.memory, {}).get(_mark(one))
        if isinstance(marked, int):
            yield from_micros(marked)
        yield from (grant.at for grant in tally.grants if _concerns(one, grant.plugin, grant.action))
        if any(_concerns(one, plugin, action) for plugin, action in tally.done):
            yield tally.event.occurred_at

    def marks(self, tally: Tally) -> Mapping[str, int]:
        """What is to be remembered of what an event granted: when each cooldown began."""
        begun = [one for one in self.cooldowns if any(_concerns(one, plugin, action) for plugin, action in tally.done)]
        if not begun:
            return {}
        at = to_micros(tally.event.occurred_at)
        known = tally.customer.standing.memory.get(self.memory, {})
        return {_mark(one): at for one in begun if not _later(known.get(_mark(one)), at)}


def _later(marked: object, at: int) -> bool:
    return isinstance(marked, int) and marked > at


def _concerns(one: Cooldown, plugin: str, action: Action) -> bool:
    return action.kind == one.kind and one.strategy in ("", plugin)


def _mark(one: Cooldown) -> str:
    return f"cooldown {one.kind} {one.strategy}".strip()
