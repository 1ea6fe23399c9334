"""Hypothesis strategies for every kind of event and action, with all their fields."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from retention_sdk import actions as a
from retention_sdk import events as e
from retention_sdk.events.following import Side
from retention_sdk.money import LARGEST, Money
from retention_sdk.profile import Consent, Profile
from retention_sdk.times import MonthDay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

CURRENCIES = ("EUR", "JPY", "KWD")

_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(_characters, max_size=20)
names = st.text(_characters, min_size=1, max_size=20)
some_names = st.lists(names, max_size=3)
counts = st.integers(1, 2**62)
percents = st.integers(1, 100)
currencies = st.sampled_from(CURRENCIES)
spans = st.timedeltas(timedelta(microseconds=1), timedelta(days=36_525))
moments = st.datetimes(datetime(1901, 1, 1), datetime(9000, 1, 1), timezones=st.timezones() | st.just(UTC))  # noqa: DTZ001
"""In any time zone."""

json_values: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
json_objects = st.dictionaries(texts, json_values, max_size=3)


def maybe(values: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A value, or None."""
    return st.none() | values


def money(currency: str | None = None, least: int = -LARGEST, most: int = LARGEST) -> SearchStrategy[Money]:
    """Money of a currency, or of any."""
    return st.builds(Money, st.integers(least, most), st.just(currency) if currency else currencies)


gifts = money(least=1)
costs = money(least=0)

month_days = st.dates(datetime(1904, 1, 1).date()).map(lambda d: MonthDay(d.month, d.day, d.year)) | st.dates(  # noqa: DTZ001
    datetime(1904, 1, 1).date(),  # noqa: DTZ001
    datetime(1904, 12, 31).date(),  # noqa: DTZ001
).map(lambda d: MonthDay(d.month, d.day))

consents = st.builds(
    Consent,
    channel=st.sampled_from(["email", "sms"]) | names,
    purpose=st.sampled_from(["marketing", "service"]) | names,
    given=st.booleans(),
    at=maybe(moments),
    proof=texts,
)
profiles = st.builds(
    Profile,
    email=maybe(texts),
    name=maybe(texts),
    locale=st.sampled_from([None, "cs", "pt_BR", "zh-Hant-TW"]),
    timezone=st.sampled_from([None, "Europe/Prague", "Asia/Tokyo"]),
    birthday=maybe(month_days),
    consents=st.lists(consents, max_size=3),
    marks=some_names,
)

_fact = {"id": names, "customer": names, "occurred_at": moments, "source": names}
# hypothesis writes strategies out: what every event has would be written out for each of its kinds
_fact |= {"profile": maybe(st.deferred(lambda: profiles)), "as_of": maybe(moments)}
_why = {"reason": texts}


def _share(currency: str) -> SearchStrategy[Money]:
    """An amount of which a few can be added up."""
    return money(currency, -(10**14), 10**14)


@st.composite
def _lines(draw: st.DrawFn, currency: str) -> e.Line:
    quantity = draw(counts)
    return e.Line(
        sku=draw(names),
        quantity=quantity,
        total=draw(_share(currency)),
        categories=draw(some_names),
        discount=draw(maybe(_share(currency))),
        tax=draw(maybe(_share(currency))),
        points_paid=draw(maybe(_share(currency))),
        free_units=draw(st.integers(0, quantity)),
    )


def _purchases(currency: str) -> SearchStrategy[e.Purchase]:
    return st.builds(
        e.Purchase,
        **_fact,
        lines=st.lists(_lines(currency), min_size=1, max_size=3),
        shipping=maybe(_share(currency)),
        shipping_tax=maybe(_share(currency)),
        coupons=some_names,
    )


def _refunds(currency: str) -> SearchStrategy[e.Refund]:
    line = st.builds(e.RefundLine, sku=names, quantity=counts, total=maybe(money(currency)))
    by_line = st.builds(e.Refund, **_fact, order=maybe(names), lines=st.lists(line, max_size=3))
    return by_line | st.builds(e.Refund, **_fact, order=maybe(names), amount=maybe(money(currency, least=0)))


