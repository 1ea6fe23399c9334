"""The `[store]` table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk.errors import BadConfig
from retention_sdk.settings import load
from retention_sdk.settings.store import slug


def problems_of(**store: object) -> list[str]:
    """The problems of a store, EUR where it does not say."""
    with pytest.raises(BadConfig) as caught:
        load({"store": {"currency": "EUR", **store}})
    return [problem.removeprefix("store.") for problem in caught.value.problems]


def test_only_the_currency_must_be_given() -> None:
    """All else has a default: a file beside the program, midnight in UTC."""
    store = load({"store": {"currency": "EUR"}}).store
    assert (store.name, store.key, store.currency, store.timezone) == ("store", "store", "EUR", "UTC")
    assert store.database == f"sqlite:///{Path.cwd()}/retention.db"


@pytest.mark.parametrize("data", [{}, {"store": {}}])
def test_without_a_currency_there_is_no_store(data: dict[str, Any]) -> None:
    """A missing currency is a problem that says what it is."""
    with pytest.raises(BadConfig, match=r"store\.currency: this setting is missing: the store's currency, such as"):
        load(data)


@pytest.mark.parametrize(
    ("store", "problem"),
    [
        ({"currency": "euro"}, "currency: 'euro' is no ISO 4217 currency; write a code in capitals, such as 'EUR'"),
        ({"timezone": "Europe/Prag"}, "timezone: 'Europe/Prag' is no IANA time zone; did you mean 'Europe/Prague'?"),
        (
            {"timezone": "europe/prague"},
            "timezone: 'europe/prague' is no IANA time zone; did you mean 'Europe/Prague'?",
        ),
        ({"timezone": "Europe"}, "timezone: 'Europe' is no IANA time zone"),
        ({"timezone": ""}, "timezone: '' is no IANA time zone"),
        ({"timezone": "../etc/passwd"}, "timezone: '../etc/passwd' is no IANA time zone"),
        ({"key": ""}, "key: key is ''; write letters, digits and dashes, such as key = \"bean-leaf\""),
        ({"key": "a b"}, "key: key is 'a b'; write letters, digits and dashes, such as key = \"bean-leaf\""),
        ({"name": "!"}, "key: key is ''; write letters, digits and dashes, such as key = \"bean-leaf\""),
        ({"nmae": "x"}, "nmae: unknown setting; did you mean 'name'?"),
    ],
)
def test_what_a_store_cannot_be(store: dict[str, object], problem: str) -> None:
    """Each setting of the store is checked, and a near name is told."""
    (found,) = problems_of(**store)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Bean & Leaf", "bean-leaf"), ("  Café_No. 1! ", "café-no-1"), ("豆と葉", "豆と葉"), ("दुकान", "दुकान"), ("!", "")],
)
def test_the_key_is_the_name_made_plain(name: str, key: str) -> None:
    """The key is what stands in the database, in letters that need no quotes."""
    assert slug(name) == key


@given(st.text())
def test_any_name_makes_a_key(name: str) -> None:
    """Whatever a store is called, its key has neither spaces nor capitals, and it is a key if there is a letter."""
    key = slug(name)
    assert not re.search(r"\s", key)
    assert key == key.casefold() or not name.isascii()
    assert key or not re.search("[A-Za-z0-9]", name)


def test_a_key_outlives_the_name() -> None:
    """A store that is renamed keeps its customers, if it says its key."""
    assert load({"store": {"currency": "EUR", "name": "Bean & Co", "key": "bean-leaf"}}).store.key == "bean-leaf"


@pytest.mark.parametrize(
    ("given", "database"),
    [
        ("sqlite:///shop.db", "sqlite:///{folder}/shop.db"),
        ("sqlite:///data/shop.db", "sqlite:///{folder}/data/shop.db"),
        ("sqlite:////var/shop.db", "sqlite:////var/shop.db"),
        (
            "postgresql://me:hunter2@db:5432/shop?sslmode=require",
            "postgresql://me:hunter2@db:5432/shop?sslmode=require",
        ),
        ("postgresql:///shop?host=/run/postgresql", "postgresql:///shop?host=/run/postgresql"),
        ("postgres://db/shop", "postgresql://db/shop"),
    ],
)
def test_a_database_is_found_from_anywhere(tmp_path: Path, given: str, database: str) -> None:
    """A relative file is beside the configuration, whatever the working folder; a URL has its usual form."""
    path = tmp_path / "retention.toml"
    path.write_text(f'[store]\ncurrency = "EUR"\ndatabase = "{given}"\n', encoding="utf-8")
    assert load(path).store.database == database.format(folder=tmp_path)


OTHERS = [
    *("mysql://me:hunter2@db/shop", "postgresql+psycopg://me:hunter2@db/shop", "postgresql://"),
    *("hunter2.db", "sqlite://hunter2.db", "sqlite:hunter2", ""),
]


@pytest.mark.parametrize("given", OTHERS)
def test_other_databases_are_refused(given: str) -> None:
    """The problem names both that there are, and never what was given, since a password may be in it."""
    (problem,) = problems_of(database=given)
    assert "sqlite:///FILE or postgresql://" in problem
    assert "hunter2" not in problem


@pytest.mark.parametrize("given", ["sqlite:///", "sqlite:///:memory:"])
def test_memory_forgets(given: str) -> None:
    """A database in memory loses the customers when the program ends, and is told so."""
    (problem,) = problems_of(database=given)
    assert problem.startswith("database: a database in memory is lost")


def test_no_password_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the configuration's repr nor a problem of it shows the database's URL, wherever that is from."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@db/shop")
    config = load({"store": {"currency": "EUR", "database": {"env": "DATABASE_URL"}}})
    assert config.store.database == "postgresql://me:hunter2@db/shop"
    written = load({"store": {"currency": "EUR", "database": "postgresql://me:hunter2@db/shop"}})
    assert "hunter2" not in repr(config) + repr(written) + repr(written.store)
    monkeypatch.setenv("DATABASE_URL", "mysql://me:hunter2@db/shop")
    (problem,) = problems_of(database={"env": "DATABASE_URL"})
    assert "hunter2" not in problem
    assert "DATABASE_URL" in problem
