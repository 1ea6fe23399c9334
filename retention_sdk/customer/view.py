"""The customer as a strategy sees them: read-only, as of just before the event."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.actions import Action
from retention_sdk.approvals import Approval
from retention_sdk.cancelling.session import UNDECIDED, CancelSession
from retention_sdk.cases import Case
from retention_sdk.customer.known import History, OpenComplaint
from retention_sdk.customer.standing import Standing
from retention_sdk.customer.wallets import Credited, Expiring, Wallet
from retention_sdk.events import Event, Purchase, Severity
from retention_sdk.frozen_json import Json
from retention_sdk.money import Money
from retention_sdk.profile import Consent, Profile
from retention_sdk.times import utc

_NOTHING: Mapping[str, Any] = MappingProxyType({})


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
