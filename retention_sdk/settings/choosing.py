"""The `[stacking]` and `[holdout]` tables: who competes with whom, and who is given nothing."""

from collections.abc import Collection
from typing import Any

from attrs import Attribute, field, frozen

from retention_sdk.authoring import setting
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue
from retention_sdk.settings.problems import Problems, did_you_mean


@accepts(minimum=0, maximum=100)
def _percents(_: object, attribute: "Attribute[Any]", value: dict[str, int]) -> None:
    for name, percent in value.items():
        if not 0 <= percent <= 100:
            raise BadValue(f"{attribute.name}.{name} is {percent}; write 0 to 100")


@frozen
class Stacking:
    """Which strategies compete: of one lane, the one that gives most to an event wins.

    Args:
        lanes: lane to the names of its strategies, each in one lane; of equal ones the first wins.
        exclusive: lanes that come first: where one of them gives, no other lane does.
    """

    lanes: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    exclusive: tuple[str, ...] = ()

    def check(self, strategies: Collection[str], problems: Problems) -> None:
        """Note what is wrong with it where there are these strategies."""
        seen: dict[str, str] = {}
        for lane, names in self.lanes.items():
            for name in names:
                path = ("stacking", "lanes", lane)
                if name not in strategies:
                    problems.add(path, f"no strategy {name!r} is in the file{did_you_mean(name, strategies)}")
                elif seen.setdefault(name, lane) != lane or names.count(name) > 1:
                    problems.add(path, f"{name!r} is in a lane already; a strategy is in one lane, once")
        for lane in self.exclusive:
            if lane not in self.lanes:
                problems.add(("stacking", "exclusive"), f"there is no lane {lane!r}{did_you_mean(lane, self.lanes)}")


@frozen
class Holdout:
    """The customers that are given nothing, so that it can be seen what giving does.

    Args:
        percent: so many of a hundred customers are given nothing by any strategy.
        strategies: so many are given nothing by one strategy.
        seed: another text draws other customers.
    """

    percent: int = setting(default=0, ge=0, le=100)
    strategies: dict[str, int] = field(factory=dict[str, int], validator=_percents)
    seed: str = ""

    def check(self, strategies: Collection[str], problems: Problems) -> None:
        """Note what is wrong with it where there are these strategies."""
        for name in self.strategies:
            if name not in strategies:
                path = ("holdout", "strategies", name)
                problems.add(path, f"no strategy {name!r} is in the file{did_you_mean(name, strategies)}")
