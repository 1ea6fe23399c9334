"""The JSON Schema of the whole file: it and the loader say the same."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from retention_sdk.assembly import assemble
from retention_sdk.errors import BadConfig
from retention_sdk.file_schema import file_schema
from retention_sdk.registry import ADAPTERS, Installed, installed
from retention_sdk.settings import draft
from retention_sdk.settings.secret import env_names
from tests.docs.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONG = "0123456789abcdef0123456789abcdef"
FULL: dict[str, Any] = {
    "store": {
        "name": "Bean & Leaf",
        "key": "bean-leaf",
        "currency": "EUR",
        "timezone": "Europe/Prague",
        "language": "cs",
        "database": "sqlite:///a.db",
    },
    "authority": {
        "agent": "20 EUR",
        "boss": {
            "amount": "100 EUR",
            "share": 50,
            "days": 30,
            "reason": True,
            "answers_in": 4,
            "kinds": {"refund": {"amount": "5 EUR", "share": 10, "days": 2, "reason": True}},
        },
    },
    "limits": {
        "monthly_budget": "2000 EUR",
        "per_customer": {"amount": "60 EUR", "days": 90},
        "cooldowns": [{"kind": "issue_coupon", "days": 3, "strategy": ""}],
        "minimum_age": 18,
        "starts": "2026-12-01",
        "budgets": [{"amount": "9 EUR", "period": "day", "strategy": "", "role": "agent"}],
    },
    "refunds": {
        "spent": "into_debt",
        "grace_days": 3,
        "units": {"points": {"spent": "only_pending", "grace_days": 2}},
        "told": "task",
        "horizon_days": 90,
    },
    "messages": {
        "consent": True,
        "transactional": ["service"],
        "quiet_hours": "21:00-08:00",
        "quiet": "drop",
        "frequency": {"any": {"most": 2, "days": 7}},
        "severe_complaints": True,
    },
    "stacking": {"lanes": {"one": ["points"]}, "exclusive": ["one"]},
    "holdout": {"percent": 5, "strategies": {"points": 10}, "seed": "x"},
    "cancelling": {
        "jurisdictions": ["us"],
        "survey": "after",
        "offers": "none",
        "offer_screens": 1,
        "direct_cancel": True,
        "abandon_after_days": 7,
        "case_reasons": ["technical"],
    },
    "offers": {"secret": LONG, "valid_minutes": 30},
    "cases": {
        "first_response_hours": 4,
        "next_response_hours": 4,
        "resolution_hours": {"low": 4, "medium": 3, "high": 2, "severe": 1},
        "follow_up_hours": 8,
        "approval_hours": 8,
        "warn_percent": 60,
        "answer_again_hours": 12,
        "join_days": 7,
        "levels": ["agent", "boss"],
        "remedy_cap_percent": 150,
        "remedy_warn_percent": 90,
        "calendar": {
            "monday": ["09:00-12:00", "13:00-17:00"],
            "tuesday": ["00:00-24:00"],
            **{day: list[str]() for day in ("wednesday", "thursday", "friday", "saturday", "sunday")},
            "holidays": ["2026-12-25"],
        },
    },
    "rewards": {
        "ten_off": {
            "title": "10 off",
            "cost": 100,
            "gives": {
                "amount_off": "10 EUR",
                "percent_off": 5,
                "free_item": "mug",
                "free_shipping": True,
                "store_credit": "1 EUR",
                "gift_card": "2 EUR",
                "quantity": 2,
                "valid_days": 30,
                "minimum": "0 EUR",
                "value": "3 EUR",
            },
            "unit": "points",
            "tiers": ["gold"],
            "stock": 10,
            "per_customer": 2,
            "per_customer_days": 365,
            "available_from": "2026-01-01",
            "available_until": "2026-12-31",
        }
    },
    "privacy": {"secret": LONG},
    "clock": {"lapse_days": [60, 120], "late_days": 3},
    "service": {
        "body_limit": 2048,
        "keep_days": 7,
        "keep_unsigned": 10,
        "reconcile_minutes": 60,
        "forget_store": "erase",
    },
    "delivery": {
        "batch": 10,
        "lease_seconds": 60,
        "concurrency": 2,
        "adapters": {"shop": {"concurrency": 2, "per_minute": 30}},
        "tries": 3,
        "first_wait_seconds": 2,
        "longest_wait_minutes": 5,
        "poll_seconds": 2,
    },
}
"""Every key that is no plugin's or adapter's."""

SPOILT = (True, 0, -1, 1, 10**7, 1.5, "", "nonsense", "short", "-5 EUR", "0 EUR", "5 EUR", [], ["x"], {}, {"env": ""})
"""What could stand in the place of anything."""

BEYOND = (r"store\.timezone =", r"limits\.budgets\.0\.(strategy|role) =", r"rewards\.ten_off\.gives = \{\}")
"""What depends on the machine's time zones, on other tables, or on several keys of one."""


