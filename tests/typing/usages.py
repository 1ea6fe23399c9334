"""What people write against the public names, as mypy and pyright must understand it."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import ClassVar, assert_never, assert_type

from retention_sdk import (
    STORE,
    Action,
    AmountOff,
    Approval,
    ApprovalGiven,
    BadConfig,
    BadValue,
    Benefit,
    Birthday,
    CancelReason,
    CancelRequest,
    CancelSession,
    CardLost,
    Case,
    CaseAnswered,
    Clock,
    Complaint,
    Consent,
    ContestDrawn,
    ContestEntry,
    ContestWon,
    ContractWarning,
    CreateTask,
    Credit,
    Credited,
    Customer,
    CustomersMerged,
    Debit,
    Decision,
    Deliveries,
    Draw,
    Effect,
    Engine,
    Event,
    EventConflict,
    FreeItem,
    FreeShipping,
    GoodwillProposed,
    Hold,
    InvitationAnswered,
    IssueCoupon,
    IssueGiftCard,
    IssueNumber,
    ItemCounts,
    Line,
    LotLeft,
    LotsDue,
    Money,
    MonthDay,
    Numbered,
    Occasion,
    Occasions,
    Offer,
    OpeningBalance,
    OpeningLot,
    OpenOffer,
    OrderStep,
    Parcel,
    PauseSubscription,
    PercentOff,
    PlaceFreed,
    PlaceTaken,
    Profile,
    Purchase,
    Redemption,
    Referral,
    ReferralKept,
    Referred,
    Refund,
    RefundLine,
    RefundMoney,
    Refusal,
    Refused,
    Remember,
    RequestSurvey,
    RetentionError,
    Return,
    RewardChoice,
    Schedule,
    Secret,
    SendMessage,
    SessionState,
    SetTier,
    Severity,
    StaffCard,
    StoreDay,
    StoreView,
    Tag,
    TakeBack,
    TakePlace,
    Ticked,
    TierLock,
    TierLocked,
    TokenRefused,
    Visit,
    Why,
    Withdrawn,
    days,
    from_json,
    gift_in_words,
    hookimpl,
    mark_of,
    midnight,
    setting,
    strategy,
    to_json,
)

NOW = datetime.now(UTC)


def money() -> None:
    """Amounts, and what is made of them."""
    price = Money.of("39.98", "EUR")
    assert_type(Money(minor=3998, currency="EUR"), Money)
    assert_type([Money.of(40, "EUR"), Money.of(Decimal("39.98"), "EUR"), Money.parse("39.98 EUR")], list[Money])
    assert_type(price + price - price * 2 + 2 * price, Money)
    assert_type(sorted([price, -price]), list[Money])
    assert_type(max(price, Money.zero("EUR")), Money)
    assert_type(Money.sum((line.total for line in order().lines), "EUR"), Money)
    assert_type(price.allocate([1, 2]) + price.split(3), tuple[Money, ...])
    assert_type((price.minor, price.currency, price.major, price.amount), tuple[int, str, int, Decimal])


def order() -> Purchase:
    """The smallest order, from a list, a tuple or a generator of lines."""
    line = Line(sku="beans-250", quantity=2, total=Money.of("39.98", "EUR"))
    more = Line(sku="cups", quantity=1, total=line.total, categories=["kitchen"], tax=line.total.part(21, 121))
    Purchase(id="o-1", customer="c-42", occurred_at=NOW, lines=(line, more), coupons=("SPRING",))
    Purchase(id="o-1", customer="c-42", occurred_at=NOW, lines=(one for one in [line]), shipping=Money.zero("EUR"))
    return Purchase(id="o-1", customer="c-42", occurred_at=NOW, source="till", lines=[line])


def facts() -> list[Event]:
    """Other events, with what they tell of the customer."""
    profile = Profile(
        email="ada@example.com",
        locale="cs",
        timezone="Europe/Prague",
        birthday=MonthDay(12, 10),
        consents=[Consent(channel="email", at=NOW)],
        marks=["card 5F2A", mark_of("Main Street 1")],
    )
    assert_type(order().total, Money)
    assert_type(order().lines, tuple[Line, ...])
    assert_type(order().quantity_of("beans-250"), int)
    assert_type(order().basis(tax=False, lines=order().lines[:1]), Money)
    return [
        order(),
        Visit(id="v", customer="c", occurred_at=NOW, profile=profile),
        Birthday(id="b", customer="c", occurred_at=NOW),
        InvitationAnswered(id="i", customer="c", occurred_at=NOW, invitation="tasting", places=2),
        PlaceFreed(id="p", customer="c", occurred_at=NOW, of="tasting"),
        ContestEntry(id="e", customer="c", occurred_at=NOW, contest="summer", region="CZ"),
        ContestDrawn(
            id="d", customer="@store", occurred_at=NOW, contest="summer", seed="s", commitment="c", entries=["e"]
        ),
        ContestWon(id="w", customer="c", occurred_at=NOW, contest="summer", place=1, entry="e", entries=9),
        CardLost(id="l", customer="c", occurred_at=NOW),
        Referral(id="r", customer="c", occurred_at=NOW, friend="d"),
        Referred(id="r", customer="d", occurred_at=NOW, referrer="c", marks=sorted(profile.known_by)),
        ReferralKept(id="r", customer="d", occurred_at=NOW, other="c", side="friend"),
        Withdrawn(id="w", customer="d", occurred_at=NOW, event="r"),
        CustomersMerged(id="m", customer="c", other="d", occurred_at=NOW),
        Complaint(id="k", customer="c", occurred_at=NOW, severity=Severity.HIGH, order="o-1"),
        CancelRequest(id="r", customer="c", occurred_at=NOW, reason=CancelReason.PRICE),
        Refund(id="f", customer="c", occurred_at=NOW, lines=[RefundLine(sku="cups", quantity=1)]),
    ]


def proposals(customer: Customer) -> list[Action]:
    """Actions of several kinds, made by place and by name."""
    pause = PauseSubscription("s-1", days(30))
    return [
        Credit("points", 39, pending_for=days(14), valid_for=timedelta(days=365), reason="an order"),
        Debit("stamps", 10),
        IssueCoupon(PercentOff(10), valid_for=days(90), skus=["beans-250"]),
        IssueCoupon(benefit=AmountOff(Money.of(5, "EUR")), minimum=Money.of(20, "EUR")),
        IssueGiftCard(Money.of(20, "EUR"), cost=None),
        RefundMoney("o-1", Money.of(5, "EUR")),
        Offer("a pause", [pause], valid_for=days(7)),
        SendMessage("hello", data={"name": customer.profile.name, "tags": ["a", 1, True, None]}),
        RequestSurvey("nps", delay=days(3), template="how_was_it", scale="1-5"),
        CreateTask("Call", role="supervisor", due=timedelta(hours=4)),
        SetTier(None),
        TakePlace("tasting", customer.places("tasting") or 1, instead=[SendMessage("full")]),
        IssueNumber("card", reason="signed up"),
        TakeBack("order-1001", "web"),
        Credit("points", 39, until_delivered="order-1001", at_most=days(30)),
        Schedule(Visit(id="v", customer=customer.id, occurred_at=NOW)),
        Remember({"seen": 1, "orders": ["o-1"]}),
        Remember({"seen": 2}, when="always"),
    ]


@strategy
class PunchCard:
    """Stamps a card for each item bought, and gives a free item when the card is full."""

    stamps: int = setting(default=10, ge=2, help="stamps that fill a card")
    sku: str = setting(help="the item that is stamped, and given free")
    key: Secret | None = setting(default=None, help="what nobody sees")

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Stamps."""
        bought = event.quantity_of(self.sku)
        if not bought:
            return
        yield Credit("stamps", bought)
        for _ in range((customer.wallet("stamps").available + bought) // self.stamps):
            yield Debit("stamps", self.stamps)
            yield IssueCoupon(FreeItem(self.sku), valid_for=days(90), reason="punch card full")

    @hookimpl
    def on_birthday(self) -> list[Tag]:
        """Takes nothing."""
        return [Tag("celebrated")]

    @hookimpl
    def looks_back(self) -> timedelta:
        """Looks back."""
        return days(365)


@strategy
class SoldOut:
    """A guard refuses with a code and a sentence."""

    @hookimpl
    def review_action(self, action: Action, customer: Customer) -> Refused | None:
        """Refuses gift cards."""
        return Refused("sold_out", f"{customer.id}: none are left") if isinstance(action, IssueGiftCard) else None


def quiet() -> None:
    """What plugins' authors are told can be turned off."""
    warnings.filterwarnings("ignore", category=ContractWarning)


class Party:
    """A strategy may keep places, and want draws."""

    places: ClassVar[Mapping[str, int]] = {"tasting": 20}

    @property
    def draws(self) -> tuple[Draw, ...]:
        """What the engine draws."""
        terms = {"prize": "a machine"}
        one = Draw(of="summer", unit="in", opens=NOW.date(), on=NOW.date(), winners=1, secret="x" * 32, terms=terms)
        assert_type((one.seed, one.commitment, one.rules, one.entry("c")), tuple[str, str, str, str])
        return (one,)

    def taken(self, customer: Customer) -> tuple[PlaceTaken, ...]:
        """What the customer has."""
        return customer.standing.places


class Hello:
    """A strategy without settings needs no mark of its own."""

    @hookimpl
    def on_visit(self, event: Visit) -> Iterable[Action] | None:
        """Greets."""
        return [SendMessage("hello", channel="sms")] if event.place else None


def strategies() -> Mapping[str, object]:
    """Strategies are made by keyword, and their hooks are plain methods."""
    card = PunchCard(sku="beans-250", stamps=8)
    assert_type(card.sku, str)
    assert_type(card.stamps, int)
    assert_type(list(card.on_purchase(order(), Customer("c"))), list[Action])
    assert_type(card.looks_back(), timedelta)
    return {"card": card, "cups": PunchCard(sku="cups"), "hello": Hello(), "own": PunchCard}


def back_end(settings: Path) -> str:
    """A store's back end."""
    try:
        with Engine.from_config(settings, strategies()) as engine:
            assert_type(engine, Engine)
            decision = engine.handle(order())
            assert_type(engine.handle_many(iter(facts())), list[Decision])
            assert_type(engine.preview(order()).refusals, tuple[Refusal, ...])
            assert_type(engine.customer("c-42").wallet("points").available, int)
            assert_type(engine.customer("c-42").given(IssueGiftCard, since=NOW - days(90), currency="EUR"), Money)
            assert_type(engine.retry_failures(), list[Decision])
            told = [grant.plugin + grant.key for grant in decision.granted]
            return decision.explain() + ", ".join(told + [failure.error for failure in decision.failures])
    except EventConflict as conflict:
        return conflict.known + conflict.given
    except BadConfig as bad:
        return "\n".join(bad.problems)
    except (BadValue, RetentionError) as error:
        return str(error)


def engines() -> None:
    """A configuration is a path or a mapping; an engine can be closed by hand."""
    for source in ("retention.toml", Path("retention.toml"), {"store": {"name": "Bean & Leaf"}}):
        Engine.from_config(source).close()


def names(action: Action, benefit: Benefit) -> str:
    """Actions and benefits are told apart by their classes."""
    match action:
        case Credit(unit=unit, amount=amount):
            assert_type(amount, int)
            return unit
        case IssueCoupon(valid_for=span):
            assert_type(span, timedelta | None)
        case _:
            pass
    match benefit:
        case PercentOff(percent):
            return str(percent)
        case AmountOff(price):
            return str(price)
        case FreeItem(sku, quantity):
            return f"{quantity} × {sku}"
        case FreeShipping():
            return "free"
        case _:
            assert_never(benefit)


def stored() -> None:
    """A value comes back as the kind that was asked for."""
    assert_type(from_json(to_json(order()), Event), Event)
    assert_type(from_json(to_json(order()), Purchase).lines[0], Line)
    assert_type(from_json(to_json(Tag("vip")).encode(), Action), Action)
    assert_type(gift_in_words(Tag("vip"), "cs"), str)


def a_cancel_request(engine: Engine) -> None:
    """A session: what is offered in it, and what the customer makes of it."""
    session = engine.customer("c").session("x-1")
    assert_type(session, CancelSession | None)
    if session is None:
        return
    assert_type(session.state, SessionState)
    offers = engine.offers(session)
    assert_type(offers, tuple[OpenOffer, ...])
    try:
        assert_type(engine.accept(offers[0].token, customer="c", at=NOW), Decision)
        assert_type(engine.decline(offers[0].token), Decision)
    except TokenRefused as error:
        assert_type(error.code, str)
    assert_type(engine.cancel_directly(session.id, "c"), Decision)


def carried_out(engine: Engine) -> None:
    """What waits is delivered, and what was not is seen to."""
    assert_type(engine.deliver_pending(100, now=NOW, only=["shop"]), Deliveries)
    assert_type(engine.next_delivery(), datetime | None)
    for parcel in engine.outbox.find(["failed"], kind="issue_coupon"):
        assert_type(parcel, Parcel)
        assert_type(engine.outbox.retry(parcel.key), Parcel)
    assert_type(engine.outbox.counts(), dict[str, int])
    assert_type(engine.outbox.resume("shop"), bool)


def approvals(engine: Engine) -> None:
    """Somebody who may approves or refuses, and somebody gives by themselves."""
    for one in engine.approvals("supervisor"):
        assert_type(one, Approval)
        assert_type(one.gifts, tuple[Action, ...])
        assert_type(engine.approve(one.key, one.customer, role="supervisor", by="Sue", reason="fair"), Decision)
        assert_type(engine.refuse(one.key, one.customer, role="supervisor", at=NOW), Decision)
    gift = IssueGiftCard(Money.of(5, "EUR"))
    assert_type(engine.give("c", gift, role="agent", request_id="7", case="k-1"), Decision)
    engine.handle(GoodwillProposed(id="g", customer="c", occurred_at=NOW, action=gift, role="agent"))
    engine.handle(ApprovalGiven(id="a", customer="c", occurred_at=NOW, approval="k", role="supervisor"))


def spending(engine: Engine) -> str:
    """A customer looks at the catalogue, has a reward, and pays at a checkout with points."""
    choices = engine.rewards("c-42", at=NOW)
    assert_type(choices, tuple[RewardChoice, ...])
    wanted = next(choice for choice in choices if choice.can_have)
    assert_type((wanted.missing, wanted.actions), tuple[int, tuple[Action, ...]])
    decision = engine.redeem("c-42", wanted.name, "request-1")
    assert_type(decision, Decision)
    if isinstance(decision.event, Redemption):
        assert_type(decision.event.reward, str)
    engine.hold("c-42", Debit("points", 300), "checkout-7", minutes=30)
    engine.hold("c-42", wanted.name, "checkout-8")
    assert_type(engine.number("c-42", "card"), str | None)
    assert_type(engine.numbered("000000 000000 000000"), Numbered | None)
    assert_type(engine.customer("c-42").standing.holds, tuple[Hold, ...])
    assert_type(engine.capture("checkout-7", amount=200), Decision)
    assert_type(engine.release("checkout-8"), Decision)
    assert_type(engine.cancel_redemption("request-1", customer="c-42"), Decision)
    return decision.explain()


def desk(engine: Engine) -> str:
    """Somebody at the desk answers, and looks at what they may offer."""
    engine.handle(CaseAnswered(id="a-1", customer="c-42", occurred_at=datetime.now(UTC), case="k-1", by="Bea"))
    card = engine.staff_card("c-42", "agent")
    assert_type(card, StaffCard)
    assert_type(card.cases, tuple[Case, ...])
    assert_type(card.cases[0].clock("resolution"), Clock | None)
    assert_type(card.may_offer, Money | None)
    return "\n".join(card.say)


def asked_why(engine: Engine) -> str:
    """Somebody at the desk is asked about an order."""
    why = engine.why("c-42", "order-1001", source="web", at=datetime.now(UTC))
    assert_type(why, Why)
    assert_type(why.left, Purchase | None)
    assert_type(why.steps, tuple[OrderStep, ...])
    assert_type(why.effects, tuple[Effect, ...])
    assert_type(why.effects[0].lots, tuple[LotLeft, ...])
    assert_type(why.returns, tuple[Return, ...])
    assert_type(why.returns[0].paid, Money)
    return why.explain()


@strategy
class Settled:
    """Writes to members after some weeks."""

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterator[tuple[datetime, str]]:
        """Names the next time."""
        if customer.since is not None and not customer.unsettled and (customer.age(after) or 0) >= 18:
            yield midnight(customer.since.astimezone(customer.zone).date(), customer.zone), customer.store.name

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Answers it."""
        assert_type(event.name, str)
        assert_type(customer.store, StoreView)
        yield SendMessage(event.name, reason=customer.store.currency)


@strategy
class Counted:
    """Counts points and orders."""

    @hookimpl
    def counts_units(self) -> list[str]:
        """Counts points."""
        return ["points"]

    @hookimpl
    def on_tier_locked(self, event: TierLocked, customer: Customer) -> Iterator[Action]:
        """Looks at what is counted."""
        assert_type(customer.credits, tuple[Credited, ...])
        assert_type(customer.standing.tier_lock, TierLock | None)
        assert_type(customer.orders_after(event), tuple[Purchase, ...])
        yield SetTier(event.tier)


@strategy
class Welcomes:
    """Greets those who come from elsewhere."""

    @hookimpl
    def on_opening_balance(self, event: OpeningBalance) -> Iterator[Action]:
        """Greets whoever brings something."""
        assert_type(event.lots, tuple[OpeningLot, ...])
        assert_type(event.member_since, datetime | None)
        if event.total:
            yield SendMessage("welcome_over")


def moved() -> OpeningBalance:
    """What somebody had elsewhere, made by hand."""
    lots = [OpeningLot(amount=300, expires_at=NOW + days(90)), OpeningLot(amount=20, available_from=NOW + days(14))]
    return OpeningBalance(id="points:c", source="smile", customer="c", occurred_at=NOW, lots=lots, tier="gold")


def time_goes_on(engine: Engine) -> int:
    """A worker lets time go on."""
    ticked = engine.tick(datetime.now(UTC), most=500)
    assert_type(ticked, Ticked)
    assert_type(ticked.occasions, int)
    assert_type(ticked.errors, tuple[RetentionError, ...])
    assert_type(engine.customer("c-42").standing.occasions, Occasions)
    engine.handle(LotsDue(id="night", customer="c-42", occurred_at=ticked.at))
    assert_type(engine.customer(STORE).standing.occasions.store_day, date | None)
    return ticked.fired if not ticked.more else 0


class Watches:
    """A strategy that answers the store's days."""

    @hookimpl
    def on_store_day(self, event: StoreDay, customer: Customer) -> Iterator[Action]:
        """Whoever looks after an item is told that it was complained of."""
        assert_type(event.day, date)
        assert_type(event.items, tuple[ItemCounts, ...])
        for item in event.items:
            if item.complaints and item.sku not in customer.state:
                yield CreateTask(f"{item.sku}: {item.complaints} complaints, {item.sold} sold")
