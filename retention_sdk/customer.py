"""The customer as a strategy sees them: read-only, as of just before the event."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.actions import Action, TakePlace
from retention_sdk.approvals import Approval
from retention_sdk.cancelling.session import UNDECIDED, CancelSession
from retention_sdk.cases import Case
from retention_sdk.events import Event, Purchase, Severity
from retention_sdk.frozen_json import Json
from retention_sdk.money import Money
from retention_sdk.profile import Consent, Profile
from retention_sdk.rewards.kept import Hold, Redeemed
from retention_sdk.times import utc

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@frozen
class Wallet:
    """A customer's wallet of one unit.

    Args:
        unit: "points", "stamps", ...
        available: what can be spent now; below zero is a debt, which later credits pay.
        pending: what cannot be spent yet, and what a checkout holds.
        lifetime: all that was ever credited, less what was taken back.
        changes_at: when the next lot becomes available or expires; None where none will.
        expires_at: when the next lot expires; None where none will.
    """

    unit: str
    available: int = 0
    pending: int = 0
    lifetime: int = 0
    changes_at: datetime | None = None
    expires_at: datetime | None = None


@frozen
class Expiring:
    """Units that can be spent, and will expire.

    Args:
        at: when they expire.
        unit: "points", "miles", ...
        amount: how many.
    """

    at: datetime
    unit: str
    amount: int


@frozen
class History:
    """Counts and sums over all of a customer's orders.

    Args:
        orders: how many.
        units: items in them.
        spent: minor units of the store's currency, as paid.
        first_at: when the first was paid.
        last_at: when the last was paid.
    """

    orders: int = 0
    units: int = 0
    spent: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


@frozen
class OpenComplaint:
    """A complaint that nobody has closed."""

    id: str
    at: datetime
    category: str
    severity: Severity = field(converter=Severity)
    order: str | None = None


@frozen
class Reward:
    """Something that was given to the customer before.

    Args:
        plugin: the strategy's name.
        action: what was given.
        at: when the event happened that it was given for.
        code: what the customer types to use it, where a platform has told.
    """

    plugin: str
    action: Action
    at: datetime
    code: str | None = field(default=None, eq=False)


@frozen
class PlaceTaken:
    """Places that the customer has.

    Args:
        key: the idempotency key that they were granted with.
        plugin: the strategy's name.
        action: what was granted: of what, and how many.
        at: when.
    """

    key: str
    plugin: str
    action: TakePlace
    at: datetime

    @property
    def of(self) -> str:
        """What they are places of."""
        return self.action.of

    @property
    def under(self) -> str:
        """The other name that they count in; they say it themselves."""
        return ""


@frozen
class Credited:
    """Units that were put into a wallet at once.

    Args:
        unit: "points", "stamps", ...
        amount: how many, less what was taken back.
        at: when the event happened that they were given for.
    """

    unit: str
    amount: int
    at: datetime


@frozen
class Returning:
    """What is still known of a customer who was forgotten, and came back.

    Args:
        at: when they were forgotten.
        strategies: the names of those that had given them something.
    """

    at: datetime
    strategies: frozenset[str] = frozenset()


@frozen
class Occasions:
    """What time has brought a customer, so that it brings nothing twice.

    Args:
        birthday: the year of the latest birthday that was kept.
        lapse_at: when they had last been silent for longer than is usual.
        lapse_days: for how many days they had been.
        store_day: the latest day that the store had; it stands in the store's own record alone.
        birthday_told_at: since when the day of their birthday is known, unchanged.
    """

    birthday: int | None = None
    lapse_at: datetime | None = None
    lapse_days: int = 0
    store_day: date | None = None
    birthday_told_at: datetime | None = None


@frozen
class HeldItem:
    """An item of which nothing is offered until it is released.

    Args:
        sku: the item.
        reason: why, in words that the merchant reads.
    """

    sku: str
    reason: str = ""


@frozen
class StoreView:
    """The store, as a strategy sees it.

    Args:
        name: what customers call it.
        timezone: its IANA time zone.
        currency: its ISO 4217 currency.
    """

    name: str = "store"
    timezone: str = "UTC"
    currency: str = "EUR"

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone: a day of the store begins at midnight there."""
        return ZoneInfo(self.timezone)


