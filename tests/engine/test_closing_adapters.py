"""A closed engine lets go of the connections of the adapters that were made for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from retention_adapters.storefront import Storefront
from retention_sdk import Engine
from tests.adapters.storefront.kit import SECRET, URL, storefront
from tests.build import config, opened

if TYPE_CHECKING:
    import pytest

STORE = {"use": "storefront", "url": URL, "secret": SECRET.reveal()}


def is_open(adapter: Any) -> bool:
    """Whether an adapter has its connections yet."""
    return not adapter._endpoint.http._client.is_closed


def test_those_of_the_file_are_closed(sqlite_url: str) -> None:
    """Closing the engine closes what it made; what was handed in is whoever's made it."""
    ours = storefront()
    with Engine.from_config(config(sqlite_url, adapters={"web": STORE}), adapters={"ours": ours}) as engine:
        made = engine.adapters["web"]
        assert is_open(made)
        assert is_open(ours)
    engine.close()
    assert not is_open(made)
    assert is_open(ours)
    ours.close()


def test_one_that_cannot_be_closed(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake in an adapter keeps neither the other adapters nor the database open."""

    def fails(self: Storefront) -> None:
        if self.name == "a":
            raise ValueError("a secret")

    monkeypatch.setattr(Storefront, "close", fails)
    with caplog.at_level(logging.WARNING):
        opened(sqlite_url, adapters={"a": STORE, "b": STORE}).close()
    assert "adapter a was not closed: ValueError at" in caplog.text
    assert "a secret" not in caplog.text
