"""How a strategy is written: its settings, their bounds, and what an instance is."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from retention_sdk import BadValue, Credit, Money, hookimpl, setting, strategy


@strategy
class Gives:
    """Gives points for a visit."""

    unit: str = setting(help="the wallet's unit")
    amount: int = setting(default=1, ge=1, le=100, help="points for a visit")
    colour: str | None = setting(default=None, choices=["red", "blue"], help="of the stamp")
    least: Money | None = setting(default=None, ge=Money.zero("EUR"))

    @hookimpl
    def on_visit(self) -> list[Credit]:
        """Gives them."""
        return [Credit(self.unit, self.amount)]


def test_settings_are_keywords() -> None:
    """A strategy is made by keyword; what has a default need not be given, everything else must."""
    assert Gives(unit="points", amount=3).on_visit() == [Credit("points", 3)]
    assert Gives(unit="points").amount == 1
    for wrong in (lambda: Gives("points"), lambda: Gives(), lambda: Gives(unit="points", more=1)):  # type: ignore[misc,call-arg] # noqa: PLW0108
        with pytest.raises(TypeError):
            wrong()


def test_two_strategies_are_never_equal() -> None:
    """Two instances with the same settings are two strategies, each its own key."""
    one, other = Gives(unit="points"), Gives(unit="points")
    assert one != other
    assert len({one, other}) == 2
    assert one == one  # noqa: PLR0124


def test_a_strategy_is_frozen() -> None:
    """A strategy keeps nothing between two events: there is no place for it."""
    for name in ("amount", "seen"):
        with pytest.raises(AttributeError):
            setattr(Gives(unit="points"), name, 2)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"amount": 0}, "amount is 0; it must be 1 or more"),
        ({"amount": 101}, "amount is 101; it must be 100 or less"),
        ({"colour": "green"}, "colour is 'green'; it must be one of 'red', 'blue'"),
        ({"least": Money(-1, "EUR")}, "least is -0.01 EUR; it must be 0.00 EUR or more"),
    ],
)
def test_bounds(settings: dict[str, Any], says: str) -> None:
    """A setting outside its bounds is refused when the strategy is made, with the bound."""
    with pytest.raises(BadValue) as raised:
        Gives(unit="points", **settings)
    assert str(raised.value) == says


def test_bounds_are_inclusive() -> None:
    """The least, the most, a choice and none at all are taken."""
    for settings in ({"amount": 1}, {"amount": 100}, {"colour": "red"}, {"colour": None}, {"least": Money.zero("EUR")}):
        assert Gives(unit="points", **settings)  # type: ignore[arg-type]


def test_what_a_setting_tells() -> None:
    """Help, bounds and choices can be read from the class, so that a form can draw itself."""
    fields = attrs.fields_dict(Gives)
    assert dict(fields["amount"].metadata) == {"help": "points for a visit", "ge": 1, "le": 100, "choices": None}
    assert fields["colour"].metadata["choices"] == ("red", "blue")


def test_a_default_is_not_shared() -> None:
    """A default that can be changed is each instance's own, however deep."""

    @strategy
    class Tiers:
        tiers: dict[str, list[int]] = setting(default={"gold": [1]})

    one, other = Tiers(), Tiers()
    one.tiers["gold"].append(2)
    one.tiers["silver"] = []
    assert other.tiers == Tiers().tiers == {"gold": [1]}
