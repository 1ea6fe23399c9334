"""From a configuration to its guards, in the order in which they are asked, and the rules besides."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk import guards as g
from retention_sdk.actions import (
    KINDS,
    Action,
    Credit,
    Debit,
    Giving,
    HoldUnits,
    Offer,
    RefundMoney,
    RequestSurvey,
    SendMessage,
    SetTier,
    TakePlace,
)
from retention_sdk.cases import Rules as CaseRules
from retention_sdk.deciding import ENGINE, Lanes, Rules
from retention_sdk.errors import PluginError
from retention_sdk.events import CancelRequest, Complaint, SessionEvent
from retention_sdk.guards.authority import CONCERNED
from retention_sdk.guards.offer_screens import OfferScreens
from retention_sdk.guards.remedy_cap import REMEDIES
from retention_sdk.registry import REVIEW, Registry
from retention_sdk.rewards import stock_name
from retention_sdk.settings import Bounds, Config, Role, most_by_role

WRITES = (SendMessage, RequestSurvey)
"""The actions that write to a customer."""

YEAR = timedelta(days=366)
"""How far back orders are read whose share a role may give."""


@frozen
class Guarding:
    """What a configuration and its plugins may refuse; only what is configured is asked.

    Args:
        config: what the merchant wrote.
        registry: the plugins.
    """

    config: Config
    registry: Registry

    @property
    def zone(self) -> ZoneInfo:
        """The store's time zone."""
        return ZoneInfo(self.config.store.timezone)

    def guards(self) -> g.Guards:
        """The cheapest first, then the plugins'; the holdout last, so that it tells what would have been given."""
        limits, once = self.config.limits, self._once()
        guards: list[g.Guard] = [
            g.Only(g.balance, (Credit, Debit, HoldUnits)),
            g.Only(g.dispute, (RefundMoney,)),
            g.Only(g.tier_lock, (SetTier,)),
            g.Only(OfferScreens(self.config.cancelling), (Offer,), (CancelRequest, SessionEvent)),
            *self._contact(),
        ]
        if limits.starts is not None:
            guards.append(g.before_start(limits.starts, self.zone))
        if once:
            guards.append(g.returning(once))
        if limits.minimum_age is not None:
            guards.append(g.age(limits.minimum_age, self.zone, self.config.messages.transactional))
        if (cooldowns := self._cooldowns()) is not None:
            guards.append(g.Only(cooldowns.guard, tuple(KINDS[one.kind] for one in limits.cooldowns)))
        if self.config.cases.answer_again_hours:
            answered = g.answered(timedelta(hours=self.config.cases.answer_again_hours), self.cases())
            guards.append(g.Only(answered, (SendMessage,), (Complaint,)))
        guards.append(g.Only(g.remedy_cap(self.config.cases.remedy_cap_percent), (Giving,), REMEDIES))
        if (authority := self._authority()) is not None:
            guards.append(g.Only(authority, (Giving,), CONCERNED))
        if limits.per_customer is not None:
            span = timedelta(days=limits.per_customer.days)
            guards.append(g.per_customer(limits.per_customer.amount, span))
        guards.append(g.budget if self.counters() else g.Only(g.budget, (TakePlace,)))
        guards += [g.plugged(ask) for ask in self.registry.asks.get(REVIEW, ())]
        return g.Guards([*guards, *self._holdout()])

    def _once(self) -> frozenset[str]:
        """The strategies that say of themselves that they give once in a life."""
        return frozenset(one.name for one in self.registry.enabled if getattr(one.strategy, "gives_once", False))

    def counters(self) -> g.Counters:
        """What is counted, and how much of it may be given."""
        limits = self.config.limits
        kept = [] if limits.monthly_budget is None else [g.Counter(g.BUDGET, limits.monthly_budget.minor)]
        kept += [g.Counter(one.name, one.amount.minor, one.period) for one in limits.budgets]
        for name, one in self.config.rewards.items():
            if one.stock is not None:
                gifts = len(one.actions)
                kept.append(g.Counter(stock_name(name), one.stock * gifts, "ever", pieces=True, gifts=gifts))
        kept += [g.Counter(g.place_name(of), most, "ever", pieces=True) for of, most in self.places().items()]
        return g.Counters(tuple(kept), self.zone)

    def places(self) -> dict[str, int]:
        """How many places there are of what, as the strategies say."""
        found, whose = dict[str, int](), dict[str, str]()
        for one in self.registry.enabled:
            kept: object = getattr(one.strategy, "places", None)
            for of, most in cast("Mapping[object, object]", kept).items() if isinstance(kept, Mapping) else ():
                if not isinstance(of, str) or type(most) is not int or most < 0:
                    raise PluginError(f"plugin {one.name!r}: places has {of!r}: {most!r}; give texts and whole numbers")
                if of in found:
                    raise PluginError(f"plugins {whose[of]!r} and {one.name!r} both have places of {of!r}; rename one")
                found[of], whose[of] = most, one.name
        return found

    def cases(self) -> CaseRules:
        """How complaints are dealt with."""
        config, store = self.config, self.config.store
        roles = most_by_role(config.authority, store.currency)
        return config.cases.rules(store.timezone, roles, config.cancelling.case_reasons)

    def _contact(self) -> list[g.Guard]:
        messages, guards = self.config.messages, list[g.Guard]([g.Only(g.timely(self._waits()), (SendMessage,))])
        if messages.consent:
            guards.append(g.Only(g.consent(messages.transactional), WRITES))
        if (quiet := self._quiet()) is not None and messages.quiet == "drop":
            guards.append(g.Only(quiet.guard, WRITES))
        if messages.frequency:
            guards.append(g.Only(g.frequency(messages.frequency, messages.transactional), WRITES))
        if not messages.severe_complaints:
            guards.append(g.Only(g.complaint(messages.transactional), (Offer, *WRITES)))
        return guards

    def _holdout(self) -> list[g.Guard]:
        config, holdout = self.config, self.config.holdout
        if not holdout.percent and not any(holdout.strategies.values()):
            return []
        terms = (holdout.percent, holdout.strategies, config.store.key, holdout.seed, config.messages.transactional)
        return [g.Only(g.holdout(*terms), (Giving, SetTier, *WRITES))]

    def _quiet(self) -> g.Quiet | None:
        messages = self.config.messages
        return None if messages.hours is None else g.Quiet(messages.hours, self.zone, messages.transactional)

    def _waits(self) -> Callable[[Action, g.Tally], datetime | None] | None:
        """When a message may be sent at the earliest, where it waits for the end of the quiet hours."""
        quiet = self._quiet()
        return None if quiet is None or self.config.messages.quiet != "defer" else quiet.not_before

    def _cooldowns(self) -> g.Cooldowns | None:
        cooldowns = self.config.limits.cooldowns
        return g.Cooldowns(cooldowns, ENGINE) if cooldowns else None

    def _authority(self) -> g.Authority | None:
        return g.authority(self.config.authority) if self.config.authority else None

    def rules(self) -> Rules:
        """What is decided by besides guards."""
        stacking, authority, cooldowns = self.config.stacking, self._authority(), self._cooldowns()
        return Rules(
            lanes=Lanes(stacking.lanes, stacking.exclusive) if stacking.lanes else None,
            not_before=self._waits(),
            requests=None if authority is None else self._requests(authority),
            marks=None if cooldowns is None else cooldowns.marks,
            under=None if authority is None else authority.under,
        )

    def _requests(self, authority: g.Authority) -> g.Requests:
        """What asks for approval, in the hours of the store."""
        cases = self.config.cases
        calendar = cases.calendar.calendar(self.config.store.timezone)
        return g.Requests(authority, calendar, cases.warn_percent, self._holdout())

    def window(self) -> timedelta:
        """How far back guards look at a customer's orders."""
        return YEAR if any(one.share is not None for one in self._bounds()) else timedelta(0)

    def reach(self) -> timedelta:
        """How far back guards look at what a customer was granted."""
        limits = self.config.limits
        days = [cooldown.days for cooldown in limits.cooldowns]
        days += [cap.days for cap in self.config.messages.frequency.values()]
        days += [one.days for one in self._bounds() if one.days is not None]
        days += [limits.per_customer.days] if limits.per_customer else []
        return timedelta(days=max(days, default=0))

    def _bounds(self) -> list[Bounds]:
        roles = [one for one in self.config.authority.values() if isinstance(one, Role)]
        return [bounds for role in roles for bounds in (role, *role.kinds.values())]
