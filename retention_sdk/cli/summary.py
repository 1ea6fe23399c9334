"""What many decisions come to: who gave what, what was refused and why, who failed."""

from collections import Counter
from typing import Any

from attrs import define, field

from retention_sdk.actions import Action, Credit, Debit, Giving, Schedule
from retention_sdk.deciding import ENGINE
from retention_sdk.decision import Decision, Refusal
from retention_sdk.money import Money

_NAMES = {
    "create_task": "task",
    "discount_subscription": "discount",
    "issue_coupon": "coupon",
    "issue_gift_card": "gift card",
    "issue_store_credit": "store credit",
    "refund_money": "refund",
    "request_survey": "survey",
    "send_message": "message",
    "send_replacement": "replacement",
}


def counted(amount: int, name: str) -> str:
    """An amount of something: "1 coupon", "1,200 points"."""
    name = name.removesuffix("s") if amount == 1 else name if name.endswith("s") else f"{name}s"
    return f"{amount:,} {name}"


@define
class Given:
    """What was given, by what it is.

    Attributes:
        units: what was credited, by unit.
        actions: how many of each other kind of action.
        cost: minor units, as far as costs are known.
    """

    units: Counter[str] = field(factory=Counter[str])
    actions: Counter[str] = field(factory=Counter[str])
    cost: int = 0

    def add(self, action: Action) -> None:
        """Count an action in."""
        if isinstance(action, Credit):
            self.units[action.unit] += action.amount
        elif not isinstance(action, Debit):
            self.actions[action.kind] += 1
        if isinstance(action, Giving) and action.cost is not None:
            self.cost += action.cost.minor

    def __str__(self) -> str:
        units = [counted(amount, unit) for unit, amount in self.units.items()]
        kinds = sorted(self.actions.items())
        return ", ".join(units + [counted(many, _NAMES.get(kind, kind.replace("_", " "))) for kind, many in kinds])


@define
class Summary:
    """What decisions come to.

    Attributes:
        currency: the store's.
        given: by strategy.
        refused: how many actions, by code.
        examples: a sentence for each code.
        failures: how many, by strategy.
        errors: the first error of each strategy that failed.
        taken_back: units that corrections took back, by strategy and unit.
        notes: what a person should know, how many, by code; an example of each is among `examples`.
    """

    currency: str
    given: dict[str, Given] = field(factory=dict[str, Given])
    refused: Counter[str] = field(factory=Counter[str])
    examples: dict[str, str] = field(factory=dict[str, str])
    failures: Counter[str] = field(factory=Counter[str])
    errors: dict[str, str] = field(factory=dict[str, str])
    taken_back: Counter[tuple[str, str]] = field(factory=Counter[tuple[str, str]])
    notes: Counter[str] = field(factory=Counter[str])

    def add(self, decision: Decision) -> None:
        """Count a decision in."""
        for grant in decision.granted:
            # the engine's own dates are nobody's gifts; the tasks that it grants are somebody's work
            if grant.plugin != ENGINE or not isinstance(grant.action, Schedule):
                self.given.setdefault(grant.plugin, Given()).add(grant.action)
        for refusal in decision.refusals:
            self.refused[refusal.code] += 1
            self.examples.setdefault(refusal.code, _example(decision, refusal))
        for failure in decision.failures:
            self.failures[failure.plugin] += 1
            self.errors.setdefault(failure.plugin, failure.error)

        for reversal in decision.reversals:
            if isinstance(reversal.action, Credit):
                self.taken_back[reversal.plugin, reversal.action.unit] += reversal.units
        for note in decision.notes:
            self.notes[note.code] += 1
            self.examples.setdefault(note.code, f"{decision.event.id} of {decision.event.customer}: {note.sentence}")

    @property
    def cost(self) -> Money:
        """What all of it costs, as far as that is known."""
        return Money(sum(given.cost for given in self.given.values()), self.currency)

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "given": {plugin: self._given(given) for plugin, given in self.given.items()},
            "cost": str(self.cost),
            "refused": {
                code: {"count": count, "example": self.examples[code]} for code, count in self.refused.most_common()
            },
            "taken_back": {f"{plugin}.{unit}": units for (plugin, unit), units in self.taken_back.items()},
            "notes": {
                code: {"count": count, "example": self.examples[code]} for code, count in self.notes.most_common()
            },
            "failures": {
                plugin: {"count": count, "error": self.errors[plugin]} for plugin, count in self.failures.items()
            },
        }

    def _given(self, given: Given) -> dict[str, Any]:
        return {
            "units": dict(given.units),
            "actions": dict(given.actions),
            "cost": str(Money(given.cost, self.currency)),
        }


def _example(decision: Decision, refusal: Refusal) -> str:
    wanted, event = refusal.action.kind.replace("_", " "), decision.event
    return f"{refusal.plugin} wanted to {wanted} for {event.id} of {event.customer}: {refusal.sentence}"
