"""The strategy tiers."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from retention_plugins.parts.levels import Level
from retention_plugins.tiers import Tiers
from retention_sdk import (
    BadValue,
    Consent,
    Credit,
    Credited,
    CustomersMerged,
    Engine,
    Event,
    IssueCoupon,
    Line,
    Occasion,
    OrderCancelled,
    Profile,
    Purchase,
    Refund,
    SendMessage,
    SetTier,
    SignUp,
    TakeBack,
    TierLocked,
    Visit,
)
from retention_sdk.store.outbox import STANDING
from retention_sdk.testing import in_order
from tests.audit import audit
from tests.build import after, eur, opened, order, rows
from tests.laws.arrival import ended
from tests.plugins.build import NOW, ago, customer, line, memory, only
from tests.plugins.build import order as of_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Action, Customer

LEVELS = {"silver": Level(at=100, percent=5), "gold": Level(at=300, percent=10, points=50), "black": Level(at=900)}
AGREES = Profile(consents=[Consent(channel="email", given=True, at=after(0))])
TABLES: dict[str, Any] = {
    "silver": {"at": 100, "percent": 5},
    "gold": {"at": 300, "percent": 10, "points": 50},
    "black": {"at": 900},
}


def tiers(**settings: Any) -> Tiers:
    """The strategy with three levels."""
    return Tiers(levels=LEVELS, **settings)


def asked(strategy: Tiers, event: Event, who: Customer) -> list[Action]:
    """What it answers."""
    hook: Callable[..., Any] = getattr(strategy, f"on_{event.kind}")
    return list(hook(event, who))


def shop(url: str, **settings: Any) -> Engine:
    """A shop with the strategy."""
    return opened(url, plugins={"tiers": {"levels": TABLES, **settings}}, refunds={"spent": "into_debt"})


def tier(engine: Engine) -> str | None:
    """The tier that the customer is in."""
    return engine.customer("c").tier


def told(engine: Engine, name: str) -> int:
    """How many messages of a name stand."""
    return sum(row.status in STANDING and f'"{name}"' in row.body for row in rows(engine, "outbox"))


def coupons(engine: Engine) -> int:
    """How many coupons stand."""
    return sum(row.status in STANDING for row in rows(engine, "outbox") if row.kind == "issue_coupon")


def refund(id: str, of: str, day: int, **more: Any) -> Refund:
    """Something of an order comes back."""
    return Refund(id=id, customer="c", order=of, occurred_at=after(day), **more)


# what counts


def test_reached_at_once_with_a_gift() -> None:
    """Who reaches a tier is in it at once, is told so, and gets what entering it gives; the highest reached counts."""
    before = customer(orders=(of_now(line(250), id="o-0", at=ago(30)),), tier="silver")
    answer = asked(tiers(), of_now(line(50)), before)
    assert only(answer, SetTier) == SetTier("gold", reason="300.00 EUR within 365 days")
    assert only(answer, IssueCoupon).benefit.percent == 10
    assert only(answer, Credit).amount == 50
    message = only(answer, SendMessage)
    assert message.template == "tier_reached"
    assert message.data["tier"] == "gold"
    assert message.data["missing"] == {"minor": 600_00, "currency": "EUR"}
    assert message.data["last_day"] == (ago(30) + timedelta(days=365)).date().isoformat()


def test_what_is_missing_is_there_for_a_page_to_read() -> None:
    """Each order tells how far it is to the next tier, and what keeps this one."""
    answer = asked(tiers(), of_now(line(40)), customer())
    assert [type(action).__name__ for action in answer] == ["Remember"]
    assert memory(answer)["progress"] == {
        "tier": None,
        "counted": {"minor": 40_00, "currency": "EUR"},
        "of": None,
        "until": None,
        "last_day": None,
        "keep": None,
        "next": "silver",
        "missing": {"minor": 60_00, "currency": "EUR"},
    }


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "silver"),
        ({"exclude_skus": ("mug",)}, None),
        ({"exclude_categories": ("gifts",)}, None),
        ({"exclude_categories": ("cards",)}, "silver"),
    ],
)
def test_exclusions(settings: dict[str, Any], expected: str | None) -> None:
    """What does not count towards tiers is said apart from what earns points; nor does what was paid with points."""
    event = of_now(line(90, points_paid=eur(10)), line(20, "mug", categories=("gifts",)))
    found = [action.tier for action in asked(tiers(**settings), event, customer()) if isinstance(action, SetTier)]
    assert found == ([expected] if expected else [])


def test_orders_that_count() -> None:
    """Orders may count instead of money; one of which nothing was paid counts nothing."""
    strategy = Tiers(levels={"regular": Level(at=3)}, count="orders")
    two = (of_now(id="a", at=ago(2)), of_now(id="b", at=ago(1)))
    assert only(asked(strategy, of_now(), customer(orders=two)), SetTier).tier == "regular"
    free = asked(strategy, of_now(line(0)), customer(orders=two))
    assert memory(free)["progress"]["missing"] == 1


def test_points_that_count() -> None:
    """Where points count, all that were given do, right after the event that gave them, whoever gave them."""
    strategy = tiers(count="points")
    later = memory(asked(strategy, of_now(), customer()))
    assert later == {"look": "2026-03-10T12:00:00.000001+00:00", "corrected": False}
    seen = evolve(customer(), credits=(Credited("points", 90, ago(3)), Credited("points", 20, ago(0))))
    look = Occasion(id="t", customer="c", occurred_at=NOW, plugin="tiers", name="look")
    assert only(asked(strategy, look, seen), SetTier) == SetTier("silver", reason="110 points within 365 days")
    assert (strategy.counts_units(), tiers().counts_units()) == (["points"], [])


@pytest.mark.parametrize(
    ("levels", "settings", "word"),
    [
        ({}, {}, "levels"),
        ({"gold": Level(at=300), "silver": Level(at=100)}, {}, "levels"),
        ({"gold": Level(at=300), "also": Level(at=300)}, {}, "levels"),
        (LEVELS, {"upgrade": "next_year"}, "upgrade"),
    ],
)
def test_what_cannot_be(levels: dict[str, Level], settings: dict[str, Any], word: str) -> None:
    """Levels that do not rise, and a next year that a rolling window has not, are refused by name."""
    with pytest.raises(BadValue, match=f"^{word}"):
        Tiers(levels=levels, **settings)


# time


def test_a_tier_is_announced_before_it_ends_and_ends(sqlite_url: str) -> None:
    """Two weeks before the end it is said, once, with what keeps it; at the end the tier is what is still reached."""
    with shop(sqlite_url) as engine:
        engine.handle_many([order("o-1", total=250), order("o-2", total=100, at=after(30))])
        assert tier(engine) == "gold"
        for day in (350, 351, 352):
            engine.tick(after(day))
            assert told(engine, "tier_ending") == (day > 350)
        assert engine.customer("c").standing.memory["tiers"]["progress"]["keep"] == {"minor": 200_00, "currency": "EUR"}
        engine.tick(after(364))
        assert tier(engine) == "gold"
        engine.tick(after(365))
        assert tier(engine) == "silver"
        for day in range(366, 400, 5):
            engine.tick(after(day))
        assert tier(engine) is None
        assert told(engine, "tier_ending") == 2
        assert audit(engine) == []


def test_grace_and_one_down(sqlite_url: str) -> None:
    """A tier is kept for its grace; then it falls by one level, which lasts as long as the window."""
    with shop(sqlite_url, grace_days=10, one_down=True, within_days=100) as engine:
        engine.handle(order(total=900))
        for day in (99, 100, 109):
            engine.tick(after(day))
            assert tier(engine) == "black"
        for day, name in ((110, "gold"), (209, "gold"), (210, "silver"), (310, None)):
            engine.tick(after(day))
            assert tier(engine) == name
        assert audit(engine) == []


def test_bought_in_time(sqlite_url: str) -> None:
    """Whoever buys enough before the end, in the grace too, keeps the tier, and gets nothing a second time."""
    with shop(sqlite_url, grace_days=10, within_days=100) as engine:
        engine.handle(order(total=300, profile=AGREES))
        engine.tick(after(101))
        engine.handle(order("o-2", total=300, at=after(105)))
        engine.tick(after(110))
        assert tier(engine) == "gold"
        assert told(engine, "reached gold") == 2, "a coupon and a message; points have no row"
    with shop(f"{sqlite_url}-2", within_days=100) as engine:
        engine.handle(order(total=300, profile=AGREES))
        engine.tick(after(100))
        again = engine.handle(order("o-2", total=300, at=after(105)))
        assert [action.kind for action in again.actions] == ["set_tier", "send_message"], "once a tier and year"
        engine.handle(order("o-3", total=900, at=after(366 + 100)))
        assert tier(engine) == "black"


def test_years_of_the_calendar(sqlite_url: str) -> None:
    """What is reached in a year lasts to the end of the next, where the store is."""
    store = {"timezone": "Europe/Prague"}
    plugins = {"tiers": {"levels": TABLES, "window": "calendar"}}
    with opened(sqlite_url, store=store, plugins=plugins) as engine:
        engine.handle(order(total=300))
        midnight = datetime(2101, 12, 31, 23, tzinfo=UTC)
        engine.tick(midnight - timedelta(seconds=1))
        assert tier(engine) == "gold"
        assert engine.customer("c").standing.memory["tiers"]["progress"]["last_day"] == "2101-12-31"
        engine.tick(midnight)
        assert tier(engine) is None


def test_upgraded_when_the_year_is_over(sqlite_url: str) -> None:
    """With next_year the tier begins with the year after the one that reached it, and is announced then."""
    with shop(sqlite_url, window="calendar", upgrade="next_year") as engine:
        engine.handle(order(total=300, profile=AGREES))
        assert (tier(engine), told(engine, "tier_reached")) == (None, 0)
        engine.tick(datetime(2101, 1, 1, tzinfo=UTC))
        assert (tier(engine), told(engine, "tier_reached")) == ("gold", 1)
        engine.tick(datetime(2102, 1, 1, tzinfo=UTC))
        assert tier(engine) is None


def test_years_of_membership(sqlite_url: str) -> None:
    """A year may begin on the day of joining; 29 February is the 28th where there is none."""
    joined = datetime(2104, 2, 29, 12, tzinfo=UTC)
    with shop(sqlite_url, window="anniversary") as engine:
        engine.handle(SignUp(id="s", customer="c", occurred_at=joined))
        engine.handle(order(total=300, at=joined + timedelta(days=300)))
        assert engine.customer("c").standing.memory["tiers"]["progress"]["last_day"] == "2106-02-27"
        engine.tick(datetime(2106, 2, 27, 23, 59, tzinfo=UTC))
        assert tier(engine) == "gold"
        engine.tick(datetime(2106, 2, 28, tzinfo=UTC))
        assert tier(engine) is None


def test_a_clock_that_stood_still(sqlite_url: str) -> None:
    """A tier that should have ended while no worker ran for a month ends within a week of its return."""
    with shop(sqlite_url, within_days=100) as engine:
        engine.handle(order(total=300))
        for day in range(131, 139):
            engine.tick(after(day))
        assert tier(engine) is None
        assert audit(engine) == []


# refunds, locks, merges


def test_a_refund_takes_the_tier_and_what_entering_it_gave(sqlite_url: str) -> None:
    """Whichever order comes back, the tier is what is left, and what entering the lost one gave is gone with it."""
    for number, of in enumerate(("o-1", "o-2")):
        facts = [order("o-1", total=250), order("o-2", total=100, at=after(1)), refund("r", of, 2)]
        with shop(f"{sqlite_url}-{number}") as engine:
            engine.handle_many(facts)
            assert (tier(engine), engine.customer("c").wallet("points").lifetime) == ("silver", 0)
            # silver's, where its own order is still there
            assert coupons(engine) == (of == "o-2")
            assert audit(engine) == []


def test_a_tier_that_others_reach_too_stays(sqlite_url: str) -> None:
    """Where the order that had brought the tier comes back, and the others reach it, it stays."""
    with shop(sqlite_url) as engine:
        engine.handle_many([order("o-1", total=300), order("o-2", total=400, at=after(1)), refund("r", "o-1", 2)])
        assert tier(engine) == "gold"
        engine.handle(refund("s", "o-2", 3, amount=eur(200)))
        assert tier(engine) == "silver"
        engine.handle(refund("t", "o-2", 4))
        assert tier(engine) is None
        assert audit(engine) == []


def test_grace_after_a_refund(sqlite_url: str) -> None:
    """With a grace the tier stays so long, which is said; what entering it gave goes at once."""
    with shop(sqlite_url, refund_grace_days=14) as engine:
        engine.handle_many([order("o-1", total=250), order("o-2", total=100, at=after(1)), refund("r", "o-1", 2)])
        assert (tier(engine), told(engine, "tier_ending")) == ("gold", 1)
        assert engine.customer("c").wallet("points").available == 0
        engine.tick(after(15))
        assert tier(engine) == "gold"
        engine.tick(after(16))
        assert tier(engine) == "silver"
        assert audit(engine) == []


def test_points_that_are_taken_back(sqlite_url: str) -> None:
    """Where points count, a refund that takes them takes the tier right after, and what entering it gave."""
    plugins = {"points": {}, "tiers": {"levels": TABLES, "count": "points"}}
    with opened(sqlite_url, plugins=plugins, refunds={"spent": "into_debt"}) as engine:
        engine.handle_many([order("o-1", total=150), order("o-2", total=150, at=after(1))])
        engine.tick(after(1, minutes=1))
        assert (tier(engine), engine.customer("c").wallet("points").lifetime) == ("gold", 350)
        engine.handle(refund("r", "o-1", 2))
        engine.tick(after(2, minutes=1))
        assert (tier(engine), engine.customer("c").wallet("points").lifetime) == ("silver", 150)
        assert coupons(engine) == 0
        assert audit(engine) == []


def test_a_locked_tier(sqlite_url: str) -> None:
    """What somebody has locked is left alone, without a refusal; when it is over the tier is what is reached."""
    with shop(sqlite_url) as engine:
        engine.handle(order(total=120))
        engine.handle(TierLocked(id="l", customer="c", occurred_at=after(1), tier="black", until=after(30)))
        decision = engine.handle(order("o-2", total=200, at=after(2)))
        assert (tier(engine), decision.refusals, decision.actions) == ("black", (), ())
        engine.tick(after(30))
        assert tier(engine) == "gold"
        assert audit(engine) == []


def test_a_lock_that_is_taken_off(sqlite_url: str) -> None:
    """Where somebody takes the lock off, the tier is what is reached then."""
    with shop(sqlite_url) as engine:
        engine.handle(order(total=120))
        engine.handle(TierLocked(id="l", customer="c", occurred_at=after(1), tier=None))
        assert tier(engine) is None
        engine.handle(TierLocked(id="m", customer="c", occurred_at=after(2), tier=None, until=after(2)))
        assert tier(engine) == "silver"


def test_two_customers_who_are_one(sqlite_url: str) -> None:
    """What a guest bought counts for the account that claims it."""
    with shop(sqlite_url) as engine:
        engine.handle_many([order("o-1", "guest", total=200), order("o-2", total=150, at=after(1))])
        engine.handle(CustomersMerged(id="m", customer="c", other="guest", claim=True, occurred_at=after(2)))
        assert tier(engine) == "gold"
        assert audit(engine) == []


# laws


def story(dice: random.Random) -> list[Event]:
    """Orders, refunds of some of them, and visits."""
    found: list[Event] = []
    for number in range(dice.randint(2, 5)):
        day, total = dice.randrange(200), dice.choice([60, 120, 250, 400])
        lines = [Line(sku="beans", quantity=4, total=eur(total))]
        found.append(Purchase(id=f"o-{number}", customer="c", occurred_at=after(day), lines=lines))
        for back in range(dice.choice([0, 0, 1, 2])):
            what: dict[str, Any] = dice.choice([{}, {"amount": eur(dice.randint(1, 200))}])
            at = after(day + dice.randint(1, 40), minutes=number * 9 + back)
            found.append(Refund(id=f"r-{number}-{back}", customer="c", order=f"o-{number}", occurred_at=at, **what))
    found.append(Visit(id="v", customer="c", occurred_at=after(260)))
    return in_order(found)


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order(sqlite_url: str, seed: int) -> None:
    """Told in turn with a clock between them, or shuffled with what the clock told among them: it ends the same."""
    dice = random.Random(seed)
    settings = {"within_days": 90, "grace_days": dice.choice([0, 5]), "refund_grace_days": dice.choice([0, 7])}
    with shop(sqlite_url, **settings) as engine:
        for fact in story(dice):
            engine.tick(fact.occurred_at)
            engine.handle(fact)
        events = [row.body for row in rows(engine, "events")]
        expected = ended(engine)
        assert audit(engine) == []
    from retention_sdk import from_json

    facts = [from_json(body, Event) for body in events]
    dice.shuffle(facts)
    with shop(f"{sqlite_url}-2", **settings) as engine:
        engine.handle_many(facts[::2])
        for fact in facts[1::2]:
            engine.handle(fact)
        assert ended(engine) == expected
        assert audit(engine) == []


@pytest.mark.parametrize("seed", range(4))
def test_slices_of_a_refund(sqlite_url: str, seed: int) -> None:
    """Orders that come back in slices leave the tier, the points and the coupons that they leave at once: none."""
    dice, left = random.Random(seed), []
    totals = [dice.choice([60, 130, 350]) for _ in range(3)]
    for number, parts in enumerate((1, dice.randint(2, 4))):
        with shop(f"{sqlite_url}-{number}") as engine:
            for place, total in enumerate(totals):
                engine.handle(order(f"o-{place}", total=total, at=after(place)))
            for place, total in enumerate(totals[:2]):
                for part, amount in enumerate(eur(total).split(parts)):
                    engine.handle(refund(f"r-{place}-{part}", f"o-{place}", 10 + place, amount=amount))
            seen = engine.customer("c")
            left.append((seen.tier, seen.wallet("points").lifetime, coupons(engine)))
            assert audit(engine) == []
            engine.handle(OrderCancelled(id="x", customer="c", order="o-2", occurred_at=after(40)))
            assert (tier(engine), engine.customer("c").wallet("points").lifetime, coupons(engine)) == (None, 0, 0)
    assert left[0] == left[1]


def test_nothing_is_taken_back_that_time_ended() -> None:
    """Falling because time went by takes nothing back, and a refund long after does not either."""
    strategy = tiers()
    end = Occasion(id="t", customer="c", occurred_at=NOW, plugin="tiers", name="end")
    state = {"until": NOW.isoformat(), "gift gold": ["sdk", "o-1"], "year gold": 2025}
    answer = asked(strategy, end, customer(tier="gold", state=state))
    assert [action for action in answer if isinstance(action, TakeBack)] == []
    assert memory(answer)["gift gold"] is None


def test_a_gift_that_was_refused(sqlite_url: str) -> None:
    """Where a limit refuses what entering a tier gives, the tier is entered all the same, and ends when it should."""
    limits = {"cooldowns": [{"kind": "issue_coupon", "days": 9}]}
    with opened(sqlite_url, plugins={"tiers": {"levels": TABLES, "within_days": 100}}, limits=limits) as engine:
        engine.handle(order(total=150, profile=AGREES))
        decision = engine.handle(order("o-2", total=150, at=after(1)))
        assert [one.code for one in decision.refusals] == ["cooldown"]
        assert tier(engine) == "gold"
        for day in range(2, 110, 3):
            engine.tick(after(day))
        assert tier(engine) is None
        assert audit(engine) == []


def test_whoever_is_held_out(sqlite_url: str) -> None:
    """Who is given nothing, to compare with, is in no tier, and is told of none."""
    plugins = {"tiers": {"levels": TABLES}}
    with opened(sqlite_url, plugins=plugins, holdout={"strategies": {"tiers": 100}}) as engine:
        engine.handle_many([order(total=150), order("o-2", total=150, at=after(1))])
        assert (tier(engine), rows(engine, "outbox")) == (None, [])


def test_in_words() -> None:
    """A merchant reads what the tiers take."""
    (told,) = tiers(within_days=90).in_words()
    assert told == (
        "Customers are in a tier for what they buy within 90 days: "
        "silver for 100, gold for 300, black for 900, in units of the currency."
    )
