"""Draws: once, among those who hold units then, by the rules that were there when it opened, and provable."""

from __future__ import annotations

import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    BadValue,
    ContestDrawn,
    ContestWon,
    Credit,
    CustomersMerged,
    Draw,
    Engine,
    OrderCancelled,
    PluginError,
    RetentionError,
    Tag,
    days,
    from_json,
    hookimpl,
    setting,
    strategy,
)
from retention_sdk.draws import commitment_of, flaws, ranked
from retention_sdk.testing.plugins.trial.books import TABLES
from tests.audit import audit
from tests.build import after, config, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from retention_sdk import Action

SECRET = "a secret of thirty-two characters or more"  # noqa: S105 - it is a test's
DAY = date(2100, 1, 11)
DRAWN_AT = datetime(2100, 1, 10, 23, tzinfo=UTC)
"""Midnight in Prague."""


@strategy
class Raffle:
    """Draws among those who bought or came by."""

    name: str = setting(default="raffle", help="its name")
    winners: int = setting(default=2, help="how many win")
    opens: date = setting(default=date(2100, 1, 1), help="its first day")
    on: date = setting(default=DAY, help="when it is drawn")
    words: str = setting(default="", help="what may change")

    @property
    def draws(self) -> tuple[Draw, ...]:
        """The draw."""
        terms = {"winners": str(self.winners), "on": str(self.on)}
        return (
            Draw(
                of=self.name,
                unit=f"in:{self.name}",
                opens=self.opens,
                on=self.on,
                winners=self.winners,
                secret=SECRET,
                terms=terms,
            ),
        )

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """An order is in it."""
        yield Credit(f"in:{self.name}", 1)

    @hookimpl
    def on_visit(self) -> Iterator[Action]:
        """So is a visit."""
        yield Credit(f"in:{self.name}", 1)

    @hookimpl
    def on_contest_won(self, event: ContestWon) -> Iterator[Action]:
        """A winner."""
        yield Tag(f"won {event.place} of {event.entries}")

    @hookimpl
    def on_contest_drawn(self, event: ContestDrawn) -> Iterator[Action]:
        """The store is told."""
        yield Tag(f"drawn {event.contest}")


def raffle(url: str, **settings: Any) -> Engine:
    """An engine with a raffle."""
    tables = config(url, store={"timezone": "Europe/Prague"}, plugins={"raffle": settings})
    return Engine.from_config(tables, {"raffle": Raffle})


def drawn(engine: Engine) -> list[ContestDrawn]:
    """What was drawn."""
    return [from_json(row.body, ContestDrawn) for row in rows(engine, "events") if row.kind == "contest_drawn"]


def winners(engine: Engine) -> list[str]:
    """Who was told that they won."""
    return sorted(row.customer for row in rows(engine, "events") if row.kind == "contest_won")


def test_once(database_url: str) -> None:
    """Not before its day begins where the store is; then once, after an outage too, and each winner is told once."""
    with raffle(database_url) as engine:
        for number in range(9):
            engine.handle(visit(f"v-{number}", f"c-{number}", after(number % 3)))
        assert engine.tick(DRAWN_AT - timedelta(microseconds=1)).drawn == 0
        ticked = engine.tick(DRAWN_AT + days(2))
        assert (ticked.drawn, ticked.scheduled, ticked.errors) == (1, 2, ())
        assert engine.tick(DRAWN_AT + days(3)).fired == 0
        (event,) = drawn(engine)
        assert (event.occurred_at, len(event.entries), len(event.winners)) == (DRAWN_AT, 9, 2)
        assert winners(engine) == sorted(event.winners)
        assert engine.customer(event.winners[0]).tags == {"won 1 of 9"}
        assert audit(engine) == []


def test_once_among_many(database_url: str) -> None:
    """Eight workers on three engines draw at once, while people come in: one draw, and its winners alone."""
    with raffle(database_url) as one, raffle(database_url) as two, raffle(database_url) as three:
        engines = (one, two, three)
        for number in range(6):
            engines[0].handle(visit(f"v-{number}", f"c-{number}"))

        def work(number: int) -> None:
            engine = engines[number % 3]
            engine.handle(visit(f"late-{number}", f"late-{number}", after(1)))
            assert engine.tick(DRAWN_AT + days(1)).errors == ()

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(work, range(8)))
        for engine in engines:
            assert not engine.tick(DRAWN_AT + days(1)).errors
        (event,) = drawn(engines[0])
        assert winners(engines[0]) == sorted(event.winners)
        assert audit(engines[0]) == []


