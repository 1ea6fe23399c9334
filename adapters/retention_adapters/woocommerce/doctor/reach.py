"""Whether the address leads to a WordPress with WooCommerce."""

import httpx
from attrs import frozen

from retention_adapters.http import Http, NotSent
from retention_adapters.woocommerce.shop import Thing
from retention_adapters.woocommerce.shop.answers import parsed
from retention_sdk.errors import AdapterError, Refused
from retention_sdk.platforms import Finding

INDEX = "wp-json/"
NAMESPACE = "wc/v3"


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
        private = "private" in error.reason
        return Finding("private_address" if private else "wrong_address", f"url: {error.reason}.")
    except NotSent as error:
        return Finding(
            "unreachable",
            f"url: {host} cannot be reached: {error.reason}. Look for a typing error, and at its DNS and TLS.",
        )
    except AdapterError as error:
        return Finding("no_answer", f"{host} takes the connection and does not answer: {error.reason}.")
    return _judged(http, answer, host)


def _judged(http: Http, answer: httpx.Response, host: str) -> Reached | Finding:
    status = answer.status_code
    if answer.is_redirect:
        target = answer.headers.get("location", "").partition("?")[0].removesuffix(INDEX)
        return Finding(
            "redirects", f"url: the shop sends us on to {target}; write that address, since keys go to no other."
        )
    if status == 503:
        wait = answer.headers.get("retry-after")
        until = f" for {wait} seconds" if wait and wait.isdecimal() else ""
        return Finding(
            "maintenance", f"{host} is in maintenance{until}; what is to be done there waits until it is back."
        )
    if status == 429:
        return Finding(
            "too_fast", f"{host} turns us away because it was asked too often; ask its host for a higher limit."
        )
    if status in {401, 403}:
        return Finding(
            "blocked",
            f"{host} answers {status} before any key is asked for: a firewall, or a password on the whole site, "
            "keeps us out; let our address through.",
        )
    if status == 404:
        return _not_there(http, host)
    index = parsed(answer.text)
    if status >= 500:
        return Finding("broken", f"{host} answers {status}: WordPress has failed; its own error log says why.")
    if not isinstance(index, dict) or "namespaces" not in index:
        return Finding(
            "no_json",
            f"{host} answers {INDEX} with a page that is no JSON of WordPress; see whether url is the address "
            "of the shop, and whether a plugin or a cache puts a page in its place.",
        )
    if NAMESPACE not in (index.get("namespaces") or ()):
        return Finding(
            "no_woocommerce", f"{host} is a WordPress whose WooCommerce is missing, switched off or below 3.5."
        )
    return Reached(index, answer)


def _not_there(http: Http, host: str) -> Finding:
    try:
        plain = http.once("GET", "", params={"rest_route": "/"})
        found = parsed(plain.text) if plain.is_success else None
    except AdapterError:
        found = None
    if isinstance(found, dict) and "namespaces" in found:
        return Finding(
            "plain_permalinks",
            f"{host} has plain permalinks, where WooCommerce takes no keys; choose any other structure "
            "in Settings > Permalinks.",
        )
    return Finding(
        "wrong_path",
        f"url: there is no WordPress at this address of {host} (404); where the shop is in a folder, such as "
        "/shop, the folder is part of url.",
    )
