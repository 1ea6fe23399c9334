"""Contests for what there is one of: who asks for it, who has it, and how it is given up."""

from __future__ import annotations

from typing import Any

from retention_sdk import Credit, Decision, IssueGiftCard, OrderCancelled
from retention_sdk.store.outbox import STANDING
from tests.build import START, after, eur, gives, opened, order, rows
from tests.engine.leaving import SECRET, TwoOffers, leaving, session

AGENT = {"agent": "50 EUR"}
TABLES: dict[str, dict[str, Any]] = {
    "budget": {"limits": {"monthly_budget": "1 EUR"}},
    "customer": {"limits": {"per_customer": {"amount": "1 EUR", "days": 30}}},
    "strategy": {"limits": {"budgets": [{"amount": "1 EUR", "period": "day", "strategy": "one"}]}},
    "role": {"limits": {"budgets": [{"amount": "6 EUR", "period": "week", "role": "agent"}]}, "authority": AGENT},
    "stock": {"rewards": {"card": {"title": "A card", "cost": 1, "gives": {"gift_card": "1 EUR"}, "stock": 1}}},
    "offer": {},
}
"""The limits of each contest, with room for one: a gift card of an euro, an offer of six, the last card of a reward,
one session's offer."""

ASKS = 64
"""How many ask at once."""

GIVEN_UP = tuple(name for name in TABLES if name != "offer")
"""Those in which what is taken back is there for the next; an offer is good once."""


class Contest:
    """An engine of a contest's store: it gives a card for each order, and offers to those who want to leave.

    Args:
        url: the database's.
        name: of `TABLES`.
    """

    def __init__(self, url: str, name: str) -> None:
        gift = Credit("points", 1) if name == "stock" else IssueGiftCard(eur(1))
        strategies: dict[str, object] = {"one": TwoOffers() if name in ("role", "offer") else gives(gift)}
        tables = {"store": {"name": f"contest {name}"}, "offers": {"secret": SECRET}, **TABLES[name]}
        self.name, self.engine = name, opened(url, strategies, **tables)
        self._tokens: list[str] = []
        if name == "offer":
            self.engine.handle(leaving())
            self._tokens = [one.token for one in self.engine.offers(session(self.engine), at=START)]

    def ask(self, number: int) -> Decision:
        """Ask for what there is one of; the first `ASKS` do so before it is given up, those behind them after."""
        at = after(minutes=2 * (number // ASKS), microseconds=number)
        if self.name == "role":
            return self.engine.handle(leaving(f"x-{number:03}", f"c-{number}", at))
        if self.name == "offer":
            return self.engine.accept(self._tokens[number % 2], at=at)
        ordered = self.engine.handle(order(f"o-{number:03}", self._customer(number), 1, at))
        if self.name != "stock":
            return ordered
        return self.engine.redeem(f"c-{number}", "card", f"{number:03}", at=at)

    def _customer(self, number: int) -> str:
        return "c" if self.name == "customer" else f"c-{number}"

    def winners(self) -> list[str]:
        """The ids of the events that have what there is one of."""
        turns = {(row.customer, row.turn): row.id for row in rows(self.engine, "events")}
        given = [row for row in rows(self.engine, "outbox") if row.status in STANDING]
        has = [row for row in given if (row.kind != "offer" if self.name == "offer" else row.cost)]
        return [turns[row.customer, row.turn] for row in has]

    def give_up(self, winner: str) -> None:
        """Take it back from who has it."""
        number, at = int(winner.partition("-")[2]), after(minutes=1)
        if self.name == "role":
            self.engine.cancel_directly(winner, f"c-{number}", at=at)
        elif self.name == "stock":
            self.engine.cancel_redemption(f"{number:03}", customer=f"c-{number}", at=at)
        else:
            customer = self._customer(number)
            self.engine.handle(OrderCancelled(id=f"back-{winner}", customer=customer, occurred_at=at, order=winner))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.close()


def contend(url: str, names: list[str], caller: int, asks: int, meet: Any) -> None:
    """Ask in a process of its own, in each contest twice: when all are there, and when the winner has given up."""
    for name in names:
        contest = Contest(url, name)
        for first in (0, ASKS):
            meet.wait(120)
            for number in range(asks):
                contest.ask(first + asks * caller + number)
            meet.wait(120)
        contest.close()
