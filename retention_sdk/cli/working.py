"""What a worker does, again and again: a list of steps, each at its own pace."""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Event as Flag
from threading import Thread

from attrs import frozen

from retention_sdk.cli.errors import sentences
from retention_sdk.engine import Engine

_log = logging.getLogger("retention_sdk.worker")


@frozen
class Step:
    """Something that a worker does.

    Args:
        name: what, for the log.
        run: does some of it, and answers how much; 0 where there was nothing to do.
    """

    name: str
    run: Callable[[], int]


def steps(engine: Engine, stop: Flag) -> list[Step]:
    """All that is to be done for a store, besides answering its events.

    Args:
        engine: the store's.
        stop: set where nothing is to be begun any more.

    Returns:
        A step for each adapter, so that a slow one keeps nobody waiting, and one for each other thing that there is.
    """
    groups = (*engine.adapters, "") if engine.adapters else ()
    found = [Step(f"deliver {name or 'what needs nobody'}", partial(_deliver, engine, name, stop)) for name in groups]
    return [*found, *_others(engine, stop)]


def _others(engine: Engine, stop: Flag) -> Iterator[Step]:
    """What time brings, and what platforms have told."""
    yield Step("tick", partial(_tick, engine))
    if engine.adapters:
        yield Step("read the inbox", lambda: engine.process_inbox().webhooks)
        yield Step("ask the platforms", partial(_ask, engine, stop))


def _tick(engine: Engine) -> int:
    ticked = engine.tick()
    for error in ticked.errors:
        _log.warning("what was due could not be handled: %s", error)
    return ticked.fired + ticked.more


def _ask(engine: Engine, stop: Flag) -> int:
    engine.reconcile(stop=stop)
    return 0  # whoever was asked has a time to be asked again


def _deliver(engine: Engine, adapter: str, stop: Flag) -> int:
    return engine.deliver_pending(10_000, only=[adapter], stop=stop).tried


def everything(work: Sequence[Step], stop: Flag) -> int:
    """Do all that there is to do now, step after step, until a round finds nothing.

    Args:
        work: the steps.
        stop: set where nothing is to be begun any more.

    Returns:
        How much it was.
    """
    done = 0
    while not stop.is_set():
        found = sum(step.run() for step in work)
        done += found
        if not found:
            break
    return done


def for_ever(work: Sequence[Step], stop: Flag, poll: float) -> None:
    """Do the steps side by side until it is said to stop; what is under way then is finished.

    Args:
        work: the steps.
        stop: set it, and this comes back.
        poll: seconds that a step waits which found nothing to do.
    """
    _log.info("a worker begins", extra={"about": {"steps": [step.name for step in work]}})
    threads = [Thread(target=_again, args=(step, stop, poll), name=f"retention {step.name}") for step in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _log.info("a worker ends")


def _again(step: Step, stop: Flag, poll: float) -> None:
    while not stop.is_set():
        try:
            found = step.run()
        except Exception as error:  # noqa: BLE001 - a worker outlives a database that is away for a while
            told = "; ".join(sentences(error))
            # what a person can do something about is a sentence, a mistake in the program wants its traceback
            _log.error("%s: %s", step.name, told or type(error).__name__, exc_info=None if told else error)
            found = 0
        if not found:
            stop.wait(poll)
