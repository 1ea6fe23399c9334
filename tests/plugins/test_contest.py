"""contest: who is in it, who is not, and that nobody has to buy."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from retention_plugins.contest import Contest
from retention_sdk import (
    Action,
    BadConfig,
    BadValue,
    ContestDrawn,
    ContestEntry,
    ContestWon,
    CreateTask,
    Credit,
    Customer,
    Draw,
    Engine,
    IssueGiftCard,
    MonthDay,
    OrderCancelled,
    Profile,
    Purchase,
    Refund,
    RefundLine,
    Secret,
    SendMessage,
    SignUp,
    StoreView,
    days,
)
from tests.audit import audit
from tests.build import config, rows
from tests.plugins.build import NOW, customer, eur, line, memory, only, order

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "only a test knows these 32 characters"  # noqa: S105 - it is a test's
GROWN = Profile(birthday=MonthDay(5, 1, 1990))
ENTRY = ContestEntry(id="e-1", customer="c", occurred_at=NOW, contest="summer")


def commitment(name: str = "summer") -> str:
    """What is published of the seed."""
    day = date(2026, 1, 1)
    return Draw(of=name, unit="x", opens=day, on=day + days(1), winners=1, secret=SECRET).commitment


def contest(**more: Any) -> Contest:
    """A contest of March 2026."""
    told: dict[str, Any] = {
        "name": "summer",
        "title": "The summer draw",
        "opens": date(2026, 3, 1),
        "closes": date(2026, 3, 31),
        "prize": "a coffee machine",
        "free_way": "Write to us.",
        "secret": Secret(SECRET),
        "commitment": commitment(),
    }
    return Contest(**told | more)


def grown(**more: Any) -> Customer:
    """A customer of 36."""
    return customer(profile=GROWN, **more)


def enters(actions: list[Action]) -> bool:
    """Whether an answer is an entry."""
    return any(isinstance(action, Credit) for action in actions)


def why(actions: list[Action]) -> object:
    """Why an answer is a no."""
    (message,) = (action for action in actions if isinstance(action, SendMessage))
    assert message.template == "contest_refused"
    return message.data["why"]


def test_the_free_way() -> None:
    """Nobody buys, and is in it: one unit, a confirmation with entry, commitment and rules, and it is remembered."""
    actions = list(contest().on_contest_entry(ENTRY, grown()))
    assert only(actions, Credit) == Credit("contest:summer", 1, entitlement=True, reason="summer by form")
    message, (draw,) = only(actions, SendMessage), contest().draws
    assert message.template == "contest_entered"
    assert message.data["entry"] == draw.entry("c")
    assert (message.data["commitment"], message.data["rules"]) == (commitment(), draw.rules)
    assert (message.data["drawn"], message.data["free_way"]) == ("2026-04-08", "Write to us.")
    assert memory(actions) == {"entry": draw.entry("c"), "free": True}


def test_once_a_person() -> None:
    """A second entry by the free way is nothing; after an order it counts, and is confirmed once."""
    assert not list(contest().on_contest_entry(ENTRY, grown(state={"free": True, "entry": "x"})))
    actions = list(contest().on_contest_entry(ENTRY, grown(state={"entry": "x"})))
    assert [action.kind for action in actions] == ["credit", "remember"]
    assert not list(contest(by_purchase=True).on_purchase(order(), grown(state={"free": True, "entry": "x"})))


def test_orders_and_joining() -> None:
    """They count where the merchant says so, an order from its least amount on."""
    small, large = order(line(10)), order(line(20))
    assert not enters(list(contest().on_purchase(large, grown())))
    assert enters(list(contest(by_purchase=True, minimum=eur(20)).on_purchase(large, grown())))
    assert not enters(list(contest(by_purchase=True, minimum=eur(20)).on_purchase(small, grown())))
    joined = SignUp(id="s-1", customer="c", occurred_at=NOW)
    assert not enters(list(contest().on_sign_up(joined, grown())))
    assert enters(list(contest(by_sign_up=True).on_sign_up(joined, grown())))


@pytest.mark.parametrize(
    ("settings", "who", "told"),
    [
        ({}, {}, "age"),
        ({}, {"profile": Profile(birthday=MonthDay(5, 1))}, "age"),
        ({}, {"profile": Profile(birthday=MonthDay(3, 11, 2008))}, "age"),
        ({}, {"profile": Profile(birthday=MonthDay(3, 10, 2008))}, ""),
        ({"minimum_age": 0}, {}, ""),
        ({}, {"profile": GROWN, "tags": frozenset({"staff"})}, "staff"),
        ({"regions": ("CZ", "US")}, {"profile": GROWN}, "region"),
        ({"regions": ("CZ",)}, {"profile": evolve(GROWN, locale="cs_CZ")}, ""),
        ({"regions": ("CZ",)}, {"profile": evolve(GROWN, locale="cs")}, "region"),
        ({"regions": ("CZ",)}, {"profile": evolve(GROWN, locale="pl_PL")}, "region"),
        ({"excluded": ("US-NY",)}, {"profile": evolve(GROWN, locale="en_US")}, "region"),
        ({"excluded": ("US-NY",)}, {"profile": evolve(GROWN, locale="pt-PT")}, ""),
        ({"excluded": ("US-NY",)}, {"profile": GROWN}, "region"),
        ({"opens": date(2026, 3, 11)}, {"profile": GROWN}, "early"),
        ({"closes": date(2026, 3, 9)}, {"profile": GROWN}, "late"),
    ],
)
def test_who_may_not(settings: dict[str, Any], who: dict[str, Any], told: str) -> None:
    """Whoever may not take part is told why by the free way, and hears nothing of it by an order."""
    actions = list(contest(**settings).on_contest_entry(ENTRY, customer(**who)))
    assert enters(actions) is not bool(told)
    if told:
        assert why(actions) == told
        assert not list(contest(by_purchase=True, **settings).on_purchase(order(), customer(**who)))
        # asked again, they are not told again
        assert not list(contest(**settings).on_contest_entry(ENTRY, customer(**who, state=memory(actions))))


def test_where_they_said_they_live() -> None:
    """What the entry says of the region goes before the locale."""
    american = contest(regions=("US",), excluded=("US-NY",))
    for region, told in {"US-CA": "", "US-NY": "region", "CZ": "region"}.items():
        actions = list(american.on_contest_entry(evolve(ENTRY, region=region), grown()))
        assert enters(actions) is not bool(told)


def test_the_last_day_ends_where_the_store_is() -> None:
    """It is open to the end of its last day in the store's zone, and not a moment longer."""
    last = datetime(2026, 3, 31, 22, tzinfo=UTC)  # midnight in Prague
    there = evolve(grown(), store=StoreView("Bean & Leaf", "Europe/Prague", "EUR"))
    before = evolve(ENTRY, occurred_at=last.replace(hour=21, minute=59, second=59))
    assert enters(list(contest().on_contest_entry(before, there)))
    assert why(list(contest().on_contest_entry(evolve(ENTRY, occurred_at=last), there))) == "late"


