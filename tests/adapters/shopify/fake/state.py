"""What a shop has: plain dicts in tables, by global id."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from attrs import Factory, define

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row = dict[str, Any]


class UserError(Exception):
    """A mutation does nothing, and says why."""

    def __init__(self, code: str | None, message: str, field: list[str] | None = None) -> None:
        self.shown = {"code": code, "message": message, "field": field, "extraInfo": None, "elementIndex": None}
        super().__init__(message)


@define
class State:
    """A shop's state.

    Args:
        domain: the shop's.
        currency: its currency.
        now: its clock.
        version: the version of the API that is being called.
        tables: what is there, by kind and global id.
        keys: idempotency keys: when, with what input, and what was answered.
        says: the errors that the next calls of a field answer, where nothing is done.
        lies: what makes a thing otherwise than it was asked for, by the field that made it.
    """

    domain: str = "bean-and-leaf.myshopify.com"
    currency: str = "EUR"
    now: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)
    version: str = "2026-10"
    tables: dict[str, dict[str, Row]] = Factory(dict)
    keys: dict[str, tuple[datetime, Any, Any]] = Factory(dict)
    says: dict[str, list[Exception]] = Factory(dict)
    lies: dict[str, Callable[[State], object]] = Factory(dict)
    _last: int = 1000

    def table(self, kind: str) -> dict[str, Row]:
        """What there is of a kind, by global id."""
        return self.tables.setdefault(kind, {})

    def add(self, kind: str, number: int | None = None, /, **row: Any) -> Row:
        """Something new, with a global id."""
        if number is None:
            self._last += 1
            number = self._last
        made = {"__typename": kind, "id": f"gid://shopify/{kind}/{number}", **row}
        self.table(kind)[made["id"]] = made
        return made

    def get(self, id: str) -> Row | None:
        """Something by its global id; None where it is not there."""
        kind = id.removeprefix("gid://shopify/").partition("/")[0]
        return self.table(kind).get(id)

    def the(self, id: str, code: str | None = "INVALID", what: str = "id") -> Row:
        """Something by its global id, that has to be there."""
        found = self.get(id)
        if found is None:
            raise UserError(code, f"{what} does not exist", [what])
        return found

    def money(self, amount: Any, currency: str | None = None) -> dict[str, str]:
        """A MoneyV2, with as many digits as Shopify shows: one at least, and no nought behind it."""
        text = f"{float(amount):.2f}"
        return {"amount": text.removesuffix("0"), "currencyCode": currency or self.currency}


ANSWERS: dict[tuple[str, str], Callable[..., Any]] = {}


def answers(place: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a function answer a field, such as "Mutation.tagsAdd": it takes the state, and the arguments as a dict."""
    parent, _, name = place.partition(".")

    def enrolled(function: Callable[..., Any]) -> Callable[..., Any]:
        ANSWERS[parent, name] = function
        return function

    return enrolled


def nodes(found: list[Row], args: Mapping[str, Any] | None = None) -> Row:
    """A connection."""
    first, after = (args or {}).get("first"), (args or {}).get("after")
    if after:
        found = found[[one.get("id") for one in found].index(after) + 1 :]
    shown = list(found)[:first] if first else list(found)
    edges = [{"node": one, "cursor": one.get("id")} for one in shown]
    page = {"hasNextPage": len(shown) < len(found), "endCursor": shown[-1].get("id") if shown else None}
    return {"nodes": shown, "edges": edges, "pageInfo": page}