@frozen
class TierLock:
    """A tier that somebody has locked.

    Args:
        tier: the tier; None is none.
        until: until when; None is until somebody says otherwise.
        by: who has locked it.
        reason: why.
    """

    tier: str | None = None
    until: datetime | None = None
    by: str = ""
    reason: str = ""

    def holds(self, at: datetime) -> bool:
        """Whether it is locked at a time."""
        return self.until is None or at < self.until


@frozen
class Standing:
    """What the engine knows of a customer apart from wallets, orders and rewards.

    Args:
        profile: who they are and what they allowed.
        tier: the tier they are in.
        tags: the tags they bear.
        history: counts and sums over their orders.
        complaints: the complaints that are open.
        memory: what each strategy remembers of them.
        waiting: orders that were corrected, and are not known yet.
        disputes: orders whose money the customer's bank asks for, or got.
        sessions: what became of their cancel requests: the open ones, and the latest that are closed.
        cases: the cases that are open, and the latest that were closed, oldest first.
        redeemed: the rewards that they have had, the latest of each, oldest first.
        holds: what checkouts hold of their units, and the latest that ended, oldest first.
        merged: the ids of those who turned out to be this customer, and lead here.
        returning: what is known of who they were, where they were forgotten and came back.
        approvals: what waits for somebody's approval, and the latest that was answered, oldest first.
        occasions: what time has brought them.
        places: the places that they have, of what they said they would come to.
        withdrawn: events that count for nothing when they come, since what they followed from was taken back.
        signed_up_at: when they first joined the program.
        tier_lock: the latest lock that somebody put on their tier; it may be over.
        held: items of which nothing is offered; they stand in the store's own record alone.
    """

    profile: Profile = Profile()
    tier: str | None = None
    tags: frozenset[str] = frozenset()
    history: History = History()
    complaints: tuple[OpenComplaint, ...] = ()
    memory: Mapping[str, Mapping[str, Json]] = field(default=_NOTHING, hash=False)
    waiting: frozenset[str] = frozenset()
    disputes: frozenset[str] = frozenset()
    sessions: tuple[CancelSession, ...] = ()
    cases: tuple[Case, ...] = ()
    redeemed: tuple[Redeemed, ...] = ()
    holds: tuple[Hold, ...] = ()
    merged: frozenset[str] = frozenset()
    returning: Returning | None = None
    approvals: tuple[Approval, ...] = ()
    occasions: Occasions = Occasions()
    places: tuple[PlaceTaken, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    signed_up_at: datetime | None = None
    tier_lock: TierLock | None = None
    held: tuple[HeldItem, ...] = ()


@frozen
class Customer:
    """A customer, as of just before the event that a strategy is asked about.

    Args:
        id: the customer's id in the store.
        standing: profile, tier, tags, history, complaints.
        wallets: the wallets by unit.
        orders: the orders inside the longest window that an enabled strategy asked for, oldest first.
        rewards: what was given inside that window, oldest first.
        state: what the strategy that is asked remembers of them.
        store: the store whose customer they are.
        expiring: what of their units expires, the earliest first; told where an `Occasion` is answered.
        corrected: the orders as the event leaves them, where it corrects one.
        credits: what was put into wallets inside that window, oldest first; of the units that a strategy counts.
    """

    id: str
    standing: Standing = Standing()
    wallets: Mapping[str, Wallet] = field(default=_NOTHING, hash=False)
    orders: tuple[Purchase, ...] = ()
    rewards: tuple[Reward, ...] = ()
    state: Mapping[str, Json] = field(default=_NOTHING, hash=False)
    store: StoreView = StoreView()
    expiring: tuple[Expiring, ...] = ()
    corrected: tuple[Purchase, ...] | None = None
    credits: tuple[Credited, ...] = ()

    @property
    def profile(self) -> Profile:
        """Who they are."""
        return self.standing.profile

    @property
    def consents(self) -> tuple[Consent, ...]:
        """What they allowed and what they did not."""
        return self.standing.profile.consents

    @property
    def zone(self) -> ZoneInfo:
        """Their time zone; the store's where theirs is not known."""
        timezone = self.standing.profile.timezone
        return self.store.zone if timezone is None else ZoneInfo(timezone)

    @property
    def since(self) -> datetime | None:
        """Since when they are a customer: when they signed up, or first bought, whatever was earlier."""
        known = (self.standing.signed_up_at, self.standing.history.first_at)
        return min((at for at in known if at is not None), default=None)

    @property
    def unsettled(self) -> bool:
        """Whether a severe complaint or case of theirs is open, or they are about to cancel: no time for presents."""
        how_bad = [one.severity for one in self.standing.complaints]
        how_bad += [one.severity for one in self.standing.cases if one.is_open]
        return Severity.SEVERE in how_bad or any(one.state in UNDECIDED for one in self.standing.sessions)

    def age(self, at: datetime) -> int | None:
        """How old they are at a time, where they are.

        Args:
            at: the time.

        Returns:
            Whole years; None where the year of birth is not known.

        Raises:
            BadValue: the time has no zone.
        """
        born, today = self.standing.profile.birthday, utc(at).astimezone(self.zone).date()
        if born is None or born.year is None:
            return None
        return today.year - born.year - (today < born.on(today.year))

    @property
    def tier(self) -> str | None:
        """The tier they are in."""
        return self.standing.tier

    @property
    def tags(self) -> frozenset[str]:
        """The tags they bear."""
        return self.standing.tags

    @property
    def history(self) -> History:
        """Counts and sums over all their orders."""
        return self.standing.history

    @property
    def complaints(self) -> tuple[OpenComplaint, ...]:
        """The complaints that are open."""
        return self.standing.complaints

    def session(self, id: str) -> CancelSession | None:
        """The session that a cancel request opened, by the request's id."""
        return next((one for one in self.standing.sessions if one.id == id), None)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that are open, and the latest that were closed, oldest first."""
        return self.standing.cases

    def held(self, unit: str, at: datetime) -> int:
        """How many units checkouts hold at a time; they are among those that are pending."""
        at = utc(at)
        return sum(one.amount for one in self.standing.holds if one.unit == unit and one.open_at(at))

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """What waits for somebody's approval, and the latest that was answered, oldest first."""
        return self.standing.approvals

    def places(self, of: str) -> int:
        """How many places of something they have."""
        return sum(one.action.places for one in self.standing.places if one.of == of)

    def wallet(self, unit: str) -> Wallet:
        """The wallet of a unit; an empty one where there is none."""
        return self.wallets.get(unit) or Wallet(unit)

    def orders_after(self, event: Event) -> tuple[Purchase, ...]:
        """The orders inside the window as the event leaves them: with it, or less what it takes off one.

        Args:
            event: the event that the strategy is asked about.

        Returns:
            The orders, oldest first.
        """
        if isinstance(event, Purchase):
            return (*self.orders, event)
        return self.orders if self.corrected is None else self.corrected

    def order(self, id: str | None) -> Purchase | None:
        """An order inside the window by its id."""
        return next((order for order in self.orders if order.id == id), None)

    def used(self, order: Purchase) -> tuple[Reward, ...]:
        """What was given inside the window, and was used for an order: those whose codes are among its coupons."""
        codes = {code.casefold() for code in order.coupons}
        return tuple(one for one in self.rewards if one.code is not None and one.code.casefold() in codes)

    def given(self, kind: type[Action] = Action, *, since: datetime, currency: str) -> Money:
        """What the rewards of a kind since a time cost together.

        Args:
            kind: the kind of action, all where not given.
            since: only those given at or after it.
            currency: the store's.

        Returns:
            The sum of the costs that are known.

        Raises:
            BadValue: the time has no zone.
        """
        since = utc(since)
        costs = (getattr(r.action, "cost", None) for r in self.rewards if r.at >= since and isinstance(r.action, kind))
        return Money.sum((cost for cost in costs if cost is not None), currency)