def test_of_another_contest() -> None:
    """What is about another contest is passed over."""
    assert not list(contest(name="other", commitment=commitment("other")).on_contest_entry(ENTRY, grown()))
    won = ContestWon(id="w-1", customer="c", occurred_at=NOW, contest="other", place=1, entry="x", entries=9)
    assert not list(contest().on_contest_won(won))


def test_the_prize() -> None:
    """A gift card is owed, so that no budget refuses it; any other prize is a task for somebody; both are told."""
    won = ContestWon(id="w-1", customer="c", occurred_at=NOW, contest="summer", place=2, entry="x", entries=9)
    card = list(contest(gift_card=eur(20)).on_contest_won(won))
    assert only(card, IssueGiftCard).charge is None
    task = list(contest().on_contest_won(won))
    assert only(task, CreateTask).title == "Send the prize: a coffee machine"
    assert only(task, SendMessage).data["entries"] == 9
    drawn = ContestDrawn(id="d-1", customer="@store", occurred_at=NOW, contest="summer", seed="s", commitment="c")
    assert "retention contest proof summer" in only(list(contest().on_contest_drawn(drawn)), CreateTask).script


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"free_way": " "}, "free_way is empty; nobody may have to buy to win"),
        ({"closes": date(2026, 2, 1)}, "closes is 2026-02-01, before the first day"),
        ({"commitment": ""}, f'commitment is not that of the secret; write "{commitment()}"'),
        ({"secret": Secret("short")}, "secret has 5 characters"),
        ({"secret": Secret(SECRET[::-1])}, "commitment is not that of the secret"),
    ],
)
def test_what_cannot_be(settings: dict[str, Any], told: str) -> None:
    """No free way, a short secret, and a commitment that is another secret's are refused."""
    with pytest.raises(BadValue, match=told):
        contest(**settings)


