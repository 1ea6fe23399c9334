"""What an answer of the shop means: a value, or one of the three errors of an adapter."""

import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import httpx

from retention_adapters.http.redaction import spoken
from retention_sdk.errors import CredentialsRefused, Refused, TryLater

GONE = frozenset({404, 410})
NO_ROUTE = "rest_no_route"
FATAL = frozenset({"internal_server_error", "wp_die"})
"""Codes of WordPress itself, where a plugin or the database has failed: no answer of WooCommerce's."""

MOST_BEGINNINGS = 200
"""Braces of a page that are tried for the beginning of the JSON."""

_MARKUP = re.compile(r"<[^<>]*>")


class ShopSaid(Refused):
    """The shop understood, and said no.

    Attributes:
        status: of HTTP.
        code: WooCommerce's own name of the reason.
    """

    def __init__(self, reason: str, status: int = 0, code: str = "") -> None:
        super().__init__(reason)
        self.status, self.code = status, code


def value_of(response: httpx.Response, what: str, words: Callable[[str], str] = str) -> Any:
    """What an answer holds.

    Args:
        response: any answer that is not 429, 502, 503 or 504.
        what: what was asked, such as "POST coupons".
        words: makes of the shop's own words what anybody may read.

    Returns:
        The JSON.

    Raises:
        ShopSaid: WooCommerce said no; trying again is of no use.
        CredentialsRefused: it does not let us, or this is not the shop's address: a person has to see to it.
        TryLater: this is no answer of WooCommerce's; what came of it is not known.
    """
    status, found = response.status_code, parsed(response.text)
    if response.is_success:
        if found is None:
            raise TryLater(f"{what}: the shop answered {status} with a page that is no JSON; {_CHECK}")
        return found
    said = words(saying_of(found))
    told = f"{what}: the shop answered {status}{f' {said}' if said else ''}"
    if response.is_redirect:
        raise CredentialsRefused(f"{told}, a redirect to {_host(response)}; write the address that it ends at as url")
    if status in {401, 403}:
        raise CredentialsRefused(f"{told}; {_LOOK}" if said else f"{told} with a page: a firewall may keep us out")
    code = code_of(found)
    if code == NO_ROUTE:
        raise TryLater(f"{told}; WooCommerce is switched off there, or has no such part; {_CHECK}")
    if code and code not in FATAL:
        # a 500 with a code is of the business: a refund of more than there is
        raise ShopSaid(told, status, code)
    if status == 404 and not code:
        raise CredentialsRefused(f"{told} with a page: there is no REST interface at this address; {_CHECK}")
    if status >= 500:
        raise TryLater(f"{told}{'' if said else ' with a page'}: the shop is broken for now")
    raise Refused(told)


def parsed(text: str) -> Any:
    """The JSON of an answer, behind whatever a plugin has put before it; None where there is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    for beginning, _ in zip(re.finditer(r"[\[{]", text), range(MOST_BEGINNINGS), strict=False):
        try:
            found = json.loads(text[beginning.start() :])
        except (ValueError, RecursionError):
            continue
        return found
    return None


def code_of(found: object) -> str:
    """WooCommerce's code of an error; empty where it is none."""
    code = cast(Mapping[str, Any], found).get("code") if isinstance(found, dict) else None
    return code if isinstance(code, str) else ""


def saying_of(found: object) -> str:
    """An error's code and words, without markup and without addresses; empty where it is none."""
    code = code_of(found)
    words = cast(Mapping[str, Any], found).get("message") if code else None
    return f"{code}: {plain(words)}" if isinstance(words, str) and words else code


def plain(words: str) -> str:
    """The shop's words as a person reads them: without markup, and without anybody's address."""
    return spoken(html.unescape(_MARKUP.sub("", words)), ())


def _host(response: httpx.Response) -> str:
    target = response.headers.get("location", "")
    try:
        return str(response.request.url.join(target).copy_with(query=None, userinfo=None, fragment=None))
    except httpx.InvalidURL:
        return "nowhere"


_CHECK = "`retention doctor` looks for the reason"
_LOOK = f"the key is unknown there, or may not do this; {_CHECK}"
