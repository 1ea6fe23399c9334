"""What an answer means, layer by layer: the HTTP status, the errors at the top, those of the mutation itself."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import httpx

from retention_adapters.shopify.graphql.errors import UserErrors
from retention_sdk.errors import CredentialsRefused, Refused, TryLater

Body = Mapping[str, Any]

_STATUS = {
    401: "Shopify does not know the token: {shop} has uninstalled the app, or the token is wrong or has expired",
    402: "the shop {shop} is frozen: its owner has to pay Shopify before anything can be done in it",
    403: "Shopify does not let the app do this in {shop}: see its access scopes",
    404: "there is no shop {shop}, or it has no Admin API {version}: see `shop` and `api_version`",
    423: "the shop {shop} is locked: its owner has to speak with Shopify's support",
}
_DENIED = ("ACCESS_DENIED", "SHOP_INACTIVE", "FORBIDDEN", "UNAUTHORIZED")
_BUSY = ("THROTTLED", "INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE")


def body_of(answer: httpx.Response, shop: str, version: str) -> Body:
    """The body of an answer whose status says that there is one.

    Raises:
        CredentialsRefused: the shop does not know the token, or there is no such shop.
        TryLater: Shopify fails, or something between us and it answers in its place.
        Refused: the request is one that Shopify never takes.
    """
    status = answer.status_code
    if status in _STATUS:
        raise CredentialsRefused(_STATUS[status].format(shop=shop, version=version))
    if answer.is_redirect:
        raise CredentialsRefused(f"{shop} answers from another address; write its .myshopify.com name as `shop`")
    if status >= 500:
        raise TryLater(f"Shopify answered {status}; it is not known whether anything was done")
    if status >= 400:
        raise Refused(f"Shopify answered {status}: it does not take this request")
    try:
        body = json.loads(answer.content, parse_float=Decimal)
    except ValueError:
        raise TryLater(f"Shopify answered {status} with something else than JSON") from None
    if not isinstance(body, dict):
        raise TryLater(f"Shopify answered {status} with JSON that is no object")
    return cast(Body, body)


def cost_of(body: Body) -> Body:
    """What the call cost, and what is left; empty where it is not said."""
    return _object(_object(body.get("extensions")).get("cost"))


def throttled(body: Body) -> bool:
    """Whether the call was turned away because the shop has spent its points; then nothing was done."""
    return any(_code(error) == "THROTTLED" for error in _errors(body))


def data_of(body: Body, *, changes: bool, said: Callable[[str], str] = str) -> Body:
    """The data of an answer.

    Args:
        body: the answer's body.
        changes: whether the document is a mutation.
        said: makes of Shopify's own words what anybody may read.

    Raises:
        UserErrors: the mutation did nothing, and says why.
        CredentialsRefused: the app may not do this.
        TryLater: Shopify fails inside, or it is not known what became of a mutation.
        Refused: it does not understand the document.
    """
    data = cast(Body, body.get("data") or {})
    errors = _errors(body)
    deep = changes and bool(errors) and all(len(error.get("path") or ()) > 1 for error in errors)
    if deep and any(value is None for value in data.values()):
        raise TryLater(f"a change was made, or not, and its answer is lost: {said(_told(errors))}")
    if errors and not deep:
        raise _raised(errors, said(_told(errors)))
    if not data:
        raise TryLater("Shopify answered without data")
    if wrong := list(_user_errors(data)):
        raise UserErrors(
            [str(one.get("code") or "") for one in wrong], [said(str(one.get("message", ""))) for one in wrong]
        )
    return data


def _raised(errors: Sequence[Body], told: str) -> Exception:
    codes = {_code(error) for error in errors}
    if codes.intersection(_DENIED):
        return CredentialsRefused(f"Shopify does not let the app do this: {told}")
    if codes.intersection(_BUSY):
        return TryLater(f"Shopify could not do it now: {told}")
    return Refused(f"Shopify does not take this request: {told}")


def _errors(body: Body) -> Sequence[Body]:
    errors: Any = body.get("errors") or []
    if isinstance(errors, list):
        return [_object(error) for error in cast(list[object], errors)]
    return [{"message": errors if isinstance(errors, str) else "?"}]  # so it answers where the address is wrong


def _code(error: Body) -> str:
    return str(_object(error.get("extensions")).get("code", ""))


def _object(value: object) -> Body:
    return cast(Body, value) if isinstance(value, dict) else {}


def _told(errors: Sequence[Body]) -> str:
    return "; ".join(str(error.get("message", "?")) for error in errors)


def _user_errors(data: Body) -> Iterator[Body]:
    for payload in data.values():
        if isinstance(payload, dict):
            for name, found in cast(Body, payload).items():
                if name.lower().endswith("usererrors"):  # orderCancel has them under a name of its own
                    yield from found or ()
