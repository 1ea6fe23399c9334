"""Fixtures for pytest, for those who ask for them: `pytest_plugins = ["retention_sdk.testing.fixtures"]`.

Nothing loads them by itself: a store that merely uses the SDK sees none of them in its tests.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Protocol

import pytest

from retention_sdk.testing.shop.clock import ManualClock
from retention_sdk.testing.shop.recorder import Recorder
from retention_sdk.testing.shop.shop import Shop


class OpensShop(Protocol):
    """What `retention_shop` is: it takes what `Shop` takes, apart from the clock and the recorder."""

    def __call__(
        self,
        *,
        plugins: Mapping[str, Mapping[str, Any]] | None = None,
        strategies: Mapping[str, object] | None = None,
        strict: bool = True,
        **tables: Any,
    ) -> Shop:
        """Open a shop."""
        ...


@pytest.fixture
def retention_clock() -> ManualClock:
    """A clock that stands still until the test moves it; the shops of the test go by it."""
    return ManualClock()


@pytest.fixture
def retention_recorder() -> Recorder:
    """An adapter that keeps what it is asked; the shops of the test have it carry everything out."""
    return Recorder()


@pytest.fixture
def retention_shop(retention_clock: ManualClock, retention_recorder: Recorder) -> Iterator[OpensShop]:
    """Opens small shops, as `Shop` does, by the test's clock and recorder; all are closed after the test."""
    with ExitStack() as shops:

        def opened(**more: Any) -> Shop:
            """Open a shop that is closed after the test."""
            return shops.enter_context(Shop(clock=retention_clock, recorder=retention_recorder, **more))

        yield opened
