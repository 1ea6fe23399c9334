"""A small shop: an engine on a fresh database, an adapter that records, and a clock that is moved by hand."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from retention_sdk.actions import Action
from retention_sdk.calls import Deliveries
from retention_sdk.customer import Customer, Wallet
from retention_sdk.decision import Decision
from retention_sdk.engine import Engine
from retention_sdk.errors import BadValue
from retention_sdk.events import Event
from retention_sdk.platforms import Adapter
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.testing.shop.clock import ManualClock
from retention_sdk.testing.shop.facts import Facts
from retention_sdk.testing.shop.recorder import Recorder
from retention_sdk.testing.shop.strictness import strictly
from retention_sdk.why import Why

DAY = timedelta(days=1)


class Shop(Facts):
    """A small shop in euros, with a database of its own that is gone when it closes; it is a context manager.

    Args:
        plugins: the sections of `[plugins]`, by name; those of your own strategies too.
        strategies: your own by name, as `Engine.from_config` takes them.
        adapters: your own by name; where not given, the recorder alone carries everything out.
        clock: what time it is, for every call; it begins at `START`.
        recorder: the adapter.
        database: the URL of another database, such as a Postgres; its tables have to be there.
        strict: raise what a strategy raises. False leaves it in `decision.failures`, as in a store.
        tables: more tables of the configuration, such as `limits={"monthly_budget": "100 EUR"}`; what `store` has is
            laid over the shop's own.

    Attributes:
        engine: the engine, for whatever has no word here.
        clock: what time it is.
        recorder: the adapter, where it carries things out.
        strict: whether it raises what a strategy raises.

    Raises:
        BadConfig: the configuration has problems; all of them are in it.
        PluginError: a plugin cannot be asked.
    """

    def __init__(  # noqa: PLR0913 - all that a shop is made of
        self,
        *,
        plugins: Mapping[str, Mapping[str, Any]] | None = None,
        strategies: Mapping[str, object] | None = None,
        adapters: Mapping[str, Adapter] | None = None,
        clock: ManualClock | None = None,
        recorder: Recorder | None = None,
        database: str | None = None,
        strict: bool = True,
        **tables: Any,
    ) -> None:
        super().__init__(clock or ManualClock())
        self.recorder, self.strict = recorder or Recorder(), strict
        self._last: Decision | None = None
        with ExitStack() as stack:
            url = database or f"sqlite:///{_folder(stack) / 'shop.db'}"
            own = {"name": "Bean & Leaf", "currency": "EUR", "database": url}
            config = {**tables, "store": {**own, **tables.get("store", {})}, "plugins": dict(plugins or {})}
            carriers = {self.recorder.name: self.recorder} if adapters is None else adapters
            self.engine = stack.enter_context(Engine.from_config(config, strategies, carriers))
            self._stack = stack.pop_all()

    def _handle(self, event: Event) -> Decision:
        with strictly(strict=self.strict):
            self._last = self.engine.handle(event)
        return self._last

    @property
    def last(self) -> Decision:
        """The latest decision.

        Raises:
            BadValue: nothing has happened yet.
        """
        if self._last is None:
            raise BadValue("nothing has happened in this shop; have somebody buy something")
        return self._last

    def passes(self, days: int = 0, *, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        """Time passes, day by day: what it brings happens, and what is due is carried out.

        Args:
            days: days of 24 hours.
            hours: and so many hours.
            minutes: and so many minutes.
            seconds: and so many seconds.

        Raises:
            BadValue: that is not ahead.
            RetentionError: something was due and could not be handled.
        """
        now = self.clock.now
        end = self.clock.passes(days, hours=hours, minutes=minutes, seconds=seconds)
        while now < end:
            self.clock.now = now = min(now + DAY, end)
            self.ticks()
            self.delivers()

    def ticks(self) -> int:
        """What is due by now happens: birthdays, lapses, occasions, lots, days of the store.

        Returns:
            How many events that was.

        Raises:
            RetentionError: something was due and could not be handled.
        """
        fired, more = 0, True
        while more:
            with strictly(strict=self.strict):
                ticked = self.engine.tick(self.clock.now)
            if ticked.errors:
                raise ticked.errors[0]
            fired, more = fired + ticked.fired, ticked.more
        return fired

    def delivers(self) -> Deliveries:
        """What is due by now is carried out.

        Returns:
            What came of it.
        """
        return self.engine.deliver_pending(now=self.clock.now)

    @property
    def made(self) -> list[Action]:
        """What the recorder has carried out, in order: only what `delivers` or `passes` has brought to it."""
        return self.recorder.actions

    def customer(self, id: str) -> Customer:
        """A customer as of now."""
        return self.engine.customer(id, at=self.clock.now)

    def wallet(self, customer: str, unit: str) -> Wallet:
        """A customer's wallet as of now."""
        return self.customer(customer).wallet(unit)

    def why(self, customer: str, order: str | None = None) -> Why:
        """Why an order gave what it gave, and what a return would take back; the customer's latest where none is named.

        Raises:
            BadValue: they have no such order.
        """
        return self.engine.why(customer, order or self.latest_order(customer), at=self.clock.now)

    def explain(self, language: str | None = None) -> str:
        """The latest decision, for a person."""
        return self.last.explain(language)

    def problems(self) -> list[str]:
        """What of the books does not add up: nothing, whatever has happened."""
        return [str(one) for one in check_ledger(self.engine.store, self.engine.config.store.key)]

    def close(self) -> None:
        """Let go of the database, and of the folder that it is in."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()


def _folder(stack: ExitStack) -> Path:
    return Path(stack.enter_context(TemporaryDirectory(prefix="retention-shop-")))
