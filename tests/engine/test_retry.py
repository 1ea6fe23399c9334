"""Strategies that failed are asked again, exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

from retention_sdk import Action, AmountOff, Credit, Customer, Debit, Event, IssueCoupon, Remember, Tag
from tests.build import Does, after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)


class Moody(Does):
    """A strategy that fails while it is ill, and proposes three things when it is well."""

    def __init__(self, *, ill: bool, window: timedelta = timedelta(0)) -> None:
        super().__init__(self.propose, window)
        self.ill, self.asked = ill, 0

    def propose(self, event: Event, _: Customer) -> Iterator[Action]:
        self.asked += 1
        yield Credit("points", 5, reason=event.id)
        if self.ill:
            raise ConnectionError("out for lunch")
        yield IssueCoupon(AmountOff(eur(1)), reason=event.id)
        yield Tag("seen")


def steady(event: Event, _: Customer) -> list[Action]:
    """A point and a tag."""
    return [Credit("points", 1, reason=event.id), Tag("steady")]


def test_what_failed_is_asked_again(database_url: str) -> None:
    """The strategy that failed is asked; its proposals join the decision; nobody else is asked."""
    moody = Moody(ill=True)
    with opened(database_url, {"moody": moody, "steady": steady}) as engine:
        first = engine.handle(visit())
        moody.ill = False
        (retried,) = engine.retry_failures()
        assert retried.failures == ()
        assert retried.granted[:2] == first.granted
        assert [grant.plugin for grant in retried.granted] == ["steady", "steady", "moody", "moody", "moody"]
        assert engine.handle(visit()) == engine.preview(visit()) == retried
        assert engine.customer("c").wallet("points").available == 6
        assert engine.customer("c").tags == {"seen", "steady"}
        assert rows(engine, "failures") == []


def test_the_keys_are_those_it_would_have_had(sqlite_url: str, postgres_url: str) -> None:
    """Answered late, actions have the keys that they would have had in time, so nothing is delivered twice."""
    ill, well = Moody(ill=True), Moody(ill=False)
    with opened(sqlite_url, {"moody": ill}) as late, opened(postgres_url, {"moody": well}) as early:
        late.handle(visit())
        ill.ill = False
        (retried,) = late.retry_failures()
        assert retried == early.handle(visit())
        assert [row.key for row in rows(late, "outbox")] == [row.key for row in rows(early, "outbox")]
        assert [row.key for row in rows(late, "movements")] == [row.key for row in rows(early, "movements")]


def test_it_is_asked_once(database_url: str) -> None:
    """After it answered it is not asked again: not by this engine, not after a restart."""
    moody = Moody(ill=True)
    with opened(database_url, {"moody": moody}) as engine:
        engine.handle(visit())
        moody.ill = False
        assert len(engine.retry_failures()) == 1
        assert engine.retry_failures() == []
    with opened(database_url, {"moody": moody}) as engine:
        assert engine.retry_failures() == []
        assert moody.asked == 2
        assert engine.customer("c").wallet("points").available == 5


def test_a_failure_outlives_the_process(database_url: str) -> None:
    """A strategy that failed before a restart is asked after it."""
    with opened(database_url, {"moody": Moody(ill=True)}) as engine:
        engine.handle(visit())
    with opened(database_url, {"moody": Moody(ill=False)}) as engine:
        assert len(engine.retry_failures()) == 1
        assert engine.customer("c").wallet("points").available == 5


def test_two_threads_retry_at_once(database_url: str) -> None:
    """However many ask for a retry at once, each failure is answered once."""
    moody, events = Moody(ill=True), [visit(f"v-{n}", customer=f"c-{n % 3}") for n in range(30)]
    with opened(database_url, {"moody": moody}) as engine, opened(database_url, {"moody": moody}) as other:
        engine.handle_many(events)
        moody.ill, barrier = False, Barrier(4)

        def retry(one: Any) -> list[Any]:
            barrier.wait(30)
            return one.retry_failures()  # type: ignore[no-any-return]

        with ThreadPoolExecutor(4) as pool:
            done = [decision for found in pool.map(retry, [engine, other] * 2) for decision in found]
        assert sorted(decision.event.id for decision in done) == sorted(event.id for event in events)
        assert sum(engine.customer(f"c-{n}").wallet("points").available for n in range(3)) == 5 * 30
        assert rows(engine, "failures") == []


def test_it_fails_again(database_url: str) -> None:
    """A strategy that fails again is kept for the next time, with the number of attempts and the latest error."""
    moody = Moody(ill=True)
    with opened(database_url, {"moody": moody, "steady": steady}) as engine:
        first = engine.handle(visit())
        assert engine.retry_failures() == [first]
        assert engine.handle(visit()) == first
        assert [row.attempts for row in rows(engine, "failures")] == [2]
        moody.ill = False
        (retried,) = engine.retry_failures()
        assert len(retried.granted) == 5
        assert engine.customer("c").wallet("points").available == 6


def test_one_of_two_recovers(database_url: str) -> None:
    """Of two strategies that failed, the one that recovers is granted its part, and the other waits on."""
    one, two = Moody(ill=True), Moody(ill=True)
    with opened(database_url, {"one": one, "two": two}) as engine:
        engine.handle(visit())
        two.ill = False
        (retried,) = engine.retry_failures()
        assert [failure.plugin for failure in retried.failures] == ["one"]
        assert {grant.plugin for grant in retried.granted} == {"two"}
        one.ill = False
        (retried,) = engine.retry_failures()
        assert retried.failures == ()
        assert {grant.plugin for grant in retried.granted} == {"one", "two"}
        assert engine.handle(visit()) == retried


def test_a_strategy_that_is_gone_is_not_asked(database_url: str) -> None:
    """The failure of a strategy that is not enabled now stays until it is."""
    moody = Moody(ill=True)
    with opened(database_url, {"moody": moody}) as engine:
        decision = engine.handle(visit())
    with opened(database_url, {"steady": steady}) as engine:
        assert engine.retry_failures() == []
        assert engine.handle(visit()) == decision
    moody.ill = False
    with opened(database_url, {"moody": moody}) as engine:
        assert len(engine.retry_failures()) == 1


def test_another_store_is_not_asked(database_url: str) -> None:
    """A retry is about the store of the engine, not about its neighbours in the database."""
    moody = Moody(ill=True)
    with opened(database_url, {"moody": moody}) as engine:
        engine.handle(visit())
        with opened(database_url, {"moody": moody}, store={"name": "Other"}) as other:
            assert other.retry_failures() == []


def test_a_late_answer_sees_the_wallets_of_now(database_url: str) -> None:
    """A debit that is proposed late is measured on what the wallet holds now, and nothing is spent twice."""
    ill = [True]

    def spends(event: Event, _: Customer) -> list[Action]:
        if event.id == "v-1" and ill:
            raise ValueError("no")
        return [Credit("points", 10)] if event.id == "v-0" else [Debit("points", 10)]

    with opened(database_url, {"spends": spends}) as engine:
        engine.handle_many([visit(f"v-{n}", at=after(n)) for n in range(3)])
        ill.clear()
        (retried,) = engine.retry_failures()
        assert [refusal.code for refusal in retried.refusals] == ["balance"]
        assert engine.customer("c").wallet("points").available == 0


def test_a_late_answer_sees_the_history_of_then(database_url: str) -> None:
    """Asked again, a strategy sees orders and counts as of just before the event, which is not among them itself."""
    ill = [True]

    def counts(event: Event, customer: Customer) -> list[Action]:
        if ill:
            raise ValueError("no")
        seen = ",".join(order.id for order in customer.orders)
        return [Credit("points", 1, reason=f"{event.id} after {seen} of {customer.history.orders}")]

    with opened(database_url, {"counts": Does(counts, 30 * DAY)}) as engine:
        engine.handle_many([order(f"o-{n}", at=after(n)) for n in range(3)])
        ill.clear()
        retried = engine.retry_failures()
        assert [decision.actions[0].reason for decision in retried] == [
            "o-0 after  of 0",
            "o-1 after o-0 of 1",
            "o-2 after o-0,o-1 of 2",
        ]


def test_a_late_memory(database_url: str) -> None:
    """What a strategy remembers when it is asked again is kept like at any other time."""
    ill = [True]

    def remembers(event: Event, customer: Customer) -> list[Action]:
        if event.id == "v-1" and ill:
            raise ValueError("no")
        return [Remember({"n": int(customer.state.get("n", 0)) + 1}), Tag(f"n-{customer.state.get('n', 0)}")]

    with opened(database_url, {"remembers": remembers}) as engine:
        engine.handle_many([visit(f"v-{n}", at=after(n)) for n in range(3)])
        ill.clear()
        (retried,) = engine.retry_failures()
        assert retried.actions == (Tag("n-2"),)
        assert engine.handle(visit("v-3", at=after(3))).actions == (Tag("n-3"),)
