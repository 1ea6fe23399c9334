"""`retention tick`: do what is due. A line of cron's is all that it needs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, Strategies, opened_engine
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.clock import Ticked
from retention_sdk.engine import Engine

Now = Annotated[
    datetime | None,
    Parameter(name="--now", help="the time that it is, in the store's zone where it names none", negative=""),
]
Most = Annotated[
    int | None, Parameter(name="--most", help="how much is done at most; all where not given", negative="")
]


def tick(
    *, config: Config = DEFAULT, strategies: Strategies = None, now: Now = None, most: Most = None, json: Json = False
) -> int:
    """Do what is due: scheduled events, birthdays, lapses, occasions, lots, and days of the store.

    Run it every minute, on as many machines as you like. The exit code is 1 where something that is due could not be
    handled.
    """
    with opened_engine(config, strategies) as engine:
        if now is not None and now.tzinfo is None:
            now = now.replace(tzinfo=ZoneInfo(engine.config.store.timezone))
        ticks = list(_ticks(engine, now, most))
    errors = [str(error) for one in ticks for error in one.errors]
    done = {
        "scheduled": sum(one.scheduled for one in ticks),
        "birthdays": sum(one.birthdays for one in ticks),
        "lapses": sum(one.lapses for one in ticks),
        "occasions": sum(one.occasions for one in ticks),
        "settled": sum(one.settled for one in ticks),
        "days": sum(one.days for one in ticks),
        "drawn": sum(one.drawn for one in ticks),
        "freed": sum(one.freed for one in ticks),
    }
    if json:
        print_json({**done, "errors": errors, "more": ticks[-1].more})
    else:
        say(_sentence(done), *errors)
    return FOUND if errors else FINE


def _ticks(engine: Engine, now: datetime | None, most: int | None) -> Iterator[Ticked]:
    """One tick, or as many as there is something to do for."""
    yield (ticked := engine.tick(now) if most is None else engine.tick(now, most))
    while most is None and ticked.more:
        yield (ticked := engine.tick(now))


ALWAYS = {"scheduled": "scheduled event", "birthdays": "birthday", "lapses": "lapse", "occasions": "occasion"}
SELDOM = {"days": "day of the store", "drawn": "draw", "freed": "freed place"}
"""What is told only where there was some."""


def _sentence(done: Mapping[str, int]) -> str:
    settled = done["settled"]
    told = [counted(done[one], name) for one, name in ALWAYS.items()]
    told += [f"lots of {counted(settled, 'customer')}"]
    told += [counted(done[one], name) for one, name in SELDOM.items() if done[one]]
    return f"{', '.join(told)}."