@cache
def there() -> tuple[dict[str, Installed], dict[str, Installed]]:
    """The plugins and the adapters that are installed."""
    return installed(), installed(ADAPTERS)


@cache
def of_table(name: str) -> Draft202012Validator:
    """The schema of one table."""
    schema = whole().schema
    return Draft202012Validator({**schema["properties"][name], "$defs": {"env": schema["$defs"]["env"]}})


@cache
def whole() -> Draft202012Validator:
    """The schema of a file where everything is installed that ships."""
    schema = file_schema(*there())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def valid(data: Mapping[str, Any]) -> bool:
    """Whether the schema of these very sections accepts a file, whose days are text in JSON."""
    sections = [*draft(data).plugins, *draft(data).adapters]
    uses = {one.use for one in sections} | {"points"}
    plugins, adapters = ({name: one for name, one in found.items() if name in uses} for found in there())
    return Draft202012Validator(file_schema(plugins, adapters, sections)).is_valid(plain(data))


def plain(value: Any) -> Any:
    """A TOML value as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def loads(data: Mapping[str, Any]) -> bool:
    """Whether the loader accepts a file."""
    try:
        draft(data).config()
    except BadConfig:
        return False
    return True


def spots(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The place of each key, and of each item of an array."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield (*path, key)
        yield from spots(one, *path, key)


def spoilt(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The full file's table with another value at a place; the others are left out, but for the store."""
    data = deepcopy({name: FULL[name] for name in {"store", "authority", path[0]}})
    inner: Any = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return data


def test_the_full_file_is_accepted_by_both() -> None:
    """Each key of each table is in it, so that the walk below leaves none out."""
    assert loads(FULL)
    assert whole().is_valid(FULL)
    for name, form in whole().schema["properties"].items():
        if name not in ("plugins", "adapters"):
            assert_covered(form, FULL[name], name)


def assert_covered(form: dict[str, Any], value: Any, where: str) -> None:
    """A table has a value for each key that the schema knows."""
    for option in form.get("anyOf", ()):
        if "properties" in option and isinstance(value, dict):
            assert_covered(option, value, where)
    if known := form.get("properties"):
        assert set(known) == set(value), where
        for key, inner in known.items():
            assert_covered(inner, value[key], f"{where}.{key}")
    more = form.get("additionalProperties")
    for key, inner in value.items() if isinstance(more, dict) else ():
        assert_covered(more, inner, f"{where}.{key}")
    for inner in value if "items" in form else ():
        assert_covered(form["items"], inner, where)


@pytest.mark.parametrize("table", FULL)
def test_a_spoilt_value_is_refused_by_both(table: str) -> None:
    """Whatever stands at any place, both accept it or both refuse it, but for what no schema of one value can say."""
    for path in spots(FULL[table], table):
        for value in SPOILT:
            data = spoilt(path, value)
            where = f"{'.'.join(map(str, path))} = {value}"
            if loads(data):
                assert of_table(table).is_valid(data[table]), f"only the schema refuses {where}"
            elif of_table(table).is_valid(data[table]):
                assert any(re.match(one, where) for one in BEYOND), f"only the loader refuses {where}"


@pytest.mark.parametrize("table", FULL)
def test_a_misspelt_key_is_refused_by_both(table: str) -> None:
    """In each table whose keys are known, however deep."""
    for path in [(table,), *spots(FULL[table], table)]:
        inner: Any = FULL
        for key in path:
            inner = inner[key]
        if isinstance(inner, dict):
            data = spoilt(path, {**inner, "nonsense": inner.get("nonsense", 1.5)})
            assert not loads(data), path
            assert not of_table(table).is_valid(data[table]), path