def test_who_is_in_it(database_url: str) -> None:
    """One entry a person, however many units; none for an order that was called off; one where two are one."""
    with raffle(database_url, winners=9) as engine:
        engine.handle(order("o-1", "ann"))
        engine.handle(order("o-2", "ann", at=after(1)))
        engine.handle(order("o-3", "bob"))
        engine.handle(OrderCancelled(id="x-3", customer="bob", occurred_at=after(2), order="o-3"))
        engine.handle(order("o-4", "cleo"))
        engine.handle(visit("v-4", "cleo", after(1)))
        engine.handle(OrderCancelled(id="x-4", customer="cleo", occurred_at=after(2), order="o-4"))
        engine.handle(visit("v-5", "dan"))
        engine.handle(visit("v-6", "daniel"))
        engine.handle(CustomersMerged(id="m-1", customer="dan", occurred_at=after(3), other="daniel"))
        engine.tick(DRAWN_AT)
        (event,) = drawn(engine)
        assert sorted(event.winners) == ["ann", "cleo", "dan"]
        assert winners(engine) == ["ann", "cleo", "dan"]
        # what is called off after the draw takes nothing from who has won
        engine.handle(OrderCancelled(id="x-1", customer="ann", occurred_at=DRAWN_AT + days(1), order="o-1"))
        assert any(tag.startswith("won") for tag in engine.customer("ann").tags)
        assert audit(engine) == []


def test_forgotten(database_url: str) -> None:
    """Who is forgotten before the draw is not in it; of a winner nothing is left after it but that somebody won."""
    with raffle(database_url) as engine:
        for number in range(4):
            engine.handle(visit(f"v-{number}", f"somebody-{number}"))
        engine.erase("somebody-3")
        engine.tick(DRAWN_AT)
        (event,) = drawn(engine)
        assert len(event.entries) == 3
        first, second = event.winners
        engine.erase(first)
        (after_it,) = drawn(engine)
        assert (after_it.seed, after_it.entries, after_it.winners[1]) == (event.seed, event.entries, second)
        for table in TABLES:
            assert not [row for row in rows(engine, table) if f'"{first}"' in str(row) or first in row]
        assert engine.tick(DRAWN_AT + days(1)).fired == 0
        assert audit(engine) == []


def test_nobody_in_it(database_url: str) -> None:
    """A draw without entries is made, and has no winners."""
    with raffle(database_url) as engine:
        assert engine.tick(DRAWN_AT).drawn == 1
        assert drawn(engine)[0].winners == ()


def test_anybody_can_check(tmp_path: Path) -> None:
    """Ten lines that know nothing of this package find the same winners; and nothing published names anybody."""
    with raffle(f"sqlite:///{tmp_path}/check.db") as engine:
        for number in range(30):
            engine.handle(visit(f"v-{number}", f"somebody-{number}"))
        engine.tick(DRAWN_AT)
        (event,) = drawn(engine)
    assert sha256(event.seed.encode()).hexdigest() == event.commitment
    order_of = {entry: hmac.digest(event.seed.encode(), entry.encode(), "sha256") for entry in event.entries}
    first, second = sorted(event.entries, key=order_of.__getitem__)[:2]
    draw = Raffle().draws[0]
    assert [first, second] == [draw.entry(customer) for customer in event.winners]
    assert (event.commitment, event.seed) == (draw.commitment, draw.seed)
    assert not any(told in text for text in (event.seed, *event.entries) for told in ("somebody", SECRET))
    assert list(flaws(event.seed, event.commitment, event.entries, [first, second])) == []


def test_what_is_wrong() -> None:
    """Another seed, an entry too many, and other winners are found."""
    entries = [f"{number:020}" for number in range(9)]
    first = ranked("seed", entries)[0]
    assert list(flaws("seed", commitment_of("seed"), entries, [first])) == []
    assert "not the one" in next(flaws("other", commitment_of("seed"), entries, ranked("other", entries)[:1]))
    assert "twice" in next(flaws("seed", commitment_of("seed"), [*entries, entries[0]], [first]))
    assert "other winners" in next(flaws("seed", commitment_of("seed"), entries, [ranked("seed", entries)[1]]))


