"""Occasions: what strategies say that time will bring a customer. Each is asked alone; one that fails loses its own.

They are asked with little: what is known of the customer, their wallets, and what the strategy remembers. So it can be
done whenever the customer's row is written.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from retention_sdk.customer import Customer, StoreView
from retention_sdk.errors import told_of
from retention_sdk.events import STORE
from retention_sdk.registry import FAILED, Ask
from retention_sdk.times import utc

MOST = 100
"""The most times that one answer may have."""

STEPS = 400
"""The most occasions of a strategy that a customer may have between two looks."""

AGAIN = timedelta(days=1)
"""When a strategy is asked again that failed."""

LAST_YEAR = 9000
"""The last year that an event may be of."""

_NOTHING: MappingProxyType[str, Any] = MappingProxyType({})
_log = logging.getLogger("retention_sdk.clock")


@frozen
class Strategies:
    """The strategies that say what time will bring.

    Args:
        asks: their hooks, in the order of the file.
        store: whose customers they are asked about.
        settings: what tells their settings from others.
    """

    asks: Sequence[Ask] = ()
    store: StoreView = field(factory=StoreView)
    settings: str = ""

    def next(self, customer: Customer, after: datetime) -> Iterator[datetime]:
        """When the clock has to look at a customer for their sake.

        Args:
            customer: the customer, with standing and wallets alone.
            after: what was up to here is dealt with, or too late.

        Yields:
            A time for each strategy that has one; of one that fails, a day later.
        """
        for ask in self._asks(customer):
            found = _asked(ask, self._seen(ask, customer), after)
            if found is None:
                yield after + AGAIN
            elif found:
                yield min(at for at, _ in found)

    def due(self, customer: Customer, after: datetime, now: datetime) -> Iterator[tuple[str, datetime, str]]:
        """What time has brought a customer.

        Args:
            customer: the customer, with standing and wallets alone.
            after: what was up to here is too late.
            now: what is later is not due yet.

        Yields:
            A strategy, a time and a name; of each strategy the earliest first.
        """
        for ask in self._asks(customer):
            seen, since = self._seen(ask, customer), after
            for _ in range(STEPS):
                found = _asked(ask, seen, since)
                if not found or (first := min(at for at, _ in found)) > now:
                    break
                # an answer needs to have no more than the next: what is behind it is asked for from there
                yield from ((ask.plugin, at, name) for at, name in found if at == first)
                since = first

    def _asks(self, customer: Customer) -> Sequence[Ask]:
        """Who is asked: of the store itself nobody, it is no customer."""
        return () if customer.id == STORE else self.asks

    def _seen(self, ask: Ask, customer: Customer) -> Customer:
        return evolve(customer, state=customer.standing.memory.get(ask.plugin, _NOTHING), store=self.store)


def _asked(ask: Ask, customer: Customer, after: datetime) -> list[tuple[datetime, str]] | None:
    """What a strategy answers that is later than a time, each once; None where it fails."""
    try:
        answer = ask.call(customer, after)
        found = [] if answer is None else _checked(list(islice(answer, MOST + 1)))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - it is named in the log
        # a strategy must not take the commit with it that it is asked in
        _log.error(FAILED, ask.plugin, ask.hook, told_of(error))
        return None
    return [one for one in found if one[0] > after]


def _checked(answer: Sequence[object]) -> list[tuple[datetime, str]]:
    if len(answer) > MOST:
        raise TypeError(f"it answered more than {MOST} times; answer the next ones")
    return list(dict.fromkeys(map(_one, answer)))


def _one(one: object) -> tuple[datetime, str]:
    match one:
        case (datetime() as at, str() as name) if name.strip():
            at = utc(at)
        case _:
            raise TypeError("it answered something else than (time with a zone, name)")
    if at.year > LAST_YEAR:
        raise TypeError(f"it answered a time of the year {at.year}; the last one is {LAST_YEAR}")
    return at, name
