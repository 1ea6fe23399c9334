"""Adapters with mistakes: whatever else one raises is told as one of the three errors, so that it stays alone."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime

from retention_sdk.errors import AdapterError, TryLater, kind_of
from retention_sdk.events import Event
from retention_sdk.platforms.contract import Adapter


def mistaken(error: BaseException) -> TryLater:
    """The error that stands for a mistake in an adapter: it may be mended, so it is tried again.

    Args:
        error: what the adapter raised.

    Returns:
        An error that says what was raised and where, and none of its words: they may be personal, or secret.
    """
    return TryLater(f"the adapter has a mistake: {kind_of(error)}")


@contextmanager
def alone() -> Generator[None]:
    """Ask an adapter something: the block raises one of the three errors of adapters, and nothing else.

    Raises:
        AdapterError: what it raised, or what stands for its mistake.
    """
    try:
        yield
    except AdapterError:
        raise
    except (Exception, SystemExit) as error:
        raise mistaken(error) from error


def history_of(adapter: Adapter, since: datetime | None = None) -> Iterator[Event]:
    """What an adapter's history tells.

    Args:
        adapter: whose.
        since: only what was changed from this instant on; None is everything.

    Yields:
        Events.

    Raises:
        AdapterError: what it raised, or what stands for its mistake; not before the first event is asked for.
    """
    with alone():
        for one in adapter.history(since):
            yield _event(one)


def _event(told: object) -> Event:
    if isinstance(told, Event):
        return told
    raise TypeError(f"{type(told).__name__} is no Event")
