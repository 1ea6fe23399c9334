"""The `[rewards.NAME]` tables: what they give, and what is wrong with them, each with its place."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from retention_sdk import (
    AmountOff,
    BadConfig,
    BadValue,
    FreeItem,
    FreeShipping,
    HoldPlaced,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    PercentOff,
)
from retention_sdk.settings import load
from tests.build import START, config, eur

FILE = """\
[store]
currency = "EUR"
database = "sqlite:///x.db"

[rewards.ten_off]
title = "10 EUR off"
cost = 100
gives = {{ amount_off = "10 EUR", valid_days = 30 }}
{line}
"""


def read(tmp_path: Path, line: str = "", **changed: str) -> Any:
    """The reward of a file with one more line, and with others in place of some."""
    text = FILE.format(line=line)
    for key, value in changed.items():
        text = "\n".join(f"{key} = {value}" if one.startswith(f"{key} =") else one for one in text.splitlines())
    file = tmp_path / "retention.toml"
    file.write_text(text, encoding="utf-8")
    return load(file).rewards["ten_off"]


def test_a_reward(tmp_path: Path) -> None:
    """A table reads as it is written; days are TOML's own, or texts."""
    one = read(
        tmp_path, 'tiers = ["gold"]\nper_customer = 2\navailable_from = 2026-12-01\navailable_until = "2026-12-24"'
    )
    assert (one.title, one.cost, one.unit, one.tiers, one.per_customer) == ("10 EUR off", 100, "points", ("gold",), 2)
    assert (one.available_from, one.available_until) == (date(2026, 12, 1), date(2026, 12, 24))
    assert one.actions == (IssueCoupon(AmountOff(eur(10)), valid_for=timedelta(days=30), reason="10 EUR off"),)


@pytest.mark.parametrize(
    ("gives", "given"),
    [
        ("percent_off = 15", [IssueCoupon(PercentOff(15), reason="10 EUR off")]),
        ('percent_off = 15, value = "2 EUR"', [IssueCoupon(PercentOff(15), cost=eur(2), reason="10 EUR off")]),
        ('free_item = "mug", quantity = 2', [IssueCoupon(FreeItem("mug", 2), reason="10 EUR off")]),
        ('free_shipping = true, minimum = "9 EUR"', [IssueCoupon(FreeShipping(), minimum=eur(9), reason="10 EUR off")]),
        ('store_credit = "5 EUR"', [IssueStoreCredit(eur(5), reason="10 EUR off")]),
        (
            'gift_card = "5 EUR", amount_off = "1 EUR"',
            [IssueCoupon(AmountOff(eur(1)), reason="10 EUR off"), IssueGiftCard(eur(5), reason="10 EUR off")],
        ),
    ],
)
def test_what_it_gives(tmp_path: Path, gives: str, given: list[object]) -> None:
    """Each gift that is written is given."""
    assert list(read(tmp_path, gives=f"{{ {gives} }}").actions) == given


@pytest.mark.parametrize(
    ("line", "changed", "where", "what"),
    [
        ("", {"cost": "0"}, ":7: rewards.ten_off.cost", "pass an int of 1"),
        ("", {"cost": '"100"'}, ":7: rewards.ten_off.cost", "write a whole number"),
        ("", {"title": '""'}, ":6: rewards.ten_off.title", "a text that is not empty"),
        ("", {"gives": "{}"}, ":8: rewards.ten_off.gives", "nothing is given; write amount_off"),
        ("", {"gives": '"10 EUR"'}, ":8: rewards.ten_off.gives", "write a table with amount_off"),
        ("", {"gives": '{ amount_of = "10 EUR" }'}, ":8: rewards.ten_off.gives.amount_of", "did you mean 'amount_off'"),
        ("", {"gives": '{ amount_off = "10 USD" }'}, ":8: rewards.ten_off.gives.amount_off", "store's currency"),
        ("", {"gives": "{ percent_off = 101 }"}, ":8: rewards.ten_off.gives.percent_off", "1 to 100"),
        ("per_customer = 51", {}, ":9: rewards.ten_off.per_customer", "1 to 50"),
        ("per_customer_days = 5", {}, ":9: rewards.ten_off.per_customer_days", "without per_customer"),
        ("available_from = 2026-13-01", {}, "", "this is not TOML"),
        ('available_from = "2026-13-01"', {}, ":9: rewards.ten_off.available_from", "a day, such as 2026-12-24"),
        ("available_from = 2026-12-01T10:00:00", {}, ":9: rewards.ten_off.available_from", "a day, such as"),
        (
            "available_from = 2026-12-02\navailable_until = 2026-12-01",
            {},
            ":10: rewards.ten_off.available_until",
            "before the first day",
        ),
    ],
)
def test_what_is_wrong(tmp_path: Path, line: str, changed: dict[str, str], where: str, what: str) -> None:
    """A mistake is told with its line, its key and what to write."""
    with pytest.raises(BadConfig) as error:
        read(tmp_path, line, **changed)
    assert len(error.value.problems) == 1
    assert where in error.value.problems[0]
    assert what in error.value.problems[0]


def test_no_strategy_has_the_name() -> None:
    """What the catalogue gives bears a name that no strategy can have."""
    from retention_sdk import Engine

    with pytest.raises(BadConfig, match="'rewards' is what the engine itself is called"):
        Engine.from_config(config("sqlite:///x.db", plugins={"rewards": {"use": "points"}}))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"unit": "points"},
        {"amount": 5},
        {"unit": "points", "amount": 5, "reward": "x"},
        {"unit": "p", "reward": "x"},
    ],
)
def test_a_hold_is_of_units_or_of_a_reward(fields: dict[str, Any]) -> None:
    """A hold names a unit and an amount, or a reward, and never both."""
    with pytest.raises(BadValue, match="a unit and an amount, or a reward"):
        HoldPlaced(id="h", customer="c", occurred_at=START, **fields)