def test_in_words() -> None:
    """It says when, how, and what for."""
    told = " ".join(contest(by_purchase=True, minimum=eur(20), by_sign_up=True).in_words())
    assert "From 2026-03-01 to 2026-03-31 people take part in 'The summer draw', once each, and need not buy." in told
    assert "An order of 20.00 EUR or more takes part too, if it is kept. Whoever joins takes part too." in told
    assert "On 2026-04-08 1 of them win a coffee machine" in told


WRITTEN: dict[str, Any] = {
    "name": "summer",
    "title": "The summer draw",
    "opens": date(2100, 3, 1),
    "closes": date(2100, 3, 31),
    "winners": 2,
    "prize": "a gift card of 20 EUR",
    "gift_card": "20 EUR",
    "free_way": "Write to us.",
    "by_purchase": True,
    "minimum": "20 EUR",
    "secret": SECRET,
    "commitment": commitment(),
}


def test_the_check_wants_a_free_way(sqlite_url: str) -> None:
    """Without a free way the file is refused, at its line."""
    plugins = {"contest": {name: value for name, value in WRITTEN.items() if name != "free_way"}}
    with pytest.raises(BadConfig, match=r"plugins\.contest.*free_way"):
        Engine.from_config(config(sqlite_url, plugins=plugins))
    plugins["contest"]["free_way"] = ""
    with pytest.raises(BadConfig, match="nobody may have to buy"):
        Engine.from_config(config(sqlite_url, plugins=plugins))


def test_from_entry_to_prize(database_url: str) -> None:
    """Orders and free entries are drawn alike; what came back is not in it; the budget does not stop a prize."""
    at = datetime(2100, 3, 5, 9, tzinfo=UTC)
    tables = {"plugins": {"contest": WRITTEN}, "limits": {"monthly_budget": "1 EUR"}}
    with Engine.from_config(config(database_url, **tables)) as engine:
        for name in ("ann", "bob", "cleo", "dan"):
            bought = [line(30)]
            engine.handle(Purchase(id=f"o-{name}", customer=name, occurred_at=at, lines=bought, profile=GROWN))
        engine.handle(Refund(id="r-1", customer="ann", occurred_at=at + days(1), order="o-ann"))
        engine.handle(ContestEntry(id="e-1", customer="bob", occurred_at=at + days(1), contest="summer"))
        engine.handle(OrderCancelled(id="x-1", customer="bob", occurred_at=at + days(2), order="o-bob"))
        engine.handle(OrderCancelled(id="x-2", customer="cleo", occurred_at=at + days(2), order="o-cleo"))
        engine.handle(ContestEntry(id="e-2", customer="eve", occurred_at=at, contest="summer", profile=GROWN))
        assert engine.tick(at + days(40)).drawn == 1
        won = sorted(row.customer for row in rows(engine, "events") if row.kind == "contest_won")
        assert set(won) <= {"bob", "dan", "eve"}
        assert len(won) == 2
        cards = [row.customer for row in rows(engine, "outbox") if row.kind == "issue_gift_card"]
        assert sorted(cards) == won
        assert audit(engine) == []


def test_when_it_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An order of a contest that the file has no more is decided as it was, where its secret is in the environment."""
    monkeypatch.setenv("SUMMER", SECRET)
    tables = config(f"sqlite:///{tmp_path}/over.db", plugins={"points": {}})
    written = {**WRITTEN, "secret": {"env": "SUMMER"}}
    at = datetime(2100, 3, 5, tzinfo=UTC)
    with Engine.from_config({**tables, "plugins": {**tables["plugins"], "contest": written}}) as engine:
        for name in ("ann", "bob"):
            bought = [line(30, quantity=3)]
            engine.handle(Purchase(id=f"o-{name}", customer=name, occurred_at=at, lines=bought, profile=GROWN))
    back = [RefundLine(sku="beans", quantity=1)]
    with Engine.from_config(tables) as engine:
        told = engine.handle(Refund(id="r-1", customer="ann", occurred_at=at + days(99), order="o-ann", lines=back))
        assert told.notes == ()
        assert engine.customer("ann").wallet("points").available == 20
        assert engine.customer("ann").wallet("contest:summer").available == 1
    monkeypatch.delenv("SUMMER")
    with Engine.from_config(tables) as engine:
        told = engine.handle(Refund(id="r-2", customer="bob", occurred_at=at + days(99), order="o-bob", lines=back))
        assert [note.code for note in told.notes] == ["proportional"]
