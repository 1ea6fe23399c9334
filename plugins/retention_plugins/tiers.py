"""Membership tiers for what a customer buys."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

from retention_plugins.parts.counting import Counting
from retention_plugins.parts.levels import Counts, Ladder, Level
from retention_plugins.parts.progress import INSTANT, Progress
from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Event,
    IssueCoupon,
    Occasion,
    PercentOff,
    Purchase,
    Remember,
    SendMessage,
    SetTier,
    SignUp,
    TakeBack,
    TierLocked,
    days,
    hookimpl,
    setting,
    strategy,
)

WEEK = days(7)


@strategy
class Tiers:
    """Puts customers into tiers for what they buy, with a gift for entering one, and says when one is about to end."""

    proposes: ClassVar[tuple[type[Action], ...]] = (SetTier, IssueCoupon, Credit, SendMessage, TakeBack, Remember)

    levels: dict[str, Level] = setting(help="the tiers, the lowest first: what each takes, and what entering it gives")
    count: Literal["spend", "points", "orders"] = setting(
        default="spend", help="what it takes: money spent, points that were given, or orders"
    )
    window: Literal["rolling", "calendar", "anniversary"] = setting(
        default="rolling", help="when it counts: within so many days, or in a year that begins in January or on joining"
    )
    within_days: int = setting(default=365, ge=1, le=36_500, help="the days of a rolling window")
    upgrade: Literal["at_once", "next_year"] = setting(default="at_once", help="when a tier that was reached begins")
    grace_days: int = setting(default=0, ge=0, le=36_500, help="days that a tier is kept after it should end")
    refund_grace_days: int = setting(
        default=0, ge=0, le=36_500, help="days that a tier is kept after what reached it came back"
    )
    one_down: bool = setting(default=False, help="down by one tier at a time, unless what reached it came back")
    exclude_skus: tuple[str, ...] = setting(default=(), help="items that do not count")
    exclude_categories: tuple[str, ...] = setting(default=(), help="categories that do not count")
    unit: str = setting(
        default="points", ge=1, help="the unit of the points that count, and of those for entering a tier"
    )
    valid_days: int = setting(default=90, ge=1, le=36_500, help="days that the coupon for entering a tier can be used")
    notice_days: int = setting(
        default=14, ge=0, le=36_500, help="days before its end that the end is announced; 0 never"
    )
    reached: str = setting(default="tier_reached", ge=1, help="the message about a tier that was reached")
    ending: str = setting(default="tier_ending", ge=1, help="the message about a tier that is about to end")

    def __attrs_post_init__(self) -> None:
        takes = [level.at for level in self.levels.values()]
        if not takes or takes != sorted(set(takes)):
            raise BadValue("levels: write one tier or more, the lowest first, each taking more than the one before")
        if self.upgrade == "next_year" and self.window == "rolling":
            raise BadValue('upgrade is "next_year", and a rolling window has no years; write "at_once"')

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        what = {"spend": "units of the currency", "points": f"{self.unit} that were given", "orders": "orders"}[
            self.count
        ]
        when = f"within {self.within_days} days" if self.window == "rolling" else f"in a year ({self.window})"
        levels = ", ".join(f"{name} for {level.at}" for name, level in self.levels.items())
        yield f"Customers are in a tier for what they buy {when}: {levels}, in {what}."

    @hookimpl
    def looks_back(self) -> timedelta:
        """The orders of one window; or of this year and the one before."""
        return days(self.within_days if self.window == "rolling" else 2 * 366)

    @hookimpl
    def counts_units(self) -> list[str]:
        """The points, where they count."""
        return [self.unit] if self.count == "points" else []

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """When a tier ends, when that is announced, and when there may be another."""
        lock, until, look = customer.standing.tier_lock, _time(customer, "until"), _time(customer, "look")
        if lock and lock.until:
            yield lock.until, "look"
        last = customer.history.last_at
        if last and not until and customer.tier in self.levels and not (lock and lock.holds(after)):
            look = last + INSTANT  # what was to be remembered went with a gift that was refused
        if look:
            yield look, "look"
        if until:
            # where the clock stood still for too long it is made up for within a week
            yield until + max((after - until) // WEEK + 1, 0) * WEEK, "end"
            yield until - days(self.notice_days), "notice" if self.notice_days else "end"

    @hookimpl
    def on_sign_up(self, event: SignUp, customer: Customer) -> Iterator[Action]:
        """Notes when they joined."""
        if "joined" not in customer.state:
            yield Remember({"joined": event.occurred_at.isoformat()})

    @hookimpl
    def on_purchase(self, event: Event, customer: Customer) -> Iterator[Action]:
        """Looks which tier it is, whatever has happened; one that somebody has locked is left alone."""
        lock = customer.standing.tier_lock
        locked = event.holds if isinstance(event, TierLocked) else lock and lock.holds(event.occurred_at)
        if locked:
            return iter([Remember({"until": None, "look": None})])
        if self.count == "points" and not isinstance(event, Occasion):
            # what an event gives or takes back is in the wallet after it
            look = (event.occurred_at + INSTANT).isoformat()
            return iter([Remember({"look": look, "corrected": customer.corrected is not None})])
        return self._look(event, customer)

    on_refund = on_order_cancelled = on_order_edited = on_order_reopened = on_dispute = on_purchase
    on_customers_merged = on_tier_locked = on_occasion = on_purchase

    def _look(self, event: Event, customer: Customer) -> Iterator[Action]:
        at, state, counting, names = event.occurred_at, customer.state, self._counting, list(self.levels)
        takes = [level.at * counting.unit(customer) for level in self.levels.values()]
        ladder = Ladder(takes, days(self.grace_days), days(self.refund_grace_days), self.one_down)
        held = names.index(customer.tier) + 1 if customer.tier in names else 0
        counts = self._counts(event, customer, customer.orders_after(event))
        reached = ladder.reached(counts.counted(at))
        lost = reached < held and self._corrected(event, customer, lambda before: ladder.reached(before) >= held)
        fallen = lost or (reached < held and state.get("lost") is True)
        level, until = ladder.stand(held, _time(customer, "until"), counts, at, lost=fallen)
        of = {"spend": "", "points": self.unit, "orders": "orders"}[self.count]
        progress = Progress(names, ladder, counts, counting.currency(customer), of)
        told = progress.told(at, level, until, customer.zone)
        memory: dict[str, Any] = {"progress": told, "until": told["until"], "look": None, "corrected": None}
        memory |= {"lost": True if fallen and level == held else None, "reached": reached >= level}
        if self.upgrade == "next_year" and ladder.reached(counts.counted(counts.next(at))) > level:
            memory["look"] = counts.next(at).astimezone(UTC).isoformat()
        # an order that is corrected takes the tier back that it had brought, though others reach it too
        order, by = getattr(event, "order", None), state.get("by")
        again = customer.corrected is not None and level > 0 and (None in (order, by) or order == by)
        if level != held or again:
            yield SetTier(names[level - 1] if level else None, reason=counting.said(counts.counted(at), customer))
        if level > held:
            memory["by"] = event.id
            # it advertises: whoever is held out is in no tier, and has reached none
            yield SendMessage(self.reached, data=told, purpose="marketing", reason=f"reached {names[level - 1]}")
            yield from self._gifts(event, customer, names[level - 1], memory)
        elif level and ((lost and level == held) or _is_notice(event, until, self.notice_days)):
            yield SendMessage(self.ending, data=told, reason=f"{names[level - 1]} is about to end")
        for name in names[reached if lost else level :]:
            if lost and isinstance(gift := state.get(f"gift {name}"), Sequence):
                yield TakeBack(str(gift[1]), str(gift[0]), reason=f"{name} is not reached any more")
                memory[f"year {name}"] = None
            memory[f"gift {name}"] = None
        yield Remember(memory)

    def _corrected(self, event: Event, customer: Customer, enough: Callable[[int], bool]) -> bool:
        """Whether something was taken back just now, and enough counted before."""
        if self.count == "points":
            return customer.state.get("corrected") is True and customer.state.get("reached") is True
        before = self._counts(event, customer, customer.orders)
        return customer.corrected is not None and enough(before.counted(event.occurred_at))

    def _gifts(self, event: Event, customer: Customer, name: str, memory: dict[str, Any]) -> Iterator[Action]:
        """What entering a tier gives, once a year."""
        level, year = self.levels[name], event.occurred_at.astimezone(customer.store.zone).year
        if customer.state.get(f"year {name}") == year:
            return
        memory |= {f"year {name}": year, f"gift {name}": [event.source, event.id]}
        if level.percent:
            yield IssueCoupon(PercentOff(level.percent), valid_for=days(self.valid_days), reason=f"reached {name}")
        if level.points:
            yield Credit(self.unit, level.points, reason=f"reached {name}")

    def _counts(self, event: Event, customer: Customer, orders: Sequence[Purchase]) -> Counts:
        joined = _time(customer, "joined") or customer.history.first_at or event.occurred_at
        return self._counting.counts(customer, orders, joined)

    @property
    def _counting(self) -> Counting:
        return Counting(
            count=self.count,
            window=self.window,
            within_days=self.within_days,
            at_once=self.upgrade == "at_once",
            skus=self.exclude_skus,
            categories=self.exclude_categories,
        )


def _time(customer: Customer, name: str) -> datetime | None:
    found = customer.state.get(name)
    return datetime.fromisoformat(found) if isinstance(found, str) else None


def _is_notice(event: Event, until: datetime | None, notice_days: int) -> bool:
    """Whether it is time to say that a tier is about to end."""
    is_one = isinstance(event, Occasion) and event.name == "notice"
    return is_one and until is not None and until - event.occurred_at <= days(notice_days)
