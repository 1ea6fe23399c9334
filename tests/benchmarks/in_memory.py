"""(f) Deciding in memory, against a plain function and against pluggy's own call."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

import pluggy
from attrs import evolve

from retention_sdk import Credit, Customer, Wallet, hookspecs
from retention_sdk.assembly import Assembly, assemble
from retention_sdk.deciding import decide
from retention_sdk.guards import Kept, Tally
from tests.benchmarks.bench import ALL, KEY, POINTS, Bench, Rounds, config
from tests.benchmarks.measuring import race
from tests.benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from retention_sdk import Action, Purchase

CUSTOMER = Customer("c-1", wallets={"points": Wallet("points", available=120, lifetime=120)})


def plain(order: Purchase) -> int:
    """One point for each whole euro: what the floor decides, of our event."""
    return sum(line.total.minor for line in order.lines) // 100


def _bare(assembly: Assembly) -> Callable[[Purchase], int]:
    """Asks all strategies at once through pluggy's manager: no isolation, no review, no keys."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    for one in assembly.registry.enabled:
        manager.register(one.strategy, one.name)

    def run(order: Purchase) -> int:
        answers = manager.hook.on_purchase(event=order, customer=CUSTOMER)
        return _points(action for answer in answers for action in answer)

    return run


def _ours(assembly: Assembly) -> Callable[[Purchase], int]:
    asks, guards = assembly.registry.asks["on_purchase"], assembly.guards()

    def run(order: Purchase) -> int:
        verdict = decide(KEY, Tally(order, CUSTOMER, "EUR"), asks, guards)
        return _points(grant.action for grant in verdict.decision.granted)

    return run


EVERY: Mapping[str, Any] = {
    "limits": {
        "monthly_budget": "100000 EUR",
        "budgets": [
            {"amount": "9000 EUR", "period": "day", "strategy": "points"},
            {"amount": "9 EUR", "role": "agent"},
        ],
        "per_customer": {"amount": "1000 EUR", "days": 90},
        "cooldowns": [{"kind": "issue_coupon", "days": 30}],
        "minimum_age": 16,
    },
    "authority": {"agent": "20 EUR", "supervisor": {"amount": "100 EUR", "share": 50, "days": 30}},
    "messages": {"quiet_hours": "21:00-08:00", "frequency": {"email": {"most": 2, "days": 7}}},
    "stacking": {"lanes": {"loyalty": ["punch_card", "welcome"]}},
    "holdout": {"strategies": {"birthday_gift": 1}},
}
"""Every guard that comes with the SDK."""


def _all_guards(assembly: Assembly) -> Callable[[Purchase], int]:
    asks, guarding = assembly.registry.asks["on_purchase"], assembly.guarding
    guards, rules, counters = guarding.guards(), guarding.rules(), guarding.counters()

    def run(order: Purchase) -> int:
        kept = tuple(Kept(counter, slot, slot.most) for counter, slot in counters.at(order.occurred_at))
        verdict = decide(KEY, Tally(order, CUSTOMER, "EUR", kept), asks, guards, rules)
        return _points(grant.action for grant in verdict.decision.granted)

    return run


def _no_guards(assembly: Assembly) -> Callable[[Purchase], int]:
    asks = assembly.registry.asks["on_purchase"]

    def run(order: Purchase) -> int:
        verdict = decide(KEY, Tally(order, CUSTOMER, "EUR"), asks, ())
        return _points(grant.action for grant in verdict.decision.granted)

    return run


def _points(actions: Iterable[Action]) -> int:
    return sum(action.amount for action in actions if isinstance(action, Credit) and action.unit == "points")


def run(bench: Bench) -> Iterator[Row]:
    """Ours against each of the two, with points alone and with all strategies."""
    rounds = Rounds.of(bench.effort.rounds, bench.effort.decisions)

    def all_of(decider: Callable[[Purchase], int]) -> Callable[[int], object]:
        def run(number: int) -> None:
            for order in rounds.ours(number):
                decider(order)

        return run

    url = f"sqlite:///{bench.folder}/never-made.db"
    alone, all_seven = (assemble(config(url, plugins)) for plugins in (POINTS, ALL))
    pairs = (
        ("decide points, to a plain function", plain, _ours(alone)),
        ("decide points, to the bare pluggy call", _bare(alone), _ours(alone)),
        (f"decide {len(ALL)} strategies, to the bare pluggy call", _bare(all_seven), _ours(all_seven)),
    )
    for what, base, ours in pairs:
        assert [base(order) for order in rounds.ours(0)] == [ours(order) for order in rounds.ours(0)]
        laps = race(all_of(base), all_of(ours), bench.effort.rounds, rounds.size)
        yield Row.of("f", what, laps)
    yield _cost_of_guards(assemble({**config(url, ALL), **EVERY}), rounds, all_of, bench.effort.rounds)


def _cost_of_guards(
    guarded: Assembly, rounds: Rounds, all_of: Callable[..., Callable[[int], object]], count: int
) -> Row:
    none, every = _no_guards(guarded), _all_guards(guarded)
    assert [none(order) for order in rounds.ours(0)] == [every(order) for order in rounds.ours(0)]
    laps = race(all_of(none), all_of(every), count, rounds.size)
    row = Row.of("f", "what all guards add to deciding without any", laps, Goal("<", 25))
    more = median(ours.cpu / base.cpu for base, ours in zip(laps.base.laps, laps.ours.laps, strict=True))
    # of a run that is too short the difference may be below nothing
    return evolve(row, value=max((more - 1) * 100, 0.1), unit=" %")
