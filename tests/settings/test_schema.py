"""A section's JSON Schema: what an editor completes, and what it accepts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk.authoring import setting, strategy
from retention_sdk.money import Money
from retention_sdk.settings import Secret, schema
from retention_sdk.times import MonthDay, days
from tests.settings.json_schema import accepts
from tests.settings.reading import of_mapping, one_setting
from tests.settings.test_scalars import ANNOTATIONS, ANYTHING, Channel, Colour, Level


@attrs.frozen(kw_only=True)
class Gift:
    """A free item."""

    sku: str = setting(help="the item")
    count: int = setting(default=1, ge=1, le=9)


@strategy
class Everything:
    """Has a setting of each type.

    And a second paragraph.
    """

    needed: str = setting(help="what must be given")
    count: int = setting(default=3, ge=1, le=9, help="how many")
    on: bool = setting(default=True)
    mode: str = setting(default="fast", choices=("fast", "slow"))
    size: int = setting(default=2, choices=(1, 2))
    rate: Decimal = setting(default=Decimal("1.5"), ge=Decimal(0), le=Decimal("9.5"))
    amount: Money = setting(default=Money(500, "EUR"), ge=Money(0, "EUR"))
    wait: timedelta = setting(default=days(30), ge=days(1))
    day: MonthDay = setting(default=MonthDay(2, 9))
    channel: Channel = setting(default=Channel.POST)
    colour: Colour = setting(default=Colour.RED)
    level: Level = setting(default=Level.LOW)
    scope: Literal["all", "none"] = setting(default="all")
    key: Secret = setting(default=Secret("hunter2"))
    gift: Gift = setting(default=Gift(sku="mug"))
    gifts: tuple[Gift, ...] = setting(default=(Gift(sku="mug"), Gift(sku="cup", count=2)))
    tiers: dict[str, Decimal] = setting(default={"gold": Decimal(2)})
    names: list[str] = attrs.field(factory=lambda: ["a"])
    cap: Money | None = setting(default=None)
    copy: str = attrs.field(default=attrs.Factory(lambda self: self.needed, takes_self=True))


FULL = schema(Everything)
PROPERTIES = FULL["properties"]


def text(**form: object) -> dict[str, Any]:
    """What can be written as text, or come from the environment."""
    return {"anyOf": [{"type": "string", **form}, {"$ref": "#/$defs/env"}]}


def test_the_whole() -> None:
    """It says which draft it is, whose settings they are, what must be given, and that there are no others."""
    assert FULL["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert FULL["title"] == "Everything"
    assert FULL["description"] == "Has a setting of each type.\n\nAnd a second paragraph."
    assert FULL["required"] == ["needed"]
    assert FULL["additionalProperties"] is False
    assert list(PROPERTIES) == ["use", "enabled", *(one.name for one in attrs.fields(Everything))]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("needed", text() | {"description": "what must be given"}),
        ("count", {"type": "integer", "minimum": 1, "maximum": 9, "description": "how many", "default": 3}),
        ("on", {"type": "boolean", "default": True}),
        ("mode", text(enum=["fast", "slow"]) | {"default": "fast"}),
        ("size", {"type": "integer", "enum": [1, 2], "default": 2}),
        ("wait", {"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 30}),
        ("channel", text(enum=["email", "post"]) | {"default": "post"}),
        ("colour", text(enum=["r", "g"]) | {"default": "r"}),
        ("level", {"enum": [1, 2], "default": 1}),
        ("scope", text(enum=["all", "none"]) | {"default": "all"}),
        ("key", text(minLength=1)),
        ("names", {"type": "array", "items": text(), "default": ["a"]}),
        ("copy", text()),
    ],
)
def test_one_property(name: str, expected: dict[str, Any]) -> None:
    """Type, bounds, choices, default and help are the setting's; a secret's default is not told."""
    assert PROPERTIES[name] == expected


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("rate", "1.5"),
        ("amount", "5.00 EUR"),
        ("day", "--02-09"),
        ("gift", {"sku": "mug", "count": 1}),
        ("gifts", [{"sku": "mug", "count": 1}, {"sku": "cup", "count": 2}]),
        ("tiers", {"gold": 2}),
    ],
)
def test_defaults_are_as_a_file_has_them(name: str, default: object) -> None:
    """Money, decimals and days are shown as one writes them."""
    assert PROPERTIES[name]["default"] == default


def test_the_defaults_give_the_defaults() -> None:
    """A file in which the editor has filled in every default means the same as one without them."""
    defaults = {name: one["default"] for name, one in PROPERTIES.items() if "default" in one and name != "enabled"}
    full, problems = of_mapping(Everything, {"needed": "x", **defaults})
    short, _ = of_mapping(Everything, {"needed": "x"})
    assert problems == []
    assert attrs.asdict(full) == attrs.asdict(short)
    assert accepts(FULL, {"needed": "x", **defaults})


def test_bounds_of_decimals_are_those_that_json_knows() -> None:
    """A bound is told where it is a whole number, and holds for whole numbers."""
    form = PROPERTIES["rate"]["anyOf"][0]
    assert form["type"] == ["integer", "string"]
    assert form["minimum"] == 0
    assert "maximum" not in form
    assert "minimum" not in PROPERTIES["amount"]["anyOf"][0]


@pytest.mark.parametrize(
    "table",
    [
        {"needed": "x", "use": "everything", "enabled": False},
        {"needed": {"env": "NAME"}},
        {"needed": "x", "amount": "EUR 20", "rate": -1 + 1, "cap": "0 EUR"},
        {"needed": "x", "gifts": [{"sku": {"env": "NAME"}}]},
    ],
)
def test_accepted(table: dict[str, Any]) -> None:
    """What a section can say is valid."""
    assert accepts(FULL, table)


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"needed": 3},
        {"needed": {"env": ""}},
        {"needed": {"env": "NAME", "default": "x"}},
        {"needed": "x", "coutn": 3},
        {"needed": "x", "count": 0},
        {"needed": "x", "count": "3"},
        {"needed": "x", "rate": 1.5},
        {"needed": "x", "rate": "1,5"},
        {"needed": "x", "amount": "20"},
        {"needed": "x", "amount": 20},
        {"needed": "x", "day": "24.12."},
        {"needed": "x", "wait": -1},
        {"needed": "x", "channel": "fax"},
        {"needed": "x", "mode": "slwo"},
        {"needed": "x", "gift": {}},
        {"needed": "x", "gift": {"sku": "mug", "colour": "red"}},
        {"needed": "x", "tiers": {"gold": 1.5}},
        {"needed": "x", "enabled": "no"},
    ],
)
def test_refused(table: dict[str, Any]) -> None:
    """What is a mistake in the file is one in the editor already."""
    assert not accepts(FULL, table)


NEAR = st.sampled_from(
    [
        *("20 EUR", "EUR -1.5", "20 eur", "1e3 EUR", "20 EUR\n", "12-24", "--2-9", "2000-1-1", "12-24\n", "13-1"),
        *("1", "-1.50", "1.", ".5", "1_0", "٢", "email", "r", "a", 0, 1, -1, 2**70, True, 1.0, [], {}, [1], ["20 EUR"]),
        *({"a": "1"}, {"a": {"b": "c"}}, {"env": "PATH"}, {"env": "PATH", "x": 1}, [{"env": "PATH"}]),
    ]
)


@given(ANNOTATIONS, NEAR | ANYTHING)
def test_what_is_read_is_valid(annotation: Any, raw: Any) -> None:
    """Whatever a file can say and `structure` accepts, the schema accepts too."""
    cls = one_setting(annotation)
    made, _ = of_mapping(cls, {"value": raw})
    if made is not None and raw is not None:  # TOML has no null
        assert accepts(schema(cls), {"value": raw})
