"""(f) Deciding in memory, against a plain function and against pluggy's own call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

from retention_sdk import Credit, Customer, Wallet, hookspecs
from retention_sdk.assembly import Assembly, assemble
from retention_sdk.deciding import decide
from retention_sdk.guards import Tally
from tests.benchmarks.bench import ALL, KEY, POINTS, Bench, Rounds, config
from tests.benchmarks.measuring import race
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
