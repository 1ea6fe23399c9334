"""A shop's REST interface."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Unpack, cast

from attrs import define, field

from retention_adapters.http import Http, More
from retention_adapters.woocommerce.shop.answers import GONE, ShopSaid, value_of
from retention_adapters.woocommerce.shop.things import Thing, objects
from retention_sdk.errors import TryLater

ROOT = "wp-json/wc/v3"
BATCH: Final = 100
"""Items of a page, and of a batch, at most."""


SAME: Final = "the shop answers the same page for every number; a cache may keep its answers"


@define(eq=False)
class Shop:
    """A shop that is asked over HTTP.

    Args:
        http: the way there.

    Attributes:
        currency: the shop's, once somebody has asked for it.
    """

    http: Http
    currency: str = field(default="", init=False)

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Thing:
        """Something that has an address of its own."""
        return self._thing(self._call("GET", path, repeatable=True, params=params or {}), f"GET {path}")

    def found(self, path: str) -> Thing | None:
        """The same; None where there is no such thing."""
        try:
            return self.get(path)
        except ShopSaid as error:
            if error.status in GONE:
                return None
            raise

    def page(self, path: str, params: Mapping[str, str | int] | None = None) -> list[Thing]:
        """A page of a list, of 100 unless `params` say otherwise."""
        asked = {"per_page": BATCH, **(params or {})}
        value = self._call("GET", path, repeatable=True, params=asked)
        if not isinstance(value, list):
            raise TryLater(f"GET {path}: the shop answered no list")
        found = list(objects(cast("list[object]", value)))
        if len(found) < len(value):  # pyright: ignore[reportUnknownArgumentType]
            raise TryLater(f"GET {path}: the shop answered a list of something else than was asked for")
        return found

    def pages(self, path: str, params: Mapping[str, str | int] | None = None) -> Iterator[Thing]:
        """A whole list, page by page. The `Link` header is not followed: it may hold keys, and some shops lie in it."""
        number, last = 1, list[Thing]()
        while True:
            page = self.page(path, {**(params or {}), "page": number})
            if page and page == last:
                raise TryLater(f"GET {path}: {SAME}")
            yield from page
            if len(page) < BATCH:
                return
            number, last = number + 1, page

    def create(self, path: str, body: Mapping[str, object], timeout: float | None = None) -> Thing:
        """Make something. It is sent once: whoever does not know what came of it has to look."""
        more: More = {"json": body} if timeout is None else {"json": body, "timeout": timeout}
        return self._thing(self._call("POST", path, repeatable=False, **more), f"POST {path}")

    def change(self, path: str, body: Mapping[str, object]) -> Thing:
        """Lay fields over something; twice comes to the same."""
        return self._thing(self._call("PUT", path, repeatable=True, json=body), f"PUT {path}")

    def remove(self, path: str) -> Thing | None:
        """Delete something for good; None where it was gone."""
        try:
            value = self._call("DELETE", path, repeatable=True, params={"force": "true"})
        except ShopSaid as error:
            if error.status in GONE:
                return None
            raise
        return self._thing(value, f"DELETE {path}")

    def _call(self, method: str, path: str, *, repeatable: bool, **more: Unpack[More]) -> Any:
        response = self.http.request(method, f"{ROOT}/{path}", repeatable=repeatable, **more)
        return value_of(response, f"{method} {path}", self.http.said)

    def _thing(self, value: object, what: str) -> Thing:
        if not isinstance(value, dict):
            raise TryLater(f"{what}: the shop answered something else than what was asked for")
        return cast(Thing, value)
