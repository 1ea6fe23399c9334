"""A class of settings from a table: everything that is wrong at once, each at its line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest
from attrs import Attribute, define, field, frozen

from retention_sdk.authoring import setting, strategy
from retention_sdk.errors import BadValue, PluginError
from retention_sdk.money import Money
from retention_sdk.settings import read
from tests.settings.reading import of_file, of_mapping, one_setting

if TYPE_CHECKING:
    from datetime import datetime

    from tests.settings.conftest import Write


@frozen
class Gift:
    """A table inside of the settings."""

    sku: str = setting(help="the item")
    count: int = setting(default=1, ge=1, le=9)


@strategy
class Points:
    """A strategy with a setting of each sort."""

    ORDER: ClassVar[int] = 1
    unit: str = setting(help="the wallet's unit")
    rate: Decimal = setting(default=Decimal(1), ge=0, help="points for each EUR")
    mode: str = setting(default="fast", choices=("fast", "slow"))
    tiers: dict[str, Decimal] = setting(default={})
    gifts: tuple[Gift, ...] = setting(default=())
    cap: Money | None = setting(default=None)


def test_a_table_becomes_an_instance(write: Write) -> None:
    """What was given is of the annotated types, however deep; what was not given is the default."""
    path = write("""\
        [plugins.x]
        unit = "miles"
        rate = "1.5"
        cap = "50 EUR"
        tiers = { gold = 2 }
        [[plugins.x.gifts]]
        sku = "mug"
        """)
    made, problems = of_file(Points, read(path))
    assert problems == []
    assert attrs.asdict(made, recurse=False) == {
        "unit": "miles",
        "rate": Decimal("1.5"),
        "mode": "fast",
        "tiers": {"gold": Decimal(2)},
        "gifts": (Gift("mug"),),
        "cap": Money(5000, "EUR"),
    }


def test_all_that_is_wrong_is_told_at_once(write: Write) -> None:
    """Each mistake is one sentence with its own line and path, in the order of the lines."""
    path = write("""\
        [store]
        currency = "EUR"
        [plugins.x]
        uint = "miles"
        mode = "fats"
        rate = -1
        cap = "50 USD"
        tiers.gold = 1.5
        [[plugins.x.gifts]]
        count = 10
        [[plugins.x.gifts]]
        sku = 7
        colour = "red"
        """)
    made, problems = of_file(Points, read(path))
    assert made is None
    assert [problem.removeprefix("retention.toml:").replace("plugins.x.", "") for problem in problems] == [
        "4: uint: unknown setting; did you mean 'unit'?",
        "5: mode: mode is 'fats'; it must be one of 'fast', 'slow'",
        "6: rate: rate is -1; it must be 0 or more",
        "7: cap: 50.00 USD is not in the store's currency; write an amount of EUR",
        '8: tiers.gold: given 1.5 (a float), which is not exact; write it in quotes: gold = "1.5"',
        "9: gifts[0].sku: this setting is missing: the item",
        "10: gifts[0].count: count is 10; it must be 9 or less",
        "12: gifts[1].sku: given 7 (a whole number); write a text in quotes",
        "13: gifts[1].colour: unknown setting; known are 'sku', 'count'",
    ]


def test_a_missing_setting_is_told_with_its_help() -> None:
    """What must be given and is not is a problem that says what it is for."""
    assert of_mapping(Points, {}) == (None, ["unit: this setting is missing: the wallet's unit"])


def test_a_slip_in_a_needed_key_is_one_mistake() -> None:
    """A key that was meant for a needed one is not told a second time as missing."""
    assert of_mapping(Points, {"Unit": "miles"}) == (None, ["Unit: unknown setting; did you mean 'unit'?"])


def test_a_default_in_another_currency_must_be_given() -> None:
    """A plugin's default amount is of no use to a store with another currency, and the merchant is told so."""
    cls = one_setting(Money, default=Money(500, "EUR"))
    assert of_mapping(cls, {})[0].value == Money(500, "EUR")
    problem = "value: 5.00 EUR is not in the store's currency; write an amount of CZK"
    assert of_mapping(cls, {}, currency="CZK") == (None, [problem])
    assert of_mapping(cls, {"value": "5 CZK"}, currency="CZK")[1] == []


def test_what_is_no_table_is_refused() -> None:
    """Another value where a table must be is told with the keys that the table can have."""
    assert of_mapping(Gift, 3) == (None, ["given 3 (a whole number); write a table with sku, count"])


