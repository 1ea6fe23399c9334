"""What the tests of values share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import actions, events

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_new_kinds() -> Iterator[None]:
    """Classes that a test makes up are forgotten after it."""
    both: list[dict[str, Any]] = [events.KINDS, actions.KINDS]
    before = [dict(kinds) for kinds in both]
    yield
    for kinds, known in zip(both, before, strict=True):
        kinds.clear()
        kinds.update(known)
