"""The adapter's table in the merchant's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.storefront import Storefront
from retention_sdk import BadValue
from retention_sdk.platforms import Adapter
from retention_sdk.settings import Draft, draft
from tests.adapters.storefront.kit import OTHER, SECRET, URL, storefront

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, **settings: Any) -> tuple[Storefront | None, list[str]]:
    """The adapter of a table, and what is wrong with it."""
    tables = {"store": {"currency": "EUR", "database": f"sqlite:///{tmp_path}/x.db"}, "adapters": {"shop": settings}}
    reading: Draft = draft(tables)
    made = reading.structure(Storefront, reading.adapters[0])
    return made, list(reading.problems)


def test_a_table(tmp_path: Path) -> None:
    """An address and a secret are enough."""
    made, problems = read(tmp_path, url=URL, secret=SECRET.reveal())
    assert (problems, made is not None and made.url) == ([], URL)


def test_it_is_an_adapter() -> None:
    """It has all that the contract asks for, and lets go of what it opened."""
    adapter: Adapter = storefront(name="outlet", history_url=f"{URL}/history")
    assert adapter.name == "outlet"
    asked = {name for name in vars(Adapter) if not name.startswith("_")}
    assert asked <= set(dir(adapter))
    adapter.close()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": "shop.example"}, "url is no address; write one such as https://"),
        ({"url": "ftp://shop.example/x"}, "url is no address"),
        ({"url": "https://:x/"}, "url is no address"),
        ({"url": "https://[/"}, "url is no address"),
        ({"url": "http://shop.example/x"}, "url begins with http://, and customers' data goes there"),
        ({"url": "https://user:word@shop.example/x"}, "url has a user, a password or a fragment"),
        ({"url": "https://shop.example/x#y"}, "url has a user, a password or a fragment"),
        ({"history_url": "http://shop.example/x"}, "history_url begins with http://"),
        ({"secret": None}, "secret is missing"),
        ({"secrets": ("whsec_c2hvcnQ=",)}, "at least 24 random bytes"),
        ({"actions": ("issue_cupon",)}, "'issue_cupon', which no store carries out; did you mean 'issue_coupon'?"),
        ({"actions": ("credit",)}, "'credit', which no store carries out"),
        ({"tolerance": 0}, "it must be 1 or more"),
    ],
)
def test_what_cannot_be(tmp_path: Path, settings: dict[str, Any], said: str) -> None:
    """What is wrong is said in a sentence, in code and in a file alike; no secret is in it."""
    given = {"url": URL, "secret": SECRET.reveal()} | settings
    made, problems = read(tmp_path, **{key: value for key, value in given.items() if value is not None})
    assert made is None
    assert said in "\n".join(problems)
    assert "c2hvcnQ" not in "\n".join(problems)


def test_where_it_is_meant() -> None:
    """A store on the same machine is called without https where that is meant."""
    assert storefront(url="http://127.0.0.1:8080/actions", allow_private=True)
    with pytest.raises(BadValue, match="allow_private"):
        storefront(url="http://127.0.0.1:8080/actions")


def test_secrets_alone() -> None:
    """`secrets` alone are secrets too; the order does not matter."""
    assert storefront(secret=None, secrets=(OTHER, SECRET))
