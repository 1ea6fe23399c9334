"""What comes of putting a plugin on trial: of making it, and of telling its story."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from retention_sdk.decision import Decision
from retention_sdk.engine import Engine
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.testing.plugins.trial.recording import Record


def ledger_problems(engine: Engine) -> list[str]:
    """What does not add up in an engine's books, by its own check."""
    return [difference.sentence for difference in check_ledger(engine.store, engine.config.store.key)]


@frozen
class Told:
    """What came of the story, event by event as it happened.

    Args:
        decisions: in the order of the story.
        record: what the plugin was asked and answered.
        books: what the store's books hold after it.
        url: the database.
    """

    decisions: Sequence[Decision]
    record: Record
    books: Mapping[str, Any]
    url: str


@frozen
class Made:
    """What came of making a plugin of a table.

    Args:
        plugin: the instance; None where there is none.
        wrong: what is wrong with the table.
        error: what was raised instead.
    """

    plugin: Any = None
    wrong: tuple[str, ...] = ()
    error: Exception | None = None
