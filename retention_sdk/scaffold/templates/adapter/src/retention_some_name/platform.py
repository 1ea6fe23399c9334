"""The platform over HTTP: its answers, or one of the three errors of adapters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
from retention_sdk import Secret
from retention_sdk.platforms import CredentialsRefused, Refused, TryLater

BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Issued:
    """A coupon that the platform issued: its id there, and what the customer types."""

    id: str
    code: str


class Platform:
    """The platform, asked as one account; threads may share it.

    Args:
        url: where it is.
        token: the key that it gave us.
        timeout: seconds to wait for an answer.
        transport: what sends requests; None is the network.
    """

    def __init__(self, url: str, token: Secret, timeout: int, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=timeout, transport=transport)

    def me(self) -> None:
        """See that the platform knows us."""
        self._asked("GET", "me")

    def issue(self, body: Mapping[str, object], key: str) -> Issued:
        """Have a coupon issued; under a key that it knows the platform answers the coupon that there is."""
        told = self._asked("POST", "coupons", key, json=body)
        match told:
            case {"id": str(id), "code": str(code)}:
                return Issued(id, code)
            case _:
                raise TryLater("the platform answered no coupon")

    def void(self, id: str, key: str) -> None:
        """Have a coupon made void; one that is gone is void."""
        answer = self._sent("DELETE", f"coupons/{id}", key)
        if answer.status_code not in (204, 404):
            raise _error(answer)

    def orders(self, since: datetime | None) -> Iterator[Any]:
        """All orders, page by page."""
        params: dict[str, str] = {"since": since.isoformat()} if since else {}
        page: object = ""
        while page is not None:
            told = self._asked("GET", "orders", params={**params, "page": str(page)})
            try:
                yield from list(told["orders"])
                page = told["next"]
            except (LookupError, TypeError):
                raise TryLater("the platform answered no orders") from None

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _asked(self, method: str, path: str, key: str = "", **more: Any) -> Any:
        answer = self._sent(method, path, key, **more)
        if not answer.is_success:
            raise _error(answer)
        try:
            return answer.json(parse_float=Decimal)
        except ValueError:
            raise TryLater("the platform answered something that is no JSON") from None

    def _sent(self, method: str, path: str, key: str, **more: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            return self._client.request(method, path, headers=headers, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            # nobody knows whether it came through; the cause is left out, since it holds the token
            raise TryLater(f"the platform did not answer: {type(error).__name__}") from None


def _error(answer: httpx.Response) -> Exception:
    """What an answer means that is no yes; the platform's own words stay out, since they may be personal."""
    status = answer.status_code
    if status in (401, 403):
        return CredentialsRefused(f"the platform answered {status}; see that token is the one that it gave")
    if status in BUSY or status >= 500:
        seconds = answer.headers.get("Retry-After", "")
        after = timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
        return TryLater(f"the platform answered {status}", after)
    return Refused(f"the platform answered {status}")
