"""`retention worker`: carries out what was decided, and does what time brings."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event as Flag
from threading import current_thread, main_thread
from types import FrameType
from typing import Annotated

from cyclopts import Parameter

from retention_sdk.cli.logs import Form, all_lines
from retention_sdk.cli.options import DEFAULT, FINE, Adapters, Config, Strategies
from retention_sdk.cli.strategies import own_adapters, own_strategies
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import say
from retention_sdk.cli.working import everything, for_ever, steps
from retention_sdk.engine import Engine


def worker(
    *,
    once: Annotated[bool, Parameter(help="do what there is to do now, and end", negative="")] = False,
    log: Annotated[Form, Parameter(help="how the log's lines are written, on the standard error")] = "text",
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
) -> int:
    """Deliver what waits in the outbox, and do all else that has its time; any number of them share the work.

    SIGTERM, or Ctrl-C, ends it: what is under way is finished, what is not begun is left to the others.
    """
    stop = Flag()
    # it may be started before anything has happened, so it makes a database where none is
    made = Engine.from_config(config, own_strategies(strategies), own_adapters(adapters))
    with all_lines(log), _ended_by(stop), made as engine:
        work = steps(engine, stop)
        if once:
            say(f"{counted(everything(work, stop), 'thing')} done.")
        else:
            for_ever(work, stop, engine.config.delivery.poll_seconds)
    return FINE


@contextmanager
def _ended_by(stop: Flag) -> Generator[None]:
    """Let signals set a flag; a second one ends at once."""
    if current_thread() is not main_thread():
        yield
        return
    before = {int(number): signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def end(number: int, _: FrameType | None) -> None:
        """Set the flag, and put back what the signal did before: the second one does that."""
        stop.set()
        signal.signal(number, before[number])

    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