def test_every_setting_is_explained() -> None:
    """Whatever can be written has a line that an editor shows, plugins' and adapters' settings too."""

    def explained(form: Any, where: str) -> None:
        for name, inner in form.get("properties", {}).items():
            assert inner.get("description") or "$ref" in inner, f"{where}.{name}"
        inside = {**form.get("properties", {}), **form.get("$defs", {})}
        for name, inner in inside.items():
            if name != "env":
                explained(inner, f"{where}.{name}")
        for option in (*form.get("anyOf", ()), form.get("items"), form.get("additionalProperties")):
            if isinstance(option, dict) and "if" not in option:
                explained(option, where)

    explained(whole().schema, "file")


def blocks() -> list[tuple[str, dict[str, Any]]]:
    """The TOML of all pages that could stand in a store's file."""
    found = []
    for page in pages():
        for text in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            try:
                data = tomllib.loads(text)
            except tomllib.TOMLDecodeError:
                continue
            if "project" not in data and "build-system" not in data:
                found.append((page.name, {"store": {"currency": "EUR"}, **data}))
    return found


def test_every_file_of_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the loader accepts of the pages the schema accepts, and what it refuses there the schema mostly does too."""
    read = 0
    for name, data in blocks():
        for variable in env_names(data):
            monkeypatch.setenv(variable, LONG)
        try:
            assemble(data)
        except BadConfig:
            continue
        read += 1
        assert valid(data), f"{name}: {data}"
    assert read > 40


SECTIONS = [
    ({"points": {}}, True),
    ({"points": {"rate": 2}}, True),
    ({"points": {"rat": 2}}, False),
    ({"points": {"use": "points"}}, True),
    ({"points": {"use": {"env": "WHICH"}}}, True),
    ({"more": {"use": "points", "rate": 2}}, True),
    ({"more": {"use": "points", "rat": 2}}, False),
    ({"more": {"use": "pionts"}}, False),
    ({"more": {}}, False),
    ({"points": {"use": "tiers"}}, False),
    ({"points": {"use": "punch_card", "stamps": 3, "free_sku": "mug"}}, True),
    ({"punch_card": {"use": "points", "stamps": 3}}, False),
    ({"not_installed": {"enabled": False, "rate": 1}}, True),
    ({"points": {"enabled": False, "rat": 2}}, True),
    ({"points": {"enabled": True, "rat": 2}}, False),
    ({"points": {"enabled": "no"}}, False),
    ({"points": 3}, False),
]


@pytest.mark.parametrize(("plugins", "accepted"), SECTIONS, ids=str)
def test_sections(plugins: dict[str, Any], accepted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A section has the settings of what it uses, under any name; one that is kept and not used is not looked into."""
    monkeypatch.setenv("WHICH", "points")
    data = {"store": {"currency": "EUR"}, "plugins": plugins}
    assert valid(data) == accepted
    try:
        assemble(data)
    except BadConfig:
        assert not accepted
    else:
        assert accepted


def test_a_section_that_was_not_there_yet_has_the_settings_of_what_it_uses() -> None:
    """The schema of a file knows a section that is written after it."""
    file = {"store": {"currency": "EUR"}}
    assert whole().is_valid({**file, "plugins": {"new": {"use": "points", "rate": 2}}})
    assert not whole().is_valid({**file, "plugins": {"new": {"use": "points", "rat": 2}}})
    assert not whole().is_valid({**file, "adapters": {"mine": {"use": "mastodon", "url": 3, "token": "x"}}})
    assert whole().is_valid(
        {**file, "adapters": {"mine": {"use": "mastodon", "url": "https://m.example", "token": "x"}}}
    )


def test_a_store_must_be_there_and_no_table_that_nobody_knows() -> None:
    """A file without a store, or with a table that is misspelt, is refused by both."""
    for data in ({}, {"store": {"currency": "EUR"}, "limit": {}}, {"store": {}}):
        assert not loads(data)
        assert not whole().is_valid(data)
