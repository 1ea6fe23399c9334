"""Whether the address leads to a WordPress with WooCommerce."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import httpx
from attrs import frozen

from retention_adapters.http import Http, NotSent
from retention_adapters.woocommerce.doctor.sentences import finding
from retention_adapters.woocommerce.shop import Thing
from retention_adapters.woocommerce.shop.answers import parsed
from retention_sdk.errors import AdapterError, Refused
from retention_sdk.platforms import Finding

INDEX: Final = "wp-json/"
NAMESPACE: Final = "wc/v3"
_OF_STATUS: Final[Mapping[int, str]] = {401: "blocked", 403: "blocked", 429: "too_fast", 503: "maintenance"}


@frozen
class Reached:
    """A shop that answered.

    Args:
        index: what it tells of itself.
        response: the answer.
    """

    index: Thing
    response: httpx.Response


def reach(http: Http, host: str) -> Reached | Finding:
    """Look whether the address leads to a shop.

    Args:
        http: a client without keys.
        host: its name, for sentences.

    Returns:
        The shop, or what is in the way.
    """
    try:
        answer = http.once("GET", INDEX)
    except Refused as error:
        return finding("private_address" if "private" in error.reason else "wrong_address", reason=error.reason)
    except NotSent as error:
        return finding("unreachable", host=host, reason=error.reason)
    except AdapterError as error:
        return finding("no_answer", host=host, reason=error.reason)
    if answer.is_redirect:
        target = answer.headers.get("location", "").partition("?")[0].removesuffix(INDEX)
        return finding("redirects", target=target)
    if answer.status_code == 404:
        return _not_there(http, host)
    return _by_status(answer, host) or _by_body(answer, host)


def _by_status(answer: httpx.Response, host: str) -> Finding | None:
    status = answer.status_code
    code = _OF_STATUS.get(status) or ("broken" if status >= 500 else None)
    wait = answer.headers.get("retry-after", "")
    span = f" for {wait} seconds" if wait.isdecimal() else ""
    return finding(code, host=host, status=status, span=span) if code else None


def _by_body(answer: httpx.Response, host: str) -> Reached | Finding:
    spaces = namespaces(answer)
    if spaces is None:
        return finding("no_json", host=host)
    if NAMESPACE not in spaces:
        return finding("no_woocommerce", host=host)
    return Reached(parsed(answer.text), answer)


def namespaces(answer: httpx.Response) -> list[str] | None:
    """The parts of a WordPress' REST interface, by its index; None where this is no index."""
    index = parsed(answer.text)
    spaces: Any = cast(Thing, index).get("namespaces") if isinstance(index, dict) else None
    return [str(one) for one in cast("Sequence[object]", spaces)] if isinstance(spaces, list) else None


def _not_there(http: Http, host: str) -> Finding:
    try:
        plain = namespaces(http.once("GET", "", params={"rest_route": "/"}))
    except AdapterError:
        plain = None
    return finding("wrong_path" if plain is None else "plain_permalinks", host=host)
