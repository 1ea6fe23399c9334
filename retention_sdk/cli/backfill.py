"""`retention backfill`: what happened at the platforms, for a first import and to find what webhooks have missed."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from cyclopts import Parameter
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from retention_sdk.cli.importing import Outcome, run
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, INTERRUPTED, Adapters, Config, Json, Strategies
from retention_sdk.cli.outcome import tell_rewards
from retention_sdk.cli.platforms import Names, chosen
from retention_sdk.cli.strategies import own_adapters, own_strategies
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import console, print_json, say
from retention_sdk.engine import Engine
from retention_sdk.platforms.mistakes import history_of


def backfill(
    *names: Names,
    since: Annotated[
        datetime | None, Parameter(help="only what was changed from then on", negative="", show_default=False)
    ] = None,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
    json: Json = False,
) -> int:
    """Ask the platforms what happened, and handle it: what is known changes nothing, so it can be run at any time.

    Run it once at the beginning, and every night --since a few days ago: no platform promises to deliver each webhook.
    It goes through a history of any length in constant memory. The exit code is 1 where not all of it was taken.
    """
    outcomes: dict[str, Outcome] = {}
    with Engine.from_config(config, own_strategies(strategies), own_adapters(adapters)) as engine:
        if since is not None and since.tzinfo is None:
            since = since.replace(tzinfo=ZoneInfo(engine.config.store.timezone))
        for name, adapter in chosen(engine.adapters, names).items():
            with _progress(name) as show:
                outcomes[name] = run(engine, history_of(adapter, since), show)
            if outcomes[name].interrupted:
                break
    if json:
        print_json({name: _data(outcome) for name, outcome in outcomes.items()})
    else:
        for name, outcome in outcomes.items():
            _tell(name, outcome)
    if any(outcome.interrupted for outcome in outcomes.values()):
        return INTERRUPTED
    troubled = any(one.refused or one.stopped or one.summary.failures for one in outcomes.values())
    return FOUND if troubled else FINE


@contextmanager
def _progress(name: str) -> Generator[Callable[[Outcome], None]]:
    """How many and how fast, on the standard error; nobody knows how many there are. Nothing where no terminal is."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield lambda _: None
        return
    told = TextColumn("{task.description}: {task.completed:,.0f} events, {task.fields[rate]:,.0f} a second")
    with Progress(SpinnerColumn(), told, TimeElapsedColumn(), console=out, transient=True) as bar:
        task = bar.add_task(name, total=None, rate=0)

        def show(outcome: Outcome) -> None:
            """Show how many events were handled by now, and how many a second."""
            bar.update(task, completed=outcome.orders, rate=outcome.orders / (bar.tasks[0].elapsed or 1))

        yield show


def _data(outcome: Outcome) -> dict[str, Any]:
    return {
        "events": outcome.orders,
        "new": outcome.new,
        "known": outcome.known,
        "refused_events": outcome.refused,
        "refusals": outcome.reasons,
        "stopped": "interrupted" if outcome.interrupted else outcome.stopped or None,
        "seconds": round(outcome.seconds, 3),
        **outcome.summary.data(),
    }


def _tell(name: str, outcome: Outcome) -> None:
    say(f"{name}: {counted(outcome.orders, 'event')}, {outcome.new:,} new, {outcome.known:,} known already.")
    if outcome.interrupted or outcome.stopped:
        say(f"Stopped: {outcome.stopped or 'Ctrl-C'}. What is told here is done; run it again to go on.")
    if outcome.refused:
        say(f"{counted(outcome.refused, 'event')} refused:", *(f"   {reason}" for reason in outcome.reasons))
    tell_rewards(outcome)
    say(f"It took {outcome.seconds:.1f} s.")
