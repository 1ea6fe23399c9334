"""The engine against the plain model: any events in any grouping, with restarts, previews and retries."""

from __future__ import annotations

from itertools import count
from typing import Any

from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from retention_sdk import Decision, Engine, EventConflict, Purchase
from tests.audit import audit, books, replayed
from tests.build import after, opened, order, visit
from tests.laws.shop_model import PlainShop, told
from tests.scripted import Scripted

STORES = count(1)
PLUGINS = {"one": "points", "two": "stamps"}
WORDS = st.one_of(
    st.builds("+{}".format, st.integers(1, 9)),
    st.builds("+{}/{}".format, st.integers(1, 9), st.integers(1, 9)),
    st.builds("+{}//{}".format, st.integers(1, 9), st.integers(1, 15)),
    st.builds("+{}/{}/{}".format, st.integers(1, 9), st.integers(1, 9), st.integers(1, 15)),
    st.builds("-{}".format, st.integers(1, 12)),
    st.builds("gift:{}".format, st.integers(1, 600)),
    st.sampled_from(["tag:a", "tag:b", "fail", "exit"]),
)
SCRIPTS = st.lists(WORDS, max_size=5).flatmap(lambda told: st.sampled_from([told, [*told, "note"]]))
EVENTS = st.tuples(st.sampled_from(["ann", "bob", "cat"]), st.integers(0, 12), SCRIPTS, st.integers(0, 99))
MANY = st.lists(st.tuples(st.sampled_from(["new", "new", "again", "conflict"]), EVENTS, st.integers(0, 99)), max_size=6)


class EngineMachine(RuleBasedStateMachine):
    """Two engines on one database; whichever handles an event, the model says what must come of it."""

    url = ""

    @initialize()
    def open(self) -> None:
        self.name, self.ids = f"shop {next(STORES)}", count(1)
        self.strategies = {name: Scripted(unit) for name, unit in PLUGINS.items()}
        self.model = PlainShop(PLUGINS, budget=1000)
        self.answers: dict[str, Decision] = {}
        self.days: dict[str, int] = {}
        self.engines = [self._engine(), self._engine()]

    def _engine(self) -> Engine:
        limits = {"monthly_budget": "10 EUR"}
        return opened(self.url, dict(self.strategies), store={"name": self.name}, limits=limits)

    def _event(self, told: Any) -> Any:
        customer, days, script, amount = told
        id = f"e-{next(self.ids):03}"
        # in its turn: what comes late is tests/laws/test_arrival.py's
        day = self.days[customer] = self.days.get(customer, 0) + days
        if amount % 2:
            return order(id, customer, total=amount, at=after(day), coupons=script)
        return visit(id, customer, at=after(day), place=" ".join(script))

    def _known(self, number: int) -> Any:
        return list(self.model.decided.values())[number % len(self.model.decided)][0]

    def _changed(self, event: Any) -> Any:
        return evolve(event, **({"coupons": ["x"]} if isinstance(event, Purchase) else {"place": event.place + " x"}))

    def _answered(self, decision: Decision) -> None:
        id = decision.event.id
        assert told(decision) == self.model.handle(decision.event)
        assert self.answers.setdefault(id, decision) == decision

    @rule(of=EVENTS, at=st.integers(0, 1))
    def handle(self, of: Any, at: int) -> None:
        self._answered(self.engines[at].handle(self._event(of)))

    @rule(of=MANY, at=st.integers(0, 1))
    def handle_many(self, of: Any, at: int) -> None:
        events: list[Any] = []
        for how, new, number in of:
            event = self._known(number) if how != "new" and self.model.decided else self._event(new)
            events.append(self._changed(event) if how == "conflict" and self.model.decided else event)
        for event, result in zip(events, self.engines[at].results(events), strict=True):
            known = self.model.decided.get(event.id)
            if known is None or known[0] == event:
                assert isinstance(result, Decision)
                self._answered(result)
            else:
                assert isinstance(result, EventConflict)

    @precondition(lambda self: self.model.decided)
    @rule(number=st.integers(0, 99), at=st.integers(0, 1))
    def handle_again(self, number: int, at: int) -> None:
        before = books(self.engines[0])
        self._answered(self.engines[at].handle(self._known(number)))
        assert books(self.engines[0]) == before

    @rule(of=EVENTS, at=st.integers(0, 1))
    def preview_and_handle(self, of: Any, at: int) -> None:
        event, before = self._event(of), books(self.engines[0])
        preview = self.engines[at].preview(event)
        assert books(self.engines[0]) == before
        self._answered(preview)
        assert self.engines[1 - at].handle(event) == preview

    @rule(well=st.booleans(), at=st.integers(0, 1))
    def retry(self, well: bool, at: int) -> None:
        for strategy in self.strategies.values():
            strategy.well = well
        retried = self.engines[at].retry_failures()
        for strategy in self.strategies.values():
            strategy.well = False
        assert [decision.event.id for decision in retried] == self.model.retry(well=well)
        for decision in retried:
            assert told(decision) == self.model.decided[decision.event.id][1]
            self.answers[decision.event.id] = decision

    @rule(at=st.integers(0, 1))
    def restart(self, at: int) -> None:
        self.engines[at].close()
        self.engines[at] = self._engine()

    @invariant()
    def the_store_is_the_models(self) -> None:
        engine = self.engines[0]
        for name, person in self.model.people.items():
            customer = engine.customer(name)
            for unit, plain in person.wallets.items():
                wallet = customer.wallet(unit)
                seen = (wallet.available, wallet.pending, wallet.lifetime)
                assert seen == (plain.available, plain.pending, plain.lifetime)
            assert (customer.history.orders, customer.history.spent) == (person.orders, person.spent)
            assert customer.tags == person.tags

    @invariant()
    def everything_adds_up(self) -> None:
        found = books(self.engines[0])
        assert replayed(self.engines[0], found) == []
        assert {row.period: row.amount for row in found["counters"] if row.amount} == +self.model.spent

    def teardown(self) -> None:
        assert audit(self.engines[0]) == []
        for engine in self.engines:
            engine.close()


def test_the_engine_is_the_model(database_url: str) -> None:
    """Whatever happens, decisions and standings are the model's, redeliveries answer the same, and all adds up."""
    machine = type("Machine", (EngineMachine,), {"url": database_url})
    run_state_machine_as_test(machine, settings=settings(max_examples=30, stateful_step_count=15))