def _edits(currency: str) -> SearchStrategy[e.OrderEdited]:
    lines = st.lists(_lines(currency), min_size=1, max_size=3)
    amounts = maybe(money(currency, least=0))
    more = {"shipping": amounts, "shipping_tax": amounts, "coupons": maybe(some_names), "unchanged": st.booleans()}
    return st.builds(e.OrderEdited, **_fact, order=names, lines=lines, **more)


EVENTS: dict[type[e.Event], SearchStrategy[Any]] = {
    e.Birthday: st.builds(e.Birthday, **_fact, year=maybe(st.integers(1, 9999)), late_days=st.integers(0, 300)),
    e.CardLost: st.builds(e.CardLost, **_fact),
    e.CancelRequest: st.builds(
        e.CancelRequest,
        **_fact,
        subscription=texts,
        reason=st.sampled_from(e.CancelReason),
        text=texts,
        price=maybe(money()),
        channel=names,
        jurisdiction=texts,
    ),
    e.CancelSurveyed: st.builds(
        e.CancelSurveyed, **_fact, session=names, reason=st.sampled_from(e.CancelReason), text=texts
    ),
    e.CancelledDirectly: st.builds(e.CancelledDirectly, **_fact, session=names),
    e.CaseAnswered: st.builds(e.CaseAnswered, **_fact, case=names, by=names, text=texts),
    e.CaseClosed: st.builds(e.CaseClosed, **_fact, case=names, by=texts),
    e.CaseDiagnosed: st.builds(e.CaseDiagnosed, **_fact, case=names, cause=names, by=texts),
    e.CasePaused: st.builds(e.CasePaused, **_fact, case=names, reason=texts),
    e.CaseReopened: st.builds(e.CaseReopened, **_fact, case=names, reason=texts),
    e.CaseResumed: st.builds(e.CaseResumed, **_fact, case=names),
    e.ClockRang: st.builds(
        e.ClockRang,
        **_fact,
        case=names,
        clock=st.sampled_from(get_args(e.ClockName)),
        what=st.sampled_from(get_args(e.Ring)),
    ),
    e.FollowUpDone: st.builds(
        e.FollowUpDone, **_fact, case=names, by=names, outcome=st.sampled_from(get_args(e.Outcome)), text=texts
    ),
    e.RemedyApplied: st.builds(
        e.RemedyApplied,
        **_fact,
        case=names,
        remedy=names,
        by=texts,
        role=maybe(names),
        amount=maybe(money(least=0)),
    ),
    e.Complaint: st.builds(
        e.Complaint,
        **_fact,
        text=texts,
        category=names,
        severity=st.sampled_from(e.Severity),
        order=maybe(names),
        sku=maybe(names),
        value=maybe(money()),
    ),
    e.Delivered: st.builds(e.Delivered, **_fact, order=names),
    e.Dispute: st.builds(e.Dispute, **_fact, order=names, state=st.sampled_from(get_args(e.DisputeState))),
    e.CustomersMerged: st.builds(
        e.CustomersMerged, **_fact | {"customer": st.just("c-1")}, other=names.filter("c-1".__ne__), claim=st.booleans()
    ),
    e.Lapse: st.builds(e.Lapse, **_fact, silent_days=st.integers(0, 2**62)),
    e.LotsDue: st.builds(e.LotsDue, **_fact),
    e.ItemChecked: st.builds(
        e.ItemChecked,
        **_fact | {"customer": st.just(e.STORE)},
        sku=names,
        good=st.booleans(),
        by=texts,
        text=texts,
    ),
    e.StoreDay: st.builds(
        e.StoreDay,
        **_fact | {"customer": st.just(e.STORE)},
        day=st.dates(),
        items=st.lists(
            st.builds(
                e.ItemCounts, sku=names, orders=counts, sold=counts, complaints=counts, refunds=counts, refunded=counts
            ),
            max_size=3,
            unique_by=lambda item: item.sku,
        ),
    ),
    e.Occasion: st.builds(e.Occasion, **_fact, plugin=names, name=names, late_days=st.integers(0, 300)),
    e.OrderCancelled: st.builds(e.OrderCancelled, **_fact, order=names),
    e.OrderEdited: currencies.flatmap(_edits),
    e.OrderReopened: st.builds(e.OrderReopened, **_fact, order=names),
    e.Purchase: currencies.flatmap(_purchases),
    e.Referral: st.builds(e.Referral, **_fact, friend=names, code=maybe(names)),
    e.ReferralKept: st.builds(
        e.ReferralKept,
        **_fact,
        other=names,
        side=st.sampled_from(get_args(Side)),
        order=maybe(names),
        marks=some_names,
    ),
    e.Referred: st.builds(e.Referred, **_fact, referrer=names, marks=some_names),
    e.Withdrawn: st.builds(e.Withdrawn, **_fact, event=names, event_source=names, stands=st.booleans()),
    e.Refund: currencies.flatmap(_refunds),
    e.ProfileChanged: st.builds(e.ProfileChanged, **_fact),
    e.SignUp: st.builds(e.SignUp, **_fact),
    e.SurveyAnswer: st.builds(
        e.SurveyAnswer,
        **_fact,
        survey=names,
        score=maybe(st.integers(0, 10)),
        text=texts,
        order=maybe(names),
        topics=st.lists(names, max_size=2),
    ),
    e.OfferAccepted: st.builds(e.OfferAccepted, **_fact, session=names, offer=names),
    e.OfferApplied: st.builds(e.OfferApplied, **_fact, session=names),
    e.OfferDeclined: st.builds(e.OfferDeclined, **_fact, session=names, offer=names),
    e.OfferFailed: st.builds(e.OfferFailed, **_fact, session=names, error=texts),
    e.SaveCheckDue: st.builds(e.SaveCheckDue, **_fact, session=names, days=st.sampled_from([30, 60, 90])),
    e.SaveChecked: st.builds(
        e.SaveChecked, **_fact, session=names, days=st.sampled_from([30, 60, 90]), still_subscribed=st.booleans()
    ),
    e.SessionAbandoned: st.builds(e.SessionAbandoned, **_fact, session=names),
    e.Redemption: st.builds(e.Redemption, **_fact, reward=names),
    e.RedemptionCancelled: st.builds(e.RedemptionCancelled, **_fact, redemption=names),
    e.HoldPlaced: st.builds(e.HoldPlaced, **_fact, unit=names, amount=counts, minutes=st.integers(1, 10_080))
    | st.builds(e.HoldPlaced, **_fact, reward=names),
    e.HoldCaptured: st.builds(e.HoldCaptured, **_fact, hold=names, amount=maybe(counts)),
    e.HoldReleased: st.builds(e.HoldReleased, **_fact, hold=names),
    e.ApprovalDue: st.builds(
        e.ApprovalDue, **_fact, approval=names, role=names, what=st.sampled_from(get_args(e.Ring))
    ),
    e.ApprovalGiven: st.builds(e.ApprovalGiven, **_fact, approval=names, role=names, by=texts, reason=texts),
    e.ApprovalRefused: st.builds(e.ApprovalRefused, **_fact, approval=names, role=names, by=texts, reason=texts),
    e.GoodwillProposed: st.builds(
        e.GoodwillProposed,
        **_fact,
        action=st.deferred(lambda: _valued(a.RefundMoney, order=names) | ACTIONS[a.SendReplacement]),
        role=names,
        by=texts,
        reason=texts,
        case=maybe(names),
        order=maybe(names),
    ),
    e.OpeningBalance: st.builds(
        e.OpeningBalance,
        **_fact,
        unit=names,
        lots=st.lists(st.builds(e.OpeningLot, amount=st.integers(1, 10**9)), max_size=3),
        tier=maybe(names),
        member_since=maybe(moments),
    ),
    e.TierLocked: st.builds(e.TierLocked, **_fact, tier=maybe(names), until=maybe(moments), by=texts, reason=texts),
    e.Visit: st.builds(e.Visit, **_fact, place=texts),
    e.InvitationAnswered: st.builds(
        e.InvitationAnswered, **_fact, invitation=names, coming=st.booleans(), places=st.integers(1, 1_000)
    ),
    e.PlaceFreed: st.builds(e.PlaceFreed, **_fact, of=names),
    e.ContestEntry: st.builds(e.ContestEntry, **_fact, contest=names, via=names, region=texts),
    e.ContestDrawn: st.builds(
        e.ContestDrawn,
        **_fact,
        contest=names,
        seed=names,
        commitment=names,
        rules=texts,
        entries=some_names,
        winners=some_names,
    ),
    e.ContestWon: st.builds(e.ContestWon, **_fact, contest=names, place=counts, entry=names, entries=counts),
}
events: SearchStrategy[e.Event] = st.sampled_from(list(EVENTS)).flatmap(lambda kind: EVENTS[kind])
"""Of any kind; put together by `one_of` they would be too many for hypothesis to name."""


