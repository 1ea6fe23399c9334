"""A store's own strategies, and which of all strategies are asked, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Action,
    BadConfig,
    Credit,
    Customer,
    Engine,
    Event,
    PluginError,
    Remember,
    Visit,
    hookimpl,
    setting,
    strategy,
)
from tests.build import config, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@strategy
class Greets:
    """Gives points for a visit, and remembers how many visits there were."""

    points: int = setting(default=1, ge=1)

    @hookimpl
    def on_visit(self, customer: Customer) -> Iterator[Action]:
        """Gives the points."""
        visits = int(customer.state.get("visits", 0)) + 1
        yield Credit("points", self.points, reason=f"visit {visits}")
        yield Remember({"visits": visits})


def says(word: str) -> Callable[[Event, Customer], list[Credit]]:
    """A strategy that gives a point with a word."""
    return lambda *_: [Credit("points", 1, reason=word)]


def granted(engine: Engine, event: Event) -> list[tuple[str, str]]:
    """Who granted something for an event, and why."""
    return [(grant.plugin, grant.action.reason) for grant in engine.handle(event).granted]


def test_an_instance(sqlite_url: str) -> None:
    """An instance is asked with the settings that it was made with."""
    with Engine.from_config(config(sqlite_url), {"mine": Greets(points=7)}) as engine:
        assert engine.handle(visit()).actions == (Credit("points", 7, reason="visit 1"),)


def test_a_class_takes_the_settings_of_its_section(sqlite_url: str) -> None:
    """A class is made with what the file says in the section of its name."""
    with Engine.from_config(config(sqlite_url, plugins={"mine": {"points": 3}}), {"mine": Greets}) as engine:
        assert engine.handle(visit()).actions == (Credit("points", 3, reason="visit 1"),)


def test_a_class_without_a_section_has_its_defaults(sqlite_url: str) -> None:
    """A class that the file does not name is made with its defaults."""
    with Engine.from_config(config(sqlite_url), {"mine": Greets}) as engine:
        assert engine.handle(visit()).actions == (Credit("points", 1, reason="visit 1"),)


def test_a_class_that_is_switched_off(sqlite_url: str) -> None:
    """`enabled = false` in its section switches a store's own class off."""
    plugins = {"mine": {"points": 3, "enabled": False}}
    with Engine.from_config(config(sqlite_url, plugins=plugins), {"mine": Greets}) as engine:
        assert engine.handle(visit()).actions == ()


def test_one_class_under_two_names(database_url: str) -> None:
    """The same class under two names is two strategies: two settings, two memories, two keys, and no third one."""
    plugins = {"small": {"use": "greets", "points": 1}, "large": {"use": "greets", "points": 10}}
    with Engine.from_config(config(database_url, plugins=plugins), {"greets": Greets}) as engine:
        assert granted(engine, visit("v-1")) == [("small", "visit 1"), ("large", "visit 1")]
    with Engine.from_config(config(database_url, plugins={"large": plugins["large"]}), {"greets": Greets}) as engine:
        assert granted(engine, visit("v-2")) == [("large", "visit 2")]
    with Engine.from_config(config(database_url, plugins=plugins), {"greets": Greets}) as engine:
        decision = engine.handle(visit("v-3"))
        assert [grant.action for grant in decision.granted] == [
            Credit("points", 1, reason="visit 2"),
            Credit("points", 10, reason="visit 3"),
        ]
        assert len({grant.key for grant in decision.granted}) == 2


def test_an_installed_strategy_under_two_names(sqlite_url: str) -> None:
    """An installed strategy can be used under two names as well."""
    plugins = {"points": {}, "miles": {"use": "points", "rate": 2, "unit": "miles"}}
    with opened(sqlite_url, plugins=plugins) as engine:
        engine.handle(order(total="5.50"))
        wallets = engine.customer("c").wallets
        assert {unit: wallet.available for unit, wallet in wallets.items()} == {"points": 5, "miles": 11}


@pytest.mark.parametrize("order_of_file", [("points", "mine", "miles"), ("miles", "points", "mine")])
def test_the_file_says_the_order_of_asking(sqlite_url: str, order_of_file: tuple[str, ...]) -> None:
    """Strategies are asked in the order of the file; a store's own instances come after them, in their order."""
    sections: dict[str, Any] = {"points": {}, "miles": {"use": "points"}, "mine": {}}

    class Mine:
        @hookimpl
        def on_purchase(self) -> list[Credit]:
            return [Credit("points", 1)]

    strategies = {"zebra": Mine(), "mine": strategy(Mine), "ape": Mine()}
    plugins = {name: sections[name] for name in order_of_file}
    with Engine.from_config(config(sqlite_url, plugins=plugins), strategies) as engine:
        decision = engine.handle(order())
        assert [grant.plugin for grant in decision.granted] == [*order_of_file, "zebra", "ape"]


def test_instances_are_asked_in_the_order_they_were_handed_in(sqlite_url: str) -> None:
    """The order of the mapping is the order of asking."""
    with opened(sqlite_url, {name: says(name) for name in "zam"}) as engine:
        assert granted(engine, visit()) == [("z", "z"), ("a", "a"), ("m", "m")]


def test_an_instance_under_a_name_of_the_file(sqlite_url: str) -> None:
    """A name that is in the file and in the code, as an object, is a problem that is told."""
    with pytest.raises(BadConfig, match=r"points"):
        opened(sqlite_url, {"points": says("x")}, plugins={"points": {}})


class _NoHook:
    pass


class _Typo:
    @hookimpl
    def on_purchsae(self, event: Event) -> None:
        """Answers nothing."""


class _Async:
    @hookimpl
    async def on_visit(self, event: Visit) -> None:
        """Answers nothing."""


class _Wrapper:
    @hookimpl(wrapper=True)
    def on_visit(self) -> Iterator[None]:
        """Answers what the others do."""
        return (yield)


class _Defaulted:
    @hookimpl
    def on_visit(self, event: Visit, customer: Customer | None = None) -> None:
        """Answers nothing."""


@pytest.mark.parametrize(
    ("strategy_", "said"),
    [
        (_NoHook(), "no hook"),
        (_Typo(), "on_purchase"),
        (_Async(), "async"),
        (_Wrapper(), "wrapper"),
        (_Defaulted(), "default"),
    ],
)
def test_what_cannot_be_asked_alone_is_refused(sqlite_url: str, strategy_: object, said: str) -> None:
    """A strategy without a hook, with an unknown one, or one that cannot be asked alone, is refused by name."""
    with pytest.raises(PluginError, match=rf"(?s)'mine'.*{said}"):
        Engine.from_config(config(sqlite_url), {"mine": strategy_})


def test_two_stores_do_not_see_each_other(database_url: str) -> None:
    """Two stores in one database have their own customers, events, budgets and keys, under equal ids."""
    shops = [
        opened(database_url, {"one": says("x")}, store={"name": name}, limits={"monthly_budget": "5 EUR"})
        for name in ("Bean", "Leaf")
    ]
    decisions = [shop.handle(visit(place=shop.config.store.name)) for shop in shops]
    assert decisions[0].granted[0].key != decisions[1].granted[0].key
    shops[0].handle(visit("v-2"))
    assert [shop.customer("c").wallet("points").available for shop in shops] == [2, 1]
    assert [len(rows(shop, "events")) for shop in shops] == [2, 1]
    assert [row.store for row in rows(shops[1], "movements")] == ["leaf"]
    for shop in shops:
        shop.close()
