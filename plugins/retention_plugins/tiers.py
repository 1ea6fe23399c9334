"""Membership tiers for what a customer buys."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

from retention_plugins.levels import Counts, Ladder, Level, Rolling, Years
from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Event,
    IssueCoupon,
    Money,
    MonthDay,
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

INSTANT, WEEK = timedelta(microseconds=1), days(7)


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
    within_days: int = setting(default=365, ge=1, help="the days of a rolling window")
    upgrade: Literal["at_once", "next_year"] = setting(default="at_once", help="when a tier that was reached begins")
    grace_days: int = setting(default=0, ge=0, help="days that a tier is kept after it should end")
    refund_grace_days: int = setting(default=0, ge=0, help="days that a tier is kept after what reached it came back")
    one_down: bool = setting(default=False, help="down by one tier at a time, unless what reached it came back")
    exclude_skus: tuple[str, ...] = setting(default=(), help="items that do not count")
    exclude_categories: tuple[str, ...] = setting(default=(), help="categories that do not count")
    unit: str = setting(default="points", help="the unit of the points that count, and of those for entering a tier")
    valid_days: int = setting(default=90, ge=1, help="days that the coupon for entering a tier can be used")
    notice_days: int = setting(default=14, ge=0, help="days before its end that the end is announced; 0 never")
    reached: str = setting(default="tier_reached", help="the message about a tier that was reached")
    ending: str = setting(default="tier_ending", help="the message about a tier that is about to end")

    def __attrs_post_init__(self) -> None:
        takes = [level.at for level in self.levels.values()]
        if not takes or takes != sorted(set(takes)):
            raise BadValue("levels: write one tier or more, the lowest first, each taking more than the one before")
        if self.upgrade == "next_year" and self.window == "rolling":
            raise BadValue('upgrade is "next_year", and a rolling window has no years; write "at_once"')

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
        at, names = event.occurred_at, list(self.levels)
        corrects = customer.corrected is not None or customer.state.get("corrected") is True
        ladder, held = self._ladder(customer), names.index(customer.tier) + 1 if customer.tier in names else 0
        counts = self._counts(at, customer, customer.orders_after(event))
        reached = ladder.reached(counts.counted(at))
        before = ladder.reached(self._counts(at, customer, customer.orders).counted(at))
        if self.count == "points":
            before = held if customer.state.get("reached") is True else 0
        lost = corrects and reached < held <= before
        level, until = ladder.stand(held, _time(customer, "until"), counts, at, lost=lost)
        told = self._told(customer, ladder, counts, at, (level, until))
        memory: dict[str, Any] = {"progress": told, "until": told["until"], "look": None, "corrected": None}
        memory |= {"reached": reached >= level} if self.count == "points" else {}
        if self.upgrade == "next_year":
            memory["look"] = counts.next(at).astimezone(UTC).isoformat()
        # an order that is corrected takes the tier back that it had brought, though others reach it too
        again = corrects and level > 0 and getattr(event, "order", None) in (None, customer.state.get("by"))
        if level != held or again:
            yield SetTier(names[level - 1] if level else None, reason=self._said(counts.counted(at), customer))
        if level > held:
            memory |= {"by": event.id}
            yield SendMessage(self.reached, data=told, reason=f"reached {names[level - 1]}")
            yield from self._gifts(event, customer, names[level - 1], memory)
        elif level and ((lost and level == held) or _is_notice(event, until, self.notice_days)):
            yield SendMessage(self.ending, data=told, reason=f"{names[level - 1]} is about to end")
        for name in names[reached if lost else level :]:
            gift = customer.state.get(f"gift {name}")
            if lost and isinstance(gift, Sequence):
                yield TakeBack(str(gift[1]), str(gift[0]), reason=f"{name} is not reached any more")
                memory[f"year {name}"] = None
            memory[f"gift {name}"] = None
        yield Remember(memory)

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

    def _ladder(self, customer: Customer) -> Ladder:
        unit = Money.of(1, customer.store.currency).minor if self.count == "spend" else 1
        takes = [level.at * unit for level in self.levels.values()]
        return Ladder(takes, days(self.grace_days), days(self.refund_grace_days), self.one_down)

    def _counts(self, at: datetime, customer: Customer, orders: Sequence[Purchase]) -> Counts:
        amounts = [(order.occurred_at, self._amount(order)) for order in orders]
        if self.count == "points":
            amounts = [(credit.at, credit.amount) for credit in customer.credits]
        if self.window == "rolling":
            return Rolling(amounts, days(self.within_days))
        zone, joined = customer.store.zone, _time(customer, "joined") or customer.history.first_at or at
        day = joined.astimezone(zone)
        begins = MonthDay(1, 1) if self.window == "calendar" else MonthDay(day.month, day.day)
        return Years(amounts, begins, zone, self.upgrade == "at_once")

    def _amount(self, order: Purchase) -> int:
        """What an order counts, in minor units of money or as an order."""
        lines = [line for line in order.lines if line.sku not in self.exclude_skus]
        lines = [line for line in lines if set(self.exclude_categories).isdisjoint(line.categories)]
        spent = max(order.basis(lines=lines, points_paid=False).minor, 0)
        return spent if self.count == "spend" else int(spent > 0)

    def _said(self, counted: int, customer: Customer) -> str:
        what = str(Money(counted, customer.store.currency)) if self.count == "spend" else f"{counted} orders"
        when = {"rolling": f"within {self.within_days} days", "calendar": "in a year", "anniversary": "in a year"}
        return f"{what} {when[self.window]}"

    def _told(
        self,
        customer: Customer,
        ladder: Ladder,
        counts: Rolling | Years,
        at: datetime,
        stand: tuple[int, datetime | None],
    ) -> dict[str, Any]:
        """What a customer may read of where they stand; amounts are money, or orders."""
        (level, until), names, counted = stand, [None, *self.levels, None], counts.counted(at)

        def shown(amount: int) -> Any:
            return {"minor": amount, "currency": customer.store.currency} if self.count == "spend" else amount

        top = level == len(ladder.takes)
        return {
            "tier": names[level],
            "counted": shown(counted),
            "until": until and until.astimezone(UTC).isoformat(),
            "last_day": until and (until - INSTANT).astimezone(customer.zone).date().isoformat(),
            "keep": shown(max(ladder.takes[level - 1] - counts.counted(until), 0)) if until else None,
            "next": names[level + 1],
            "missing": None if top else shown(max(ladder.takes[level] - counted, 0)),
        }


def _time(customer: Customer, name: str) -> datetime | None:
    found = customer.state.get(name)
    return datetime.fromisoformat(found) if isinstance(found, str) else None


def _is_notice(event: Event, until: datetime | None, notice_days: int) -> bool:
    """Whether it is time to say that a tier is about to end."""
    is_one = isinstance(event, Occasion) and event.name == "notice"
    return is_one and until is not None and until - event.occurred_at <= days(notice_days)
