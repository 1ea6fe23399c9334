"""A look at how a store is connected."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import uuid4

import httpx
from attrs import evolve

from retention_adapters.storefront.endpoint import Endpoint
from retention_adapters.storefront.forms import Record
from retention_adapters.storefront.published import Ping
from retention_sdk.platforms import AdapterError, Finding, Refused


def examined(endpoint: Endpoint, tolerance: int) -> Sequence[Finding]:
    """Ping a store with our signature, and with a stranger's.

    Args:
        endpoint: where it takes actions.
        tolerance: the most seconds that clocks may differ.

    Returns:
        What is wrong; nothing where all is well.
    """
    try:
        return list(_looked(endpoint, tolerance))
    except Refused as error:
        return [Finding("address", error.reason)]
    except AdapterError as error:
        return [Finding("address", f"{error.reason}; see that the store is up, and that url is right")]


def _looked(endpoint: Endpoint, tolerance: int) -> Iterator[Finding]:
    answer, forged = _pinged(endpoint), _pinged(evolve(endpoint, keys=[os.urandom(32)]))
    if forged.is_success:
        yield Finding("unverified", "the store takes what a stranger has signed; let it verify the signature first")
    if answer.status_code in (401, 403):
        yield Finding(
            "secret", "the store does not take our signature; give both the same secret, and set their clocks"
        )
    elif not answer.is_success:
        where = f"the store answers {answer.status_code} to a signed ping"
        yield Finding("ping", f"{where}; see that url leads to where it takes actions, and answer a ping with 200")
    off = _clock(answer)
    if abs(off) > tolerance:
        yield Finding(
            "clock", f"the store's clock is {off} s off ours, and signatures hold for {tolerance} s; set both"
        )


def _pinged(endpoint: Endpoint) -> httpx.Response:
    id = f"ping-{uuid4().hex}"
    return endpoint.post(id, Record(Ping).write(Ping(ping=id)))


def _clock(answer: httpx.Response) -> int:
    """How many seconds the store's clock is ahead, as far as it says."""
    try:
        at = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return 0
    return round((at.astimezone(UTC) - datetime.now(UTC)).total_seconds()) if at.tzinfo else 0
