"""A shop that answers what time brings, and customers of whom it knows the birthday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from retention_sdk import Credit, Lapse, MonthDay, Profile, SignUp, hookimpl
from retention_sdk.wire import loads
from tests.build import Does, gives, opened, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Engine


class Answers:
    """Gives cakes on a birthday, and tears for a silence."""

    @hookimpl
    def on_birthday(self) -> Iterator[Action]:
        """Answers a birthday."""
        yield Credit("cakes", 1)

    @hookimpl
    def on_lapse(self, event: Lapse) -> Iterator[Action]:
        """Answers a silence."""
        yield Credit("tears", event.silent_days)


def shop(url: str, timezone: str = "UTC", points: Credit | None = None, **clock: Any) -> Engine:
    """A shop that answers what time brings, and gives points for an order."""
    strategies: dict[str, object] = {"answers": Answers()}
    if points is not None:
        strategies["points"] = Does(gives(points))
    return opened(url, strategies, clock=clock, store={"timezone": timezone})


def born(customer: str, at: datetime, day: str = "06-15", zone: str | None = None, id: str = "") -> SignUp:
    """Somebody joins, and tells when they were born and where they are."""
    profile = Profile(birthday=MonthDay.parse(day), timezone=zone)
    return SignUp(id=id or f"join-{customer}", customer=customer, occurred_at=at, profile=profile)


def on(text: str) -> datetime:
    """An instant in UTC, such as "2101-06-15 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def events(engine: Engine, kind: str) -> list[dict[str, Any]]:
    """The events of a kind that are known, in the order in which they happened."""
    found = [loads(row.body) for row in rows(engine, "events") if row.kind == kind and row.body]
    return sorted(found, key=lambda one: (one["occurred_at"], one["customer"]))


def whens(engine: Engine, kind: str) -> list[str]:
    """When the events of a kind happened, in UTC, to the minute."""
    return [f"{datetime.fromisoformat(one['occurred_at']):%Y-%m-%d %H:%M}" for one in events(engine, kind)]


def each_hour(begin: datetime, hours: int) -> Iterator[datetime]:
    """The hours from a time on."""
    return (begin + timedelta(hours=hour) for hour in range(hours))