def _coupons(currency: str) -> SearchStrategy[a.IssueCoupon]:
    """A coupon whose amounts are of one currency, with a cost of its own or the one that it has by itself."""
    benefits = (
        st.builds(a.PercentOff, percents)
        | st.builds(a.AmountOff, money(currency, 1))
        | st.builds(a.FreeItem, names, counts)
        | st.just(a.FreeShipping())
    )
    fields: dict[str, Any] = {
        **_why,
        "benefit": benefits,
        "valid_for": maybe(spans),
        "minimum": maybe(money(currency, 0)),
        "skus": some_names,
        "categories": some_names,
        "uses": counts,
        "combinable": st.booleans(),
    }
    return st.builds(a.IssueCoupon, **fields) | st.builds(a.IssueCoupon, **fields, cost=maybe(money(currency, 0)))


def _valued(kind: type[a.Action], **fields: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """A gift with a cost of its own in its own currency, or with the cost that it has by itself."""
    more = {**_why, **fields}
    own = currencies.flatmap(
        lambda currency: st.builds(kind, **more, amount=money(currency, 1), cost=maybe(money(currency, 0)))
    )
    return own | st.builds(kind, **more, amount=gifts)


ACTIONS: dict[type[a.Action], SearchStrategy[Any]] = {
    a.CancelSubscription: st.builds(a.CancelSubscription, **_why, subscription=names, at_period_end=st.booleans()),
    a.ChangePlan: st.builds(a.ChangePlan, **_why, subscription=names, plan=names, before=maybe(names)),
    a.CloseTask: st.builds(a.CloseTask, **_why, key=names),
    a.CreateTask: st.builds(a.CreateTask, **_why, title=names, role=names, due=maybe(spans), script=texts),
    a.Credit: st.builds(
        a.Credit,
        **_why,
        unit=names,
        amount=counts,
        cost=maybe(costs),
        pending_for=maybe(spans),
        valid_for=maybe(spans),
        until_delivered=maybe(names),
        at_most=spans,
    ),
    a.Debit: st.builds(a.Debit, **_why, unit=names, amount=counts, hold=texts),
    a.HoldItem: st.builds(a.HoldItem, **_why, sku=names),
    a.ReleaseItem: st.builds(a.ReleaseItem, **_why, sku=names),
    a.PostSocial: st.builds(
        a.PostSocial,
        **_why,
        account=names,
        text=names,
        link=maybe(names),
        image=names,
        alt=maybe(names),
        at=maybe(moments),
        skus=some_names,
    ),
    a.HoldUnits: st.builds(a.HoldUnits, **_why, unit=names, amount=counts, lasts=spans),
    a.ReleaseUnits: st.builds(a.ReleaseUnits, **_why, unit=names, hold=names),
    a.DiscountSubscription: st.builds(
        a.DiscountSubscription, **_why, subscription=names, percent=percents, cycles=counts, cost=maybe(costs)
    ),
    a.EndDiscount: st.builds(a.EndDiscount, **_why, subscription=names, key=names),
    a.ExtendService: st.builds(a.ExtendService, **_why, subscription=names, duration=spans, cost=maybe(costs)),
    a.IssueCoupon: currencies.flatmap(_coupons),
    a.IssueNumber: st.builds(a.IssueNumber, **_why, name=names),
    a.IssueGiftCard: _valued(a.IssueGiftCard, valid_for=maybe(spans)),
    a.IssueStoreCredit: _valued(a.IssueStoreCredit, valid_for=maybe(spans)),
    a.PauseSubscription: st.builds(a.PauseSubscription, **_why, subscription=names, duration=spans),
    a.RefundMoney: _valued(a.RefundMoney, order=names),
    a.Remember: st.builds(a.Remember, **_why, values=json_objects, when=st.sampled_from(["given", "told", "always"])),
    a.RequestSurvey: st.builds(
        a.RequestSurvey,
        **_why,
        survey=names,
        order=maybe(names),
        delay=maybe(spans),
        template=names,
        scale=st.sampled_from(["0-10", "1-5"]),
    ),
    a.ResumeSubscription: st.builds(a.ResumeSubscription, **_why, subscription=names),
    a.Schedule: st.builds(a.Schedule, **_why, event=st.deferred(lambda: events)),
    a.SendMessage: st.builds(
        a.SendMessage, **_why, template=names, data=json_objects, channel=maybe(names), purpose=names
    ),
    a.SendReplacement: st.builds(
        a.SendReplacement, **_why, order=names, sku=maybe(names), quantity=counts, cost=maybe(costs)
    ),
    a.SetTier: st.builds(a.SetTier, **_why, tier=maybe(names)),
    a.ShortenService: st.builds(a.ShortenService, **_why, subscription=names, duration=spans),
    a.SkipDelivery: st.builds(a.SkipDelivery, **_why, subscription=names, deliveries=counts),
    a.Tag: st.builds(a.Tag, **_why, tag=names),
    a.TakeBack: st.builds(a.TakeBack, **_why, event=names, source=names),
    a.TakeStoreCredit: st.builds(a.TakeStoreCredit, **_why, key=names, amount=gifts),
    a.UnskipDelivery: st.builds(a.UnskipDelivery, **_why, subscription=names, deliveries=counts),
    a.TakePlace: st.builds(
        a.TakePlace,
        **_why,
        of=names,
        places=st.integers(1, 1_000),
        instead=st.lists(st.builds(a.Tag, names), max_size=2),
        cost=maybe(costs),
        entitlement=st.booleans(),
    ),
    a.Untag: st.builds(a.Untag, **_why, tag=names),
    a.VoidCoupon: st.builds(a.VoidCoupon, **_why, key=names),
    a.VoidGiftCard: st.builds(a.VoidGiftCard, **_why, key=names, amount=gifts),
}


def _currencies(actions: list[a.Action]) -> set[str]:
    costs = (getattr(action, "cost", None) for action in actions)
    return {cost.currency for cost in costs if cost is not None}


def _costs(actions: Iterable[a.Action]) -> int:
    """Minor units that actions cost together; an offer costs as much, and an amount has its bound."""
    costs = [action.cost for action in actions if isinstance(action, a.Giving)]
    return sum(cost.minor for cost in costs if cost is not None)


@st.composite
def _offers(draw: st.DrawFn) -> a.Offer:
    alone = st.lists(st.deferred(lambda: st.one_of(*ACTIONS_INSIDE.values())), max_size=2).filter(
        lambda actions: len(_currencies(actions)) < 2 and _costs(actions) <= LARGEST
    )
    inside = draw(alone)
    fields = {"title": draw(names), "actions": inside, "reason": draw(texts), "valid_for": draw(maybe(spans))}
    own = maybe(money(*_currencies(inside), least=0))
    return a.Offer(**fields, cost=draw(own)) if draw(st.booleans()) else a.Offer(**fields)


ACTIONS[a.RequestApproval] = st.builds(
    a.RequestApproval,
    **_why,
    actions=st.lists(st.deferred(lambda: st.one_of(*ACTIONS_INSIDE.values())), max_size=2),
    role=names,
    plugin=names,
    due=maybe(spans),
    above=some_names,
    worth=maybe(costs),
    approval=maybe(names),
)
ACTIONS_INSIDE = {kind: made for kind, made in ACTIONS.items() if kind not in (a.Remember, a.RequestApproval)}
ACTIONS[a.Offer] = _offers()
actions: SearchStrategy[a.Action] = st.one_of(*ACTIONS.values())