def test_equal_odds() -> None:
    """Over many seeds each of ten entries is first about as often."""
    entries = [f"{number:020}" for number in range(10)]
    first = [ranked(f"seed {number}", entries)[0] for number in range(2000)]
    assert all(140 < first.count(entry) < 260 for entry in entries)


@pytest.fixture
def now() -> datetime:
    """The time that it is on this machine: settings are held against it when an engine opens."""
    return datetime.now(UTC)


def test_rules_stand(database_url: str, now: datetime) -> None:
    """Once open, a changed rule is refused by name when an engine opens; what is no rule may change; it may go back."""
    dates = {"opens": (now - days(3)).date(), "on": (now + days(3)).date()}
    with raffle(database_url, **dates) as engine:
        engine.handle(visit("v-1", "ann", now))
    with pytest.raises(RetentionError, match=r"plugins\.raffle\.winners is 3, and was 2 when 'raffle' opened on"):
        raffle(database_url, **dates, winners=3)
    with raffle(database_url, **dates, words="another") as engine:
        ticked = engine.tick(now + days(4))
        assert (ticked.drawn, ticked.errors) == (1, ())
    with raffle(database_url, **dates, winners=3) as engine:
        assert engine.tick(now + days(5)).fired == 0


def test_before_and_after(tmp_path: Path, now: datetime) -> None:
    """Until its first day rules may change; another name is another contest; renaming the section is no way out."""
    url = f"sqlite:///{tmp_path}/rules.db"
    later = {"opens": (now + days(3)).date(), "on": (now + days(9)).date(), "name": "later"}
    for winners in (1, 2, 3):
        raffle(url, **later, winners=winners).close()
    open_now = {"opens": (now - days(3)).date(), "on": (now + days(9)).date()}
    raffle(url, **open_now).close()
    raffle(url, **open_now, winners=7, name="another").close()
    tables = config(url, plugins={"renamed": {"use": "raffle", **open_now, "winners": 7}})
    tables["store"]["timezone"] = "Europe/Prague"
    with pytest.raises(RetentionError, match=r"plugins\.renamed\.winners is 7, and was 2"):
        Engine.from_config(tables, {"raffle": Raffle})


def test_an_engine_that_was_open_does_not_draw_by_other_rules(tmp_path: Path, now: datetime) -> None:
    """Whoever runs with rules of before the first day, which were changed by then, draws nothing and says why."""
    url = f"sqlite:///{tmp_path}/old.db"
    dates = {"opens": (now + days(3)).date(), "on": (now + days(9)).date()}
    with raffle(url, **dates) as old, raffle(url, **dates, winners=3) as new:
        old.handle(visit("v-1", "ann", now + days(4)))
        told = old.tick(now + days(10))
        assert told.drawn == 0
        assert "plugins.raffle.winners is 2, and was 3 when 'raffle' opened" in str(told.errors[0])
        assert new.tick(now + days(10)).drawn == 1


def test_what_cannot_be(sqlite_url: str) -> None:
    """A short secret, a draw before its first day, and two draws of one name are refused."""
    good: dict[str, Any] = {
        "of": "x",
        "unit": "in:x",
        "opens": DAY,
        "on": DAY + days(1),
        "winners": 1,
        "secret": SECRET,
    }
    with pytest.raises(BadValue, match="secret has 5 characters; take 32 or more"):
        Draw(**good | {"secret": "short"})
    with pytest.raises(BadValue, match="is not after its first day"):
        Draw(**good | {"on": DAY})
    tables = config(sqlite_url, plugins={"one": {"use": "raffle"}, "two": {"use": "raffle"}})
    with pytest.raises(PluginError, match="'one' and 'two' both draw 'raffle'"):
        Engine.from_config(tables, {"raffle": Raffle})
    assert Draw(**good | {"terms": {"a": "1"}}).rules != Draw(**good | {"terms": {"a": "2"}}).rules
    assert SECRET not in repr(Draw(**good))
