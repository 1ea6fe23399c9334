"""A platform that is none, for tests: it has orders and coupons, and can be out of order."""

import json
from typing import Any

import httpx
from retention_sdk import Secret
from retention_sdk.testing import Trouble

from retention_some_name.adapter import SomeName

URL, TOKEN, SIGNER = "https://shop.example/api", "t0ken-of-ours", "s3cret-of-theirs"
ORDER = {
    "id": "1001",
    "customer": "c-42",
    "paid_at": "2026-03-01T09:30:00+01:00",
    "currency": "EUR",
    "lines": [{"sku": "beans-250", "quantity": 2, "total": "19.98"}],
}


class Fake:
    """The platform.

    Attributes:
        orders: what was bought.
        coupons: what was issued, by id; what is void is gone.
        trouble: how it misbehaves; None is well.
    """

    def __init__(self) -> None:
        self.orders = [ORDER]
        self.coupons: dict[str, dict[str, Any]] = {}
        self.trouble: Trouble | None = None
        self._known: dict[str, dict[str, str]] = {}

    def connected(self) -> SomeName:
        """The adapter, as after a restart, with this platform in place of the network."""

        class Connected(SomeName):
            """Asks the fake."""

            transport = httpx.MockTransport(self.answered)

        return Connected(url=URL, token=Secret(TOKEN), webhook_secret=Secret(SIGNER))

    def answered(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, or lose the answer."""
        how = self.trouble
        if how is not None and how.status:
            return httpx.Response(how.status, headers=how.headers, content=how.body)
        answer = self._answer(request)
        if how is not None:
            raise httpx.ReadTimeout("the answer is lost", request=request)
        return answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        match request.method, request.url.path.removeprefix("/api/").split("/"):
            case "GET", ["me"]:
                return httpx.Response(200, json={})
            case "GET", ["orders"]:
                since = request.url.params.get("since", "")
                orders = [order for order in self.orders if str(order["paid_at"]) >= since]
                return httpx.Response(200, json={"orders": orders, "next": None})
            case "POST", ["coupons"]:
                return httpx.Response(201, json=self._issued(request))
            case "DELETE", ["coupons", id]:
                return httpx.Response(204 if self.coupons.pop(id, None) else 404)
            case _:
                return httpx.Response(404)

    def _issued(self, request: httpx.Request) -> dict[str, str]:
        key = request.headers["Idempotency-Key"]
        if key not in self._known:
            number = str(len(self._known) + 1)
            self._known[key] = {"id": number, "code": f"BEAN-{number}"}
            self.coupons[number] = json.loads(request.content)
        return self._known[key]