def test_an_instance_is_taken_as_it_is() -> None:
    """A mapping made in Python can hold finished values."""
    gift = Gift("mug")
    assert of_mapping(one_setting(Gift), {"value": gift})[0].value is gift


@frozen
class Checked:
    """Settings with checks of their own."""

    low: int = field(default=1)
    high: int = field(default=2)
    names: tuple[str, ...] = field(default=("a",), converter=tuple)
    tiers: dict[str, int] = field(factory=dict[str, int])

    @low.validator
    def _low(self, _: Attribute[int], value: int) -> None:
        if value > 100:
            raise ValueError(f"{value} is over 100")

    @high.validator
    def _high(self, attribute: Attribute[int], value: int) -> None:
        if value < self.low:
            raise BadValue(f"{attribute.name} is {value}; it must be low = {self.low} or more")

    @names.validator
    def _names(self, _: Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
        if not isinstance(value, tuple) or not value:
            raise BadValue("give a name")

    def __attrs_post_init__(self) -> None:
        for name, value in self.tiers.items():
            if value > self.high:
                raise BadValue(f"tiers.{name} is {value}; it must be {self.high} or less")
        if len(self.names) > self.high:
            raise BadValue("there are too many names")
        if self.low == 13:
            raise ValueError


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ({"low": 101}, ["low: 101 is over 100"]),
        ({"low": 3, "high": 2}, ["high: high is 2; it must be low = 3 or more"]),
        ({"names": []}, ["give a name"]),
        ({"tiers": {"gold": 3}}, ["tiers.gold: tiers.gold is 3; it must be 2 or less"]),
        ({"names": ["a", "b", "c"]}, ["there are too many names"]),
        ({"low": 13, "high": 14}, ["refused"]),
        (
            {"low": 101, "high": "x"},
            ["low: 101 is over 100", 'high: given "x" (a text); write a whole number, such as 3'],
        ),
    ],
)
def test_the_class_own_checks_are_problems(table: dict[str, Any], problems: list[str]) -> None:
    """Validators are asked for each setting alone where they can be, and what the whole refuses is told too."""
    made, found = of_mapping(Checked, table)
    assert made is None
    assert found == problems


def test_a_check_of_the_whole_points_at_the_line_of_its_key(write: Write) -> None:
    """A sentence that begins with a key, such as `tiers.gold is ...`, is told at that key's line."""
    path = write("""\
        [plugins.x]
        high = 2
        tiers.silver = 1
        tiers.gold = 3
        """)
    made, problems = of_file(Checked, read(path))
    assert made is None
    assert problems == ["retention.toml:4: plugins.x.tiers.gold: tiers.gold is 3; it must be 2 or less"]


def test_other_errors_of_a_class_are_its_own() -> None:
    """An error that is about no value is the plugin's bug, and is not told to the merchant as a mistake."""

    @define
    class Broken:
        """Fails in any case."""

        def __attrs_post_init__(self) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        of_mapping(Broken, {})


def test_fields_that_are_no_settings_are_left_out() -> None:
    """A field without `init` is no key, and one with an underscore is written without it."""

    @define
    class Private:
        """One hidden and one computed field."""

        _rate: int = 1
        total: int = field(init=False, default=0)

    Private.__annotations__.update(_rate=int, total=int)
    assert of_mapping(Private, {"rate": 2})[0] == Private(2)
    assert of_mapping(Private, {"total": 2})[1] == ["total: unknown setting; known are 'rate'"]


@pytest.mark.parametrize(
    "annotation", [float, object, set[int], tuple[int, str], tuple[int], dict[int, str], int | str, Any]
)
def test_types_that_no_setting_can_have(annotation: Any) -> None:
    """A field of another type is the plugin's error, not the merchant's, and it names class and field."""
    with pytest.raises(PluginError, match=r"One\.value: a setting cannot be of type .*; it can be int, str"):
        of_mapping(one_setting(annotation), {})


@define
class Late:
    """Its annotation is only there for a type checker."""

    at: datetime


def test_annotations_that_are_not_there_at_run_time() -> None:
    """A type that was imported for the type checker alone is told with what to do about it."""
    with pytest.raises(PluginError, match=r"Late: name 'datetime' is not defined; import .* outside of `if TYPE_CHECK"):
        of_mapping(Late, {"at": 1})
