"""From `[adapters.NAME]` tables to adapters."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import BadConfig
from retention_sdk.assembly import assemble

STORE = {"name": "Bean & Leaf", "currency": "EUR", "database": "sqlite:///x.db"}
MAIL: dict[str, Any] = {"host": "smtp.example", "sender": "Bean & Leaf <hello@beanleaf.example>"}


def made(**adapters: Any) -> Any:
    """The adapters of a file."""
    return assemble({"store": STORE, "adapters": adapters}).adapters


def test_a_table_is_an_adapter() -> None:
    """An adapter has its table's name and settings; two tables of one adapter are two."""
    found = made(email=MAIL, news={"use": "email", **MAIL, "port": 25})
    assert list(found) == ["email", "news"]
    assert [one.name for one in found.values()] == ["email", "news"]
    assert [one.port for one in found.values()] == [587, 25]


def test_one_that_is_not_enabled_is_not_made() -> None:
    """A table that is switched off is not looked into."""
    assert made(email={"enabled": False}) == {}


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"emial": MAIL}, "adapters.emial: no adapter 'emial' is installed; did you mean 'email'?"),
        ({"email": {**MAIL, "prot": 25}}, "adapters.email.prot: unknown setting; did you mean 'port'?"),
        ({"email": {"sender": "x@y.example"}}, "adapters.email.host: "),
        ({"email": {**MAIL, "port": 0}}, "adapters.email.port: port is 0; it must be 1 or more"),
    ],
)
def test_mistakes(tables: dict[str, Any], told: str) -> None:
    """A mistake is told with its place, and what would have worked."""
    with pytest.raises(BadConfig) as error:
        made(**tables)
    assert told in str(error.value)


def test_handed_in() -> None:
    """A store's own adapter comes after those of the file, and none of them can be called the same."""
    own: Any = object()
    assert list(assemble({"store": STORE, "adapters": {"email": MAIL}}, adapters={"own": own}).adapters) == [
        "email",
        "own",
    ]
    with pytest.raises(BadConfig, match="rename one"):
        assemble({"store": STORE, "adapters": {"email": MAIL}}, adapters={"email": own})


def test_no_secret_is_in_the_stored_settings() -> None:
    """What adapters are configured with decides nothing, and is in no text that is kept."""
    assembly = assemble({"store": STORE, "adapters": {"email": {**MAIL, "password": "hunter2"}}})
    assert "hunter2" not in assembly.settings_text() + assembly.written() + repr(assembly.adapters)
