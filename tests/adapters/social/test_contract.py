"""The account on a Mastodon server keeps the contract of adapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import httpx
import pytest

from retention_sdk import PostSocial
from retention_sdk.testing import AdapterContract, Trouble
from tests.adapters.social.fake import URL, Fake, mastodon

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_httpx import HTTPXMock

    from retention_adapters.social import Mastodon


class TestMastodon(AdapterContract):
    """An account that posts: nothing is told to it, and nothing happens there."""

    installed = "mastodon"
    settings: ClassVar = {"url": URL, "token": "t0ken"}
    hears = remembers = False
    actions = (PostSocial("mastodon", "New beans", link="https://shop.example/beans"),)

    @pytest.fixture(autouse=True)
    def server(self, httpx_mock: HTTPXMock) -> None:
        """The server."""
        self.fake = Fake(httpx_mock)

    def adapter(self) -> Mastodon:
        """An account."""
        return mastodon()

    def made(self) -> list[object]:
        """What is posted."""
        return list(self.fake.posted)

    def now(self) -> datetime:
        """The server's time."""
        return self.fake.now

    def fails(self, how: Trouble | None) -> None:
        """The server answers as it is told, or loses an answer."""
        self.fake.loses = how is not None and not how.status
        self.fake.vice = lambda _: None
        if how is not None and how.status:
            self.fake.vice = lambda _: httpx.Response(how.status, headers=how.headers, content=how.body)
