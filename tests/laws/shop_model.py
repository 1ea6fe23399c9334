"""The plain model of a whole store: what `tests.scripted` strategies must get, kept in dicts and lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import Decision, Event, Purchase
from tests.build import START
from tests.laws.points_model import PlainWallet
from tests.scripted import words

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVING = ("+", "-", "gift")


@define
class Expected:
    """What is expected of a decision: words by plugin, in order."""

    granted: list[tuple[str, str]] = field(factory=list)
    refused: list[tuple[str, str, str]] = field(factory=list)
    failed: list[str] = field(factory=list)


@define
class Person:
    """A customer."""

    wallets: defaultdict[str, PlainWallet] = field(factory=lambda: defaultdict(PlainWallet))
    notes: Counter[str] = field(factory=Counter)
    tags: set[str] = field(factory=set)
    orders: int = 0
    spent: int = 0


def kind(word: str) -> str:
    """What a word does: "+", "-", "gift", "tag", "note", "fail" or "exit"."""
    return word[0] if word[0] in "+-" else word.partition(":")[0]


def bundles(told: tuple[str, ...]) -> Iterator[list[str]]:
    """Each debit with what follows it up to the next credit or debit; any other word alone."""
    rest = [word for word in told if kind(word) not in ("fail", "exit")]
    while rest:
        end = 1
        if kind(rest[0]) == "-":
            while end < len(rest) and kind(rest[end]) not in "+-":
                end += 1
        yield rest[:end]
        rest = rest[end:]


@define
class PlainShop:
    """A store.

    Attributes:
        plugins: the strategies in order, each with its unit.
        budget: cents for a month.
        decided: what was decided, by event id, with the event.
    """

    plugins: dict[str, str]
    budget: int
    people: defaultdict[str, Person] = field(factory=lambda: defaultdict(Person))
    spent: Counter[str] = field(factory=Counter)
    decided: dict[str, tuple[Event, Expected]] = field(factory=dict)

    def handle(self, event: Event, *, well: bool = False) -> Expected:
        """Decide an event; one that is known stays as it was decided."""
        if event.id in self.decided:
            return self.decided[event.id][1]
        expected = self._decide(event, list(self.plugins), well=well)
        if isinstance(event, Purchase):
            self.people[event.customer].orders += 1
            self.people[event.customer].spent += event.total.minor
        self.decided[event.id] = (event, expected)
        return expected

    def retry(self, *, well: bool) -> list[str]:
        """Ask again what failed, in the order in which it happened.

        Returns:
            The ids of the events that somebody was asked about.
        """
        failed = [(event.occurred_at, id) for id, (event, expected) in self.decided.items() if expected.failed]
        for _, id in sorted(failed):
            event, old = self.decided[id]
            new = self._decide(event, old.failed, well=well)
            self.decided[id] = (event, Expected(old.granted + new.granted, old.refused + new.refused, new.failed))
        return [id for _, id in sorted(failed)]

    def _decide(self, event: Event, plugins: list[str], *, well: bool) -> Expected:
        person, expected = self.people[event.customer], Expected()
        day = (event.occurred_at - START).days
        for wallet in person.wallets.values():
            wallet.settle(day)
        sick = not well and any(kind(word) in ("fail", "exit") for word in words(event))
        for plugin in plugins:
            if sick:
                expected.failed.append(plugin)
            else:
                self._answer(event, day, plugin, expected)
        return expected

    def _answer(self, event: Event, day: int, plugin: str, expected: Expected) -> None:
        person, unit = self.people[event.customer], self.plugins[plugin]
        refused_before = len(expected.refused)
        for bundle in bundles(words(event)):
            code = self._refusal(event, person.wallets[unit], bundle)
            if code is None:
                expected.granted += [(plugin, self._grant(event, day, plugin, word)) for word in bundle]
                continue
            bad = self._first_bad(event, person.wallets[unit], bundle)
            for place, word in enumerate(bundle):
                told = self._as_tag(person, plugin, word)
                expected.refused.append((plugin, told, code if place == bad else "goes_with_refused"))
        refused = expected.refused[refused_before:]
        if "note" in words(event) and not any(kind(word) in GIVING for _, word, _ in refused):
            person.notes[plugin] += 1

    def _month(self, event: Event) -> str:
        return f"{event.occurred_at:%Y-%m}"

    def _first_bad(self, event: Event, wallet: PlainWallet, bundle: list[str]) -> int | None:
        cost = 0
        for place, word in enumerate(bundle):
            if kind(word) == "-" and wallet.available < int(word[1:]):
                return place
            if kind(word) == "gift":
                cost += int(word[5:])
                if self.spent[self._month(event)] + cost > self.budget:
                    return place
        return None

    def _refusal(self, event: Event, wallet: PlainWallet, bundle: list[str]) -> str | None:
        bad = self._first_bad(event, wallet, bundle)
        return None if bad is None else "balance" if kind(bundle[bad]) == "-" else "over_budget"

    def _as_tag(self, person: Person, plugin: str, word: str) -> str:
        return f"tag:{self.plugins[plugin]} note {person.notes[plugin] + 1}" if word == "note" else word

    def _grant(self, event: Event, day: int, plugin: str, word: str) -> str:
        person = self.people[event.customer]
        wallet = person.wallets[self.plugins[plugin]]
        told = self._as_tag(person, plugin, word)
        if kind(word) == "+":
            amount, pending, valid = (*word[1:].split("/"), "", "")[:3]
            wallet.credit(day, int(amount), int(pending or 0), int(valid) if valid else None)
        elif kind(word) == "-":
            assert wallet.debit(int(word[1:]))
        elif kind(word) == "gift":
            self.spent[self._month(event)] += int(word[5:])
        else:
            person.tags.add(told[4:])
        return told


def told(decision: Decision) -> Expected:
    """A decision in the model's words."""

    def word(action: Any) -> str:
        match action.kind:
            case "credit":
                spans = [str(span.days) if span else "" for span in (action.pending_for, action.valid_for)]
                return f"+{action.amount}/{'/'.join(spans)}".rstrip("/")
            case "debit":
                return f"-{action.amount}"
            case "issue_gift_card":
                return f"gift:{action.amount.minor}"
            case _:
                return f"tag:{action.tag}"

    return Expected(
        [(grant.plugin, word(grant.action)) for grant in decision.granted],
        [(refusal.plugin, word(refusal.action), refusal.code) for refusal in decision.refusals],
        [failure.plugin for failure in decision.failures],
    )
