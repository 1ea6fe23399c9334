"""A case: what a strategy is set to, and a story in which it does what it can do."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from tests.build import opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from retention_sdk import Engine, Event

FOLDER = Path(__file__).parent / "cases"


@frozen
class Case:
    """What the laws are run over.

    Args:
        settings: the strategy's own table.
        story: facts in the order in which they happened, those that time brings among them; with them the strategy
            gives each kind of thing that it can give at least once.
        most: the most actions of each kind that one event can bring of it, by kind; a kind that is not named is
            never given.
        beside: other tables of the file: strategies that it works with, limits, the clock.
    """

    settings: Mapping[str, Any]
    story: Sequence[Event]
    most: Mapping[str, int]
    beside: Mapping[str, Any] = field(factory=dict[str, Any])

    def opened(self, name: str, url: str) -> Engine:
        """An engine on a fresh database with the strategy enabled."""
        tables = dict(self.beside)
        plugins = {name: dict(self.settings), **tables.pop("plugins", {})}
        return opened(url, plugins=plugins, **tables)


def names() -> list[str]:
    """The strategies that have a case."""
    return sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")


def case(name: str) -> Case:
    """A strategy's case."""
    found: Case = import_module(f"tests.contract.cases.{name}").CASE
    return found
