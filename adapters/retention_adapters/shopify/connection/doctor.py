"""Looks for what is wrong between us and a shop. Each finding has its own sentence, and what to do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from retention_adapters.http import Http
from retention_adapters.shopify.connection.wanted import TOPICS, Wanted, topics_for
from retention_adapters.shopify.connection.webhooks import Subscription, scopes, subscriptions
from retention_adapters.shopify.graphql import SUPPORTED, Runs
from retention_adapters.shopify.scopes import missing
from retention_adapters.shopify.tokens.expiring import utc_now
from retention_sdk.errors import AdapterError, CredentialsRefused, TryLater
from retention_sdk.platforms import Finding

SKEW = timedelta(minutes=2)
"""How far our clock may be off: session tokens and the ends of codes are held against it."""


def examine(graphql: Runs, http: Http, wanted: Wanted, now: Callable[[], datetime] = utc_now) -> Sequence[Finding]:
    """Look at address, token, rights, clock and webhooks; nothing is changed.

    Args:
        graphql: the shop's client.
        http: the connection to the shop.
        wanted: what the settings say.
        now: the time now.

    Returns:
        What was found, the worst first.
    """
    found = [*_settings(wanted)]
    try:
        shop, granted = scopes(graphql)
        found += _shop(shop, wanted)
        found += _rights(granted, wanted)
        found += _people(graphql)
        found += _webhooks(list(subscriptions(graphql)), granted, wanted)
    except AdapterError as error:
        return [unreachable(error), *found]
    except (LookupError, TypeError) as error:
        said = f"Shopify answered otherwise than was asked ({type(error).__name__}); see api_version."
        return [Finding("refused", said), *found]
    return [*found, *_clock(http, now)]


def _settings(wanted: Wanted) -> Iterator[Finding]:
    if wanted.api_version not in (*SUPPORTED, "unstable"):
        yield Finding(
            "old_api_version",
            f"The adapter does not know version {wanted.api_version} of the Admin API, and Shopify may answer in "
            f"another one; set api_version to {SUPPORTED[-1]}.",
        )
    if not wanted.signed:
        yield Finding(
            "no_client_secret",
            "Without a client secret no webhook is taken; set client_secrets to the app's, from the Dev Dashboard.",
        )
    if not wanted.address:
        yield Finding(
            "no_address",
            "Nobody said where webhooks are to come; set webhook_url to the public address of `retention serve`.",
        )
    elif not wanted.address.startswith(("https://", "pubsub://", "arn:")):
        yield Finding(
            "plain_http",
            "Shopify sends webhooks over https alone, and webhook_url has none; put a certificate in front of it.",
        )


def unreachable(error: AdapterError) -> Finding:
    """What is told of a shop that cannot be asked."""
    if isinstance(error, CredentialsRefused):
        return Finding("access", f"Shopify does not let us in: {error.reason}.")
    if isinstance(error, TryLater):
        return Finding("no_answer", f"Shopify did not answer, so not all was looked at: {error.reason}.")
    return Finding("refused", f"Shopify does not take what it was asked: {error.reason}.")


def _shop(shop: Mapping[str, Any], wanted: Wanted) -> Iterator[Finding]:
    domain = shop["myshopifyDomain"]
    if domain != wanted.shop:
        yield Finding(
            "wrong_shop", f"The token is of {domain}, and shop is {wanted.shop}; webhooks of {domain} would be refused."
        )


def _rights(granted: Sequence[str], wanted: Wanted) -> Iterator[Finding]:
    if lacking := missing(granted, wanted.scopes):
        told = "; ".join(f"without {scope} {wanted.scopes[scope]}" for scope in lacking)
        yield Finding("missing_scopes", f"The app may not do all that it should: {told}. Grant them in the app.")
    if "read_all_orders" not in granted:
        yield Finding(
            "read_all_orders",
            "The app sees the orders of the last 60 days alone, so a backfill ends there; ask Shopify for the scope "
            "read_all_orders in the Partner Dashboard.",
        )
    deaf = sorted({scope for topic, scope in TOPICS.items() if topic not in topics_for(granted)} - {*wanted.scopes})
    if deaf:
        yield Finding("unheard", f"Without {', '.join(deaf)} some webhooks are not sent: see docs/guides/shopify.md.")


def _people(graphql: Runs) -> Iterator[Finding]:
    try:
        people = graphql.run("people_probe", {})["customers"]["nodes"]
    except CredentialsRefused:
        people = None
    if people is None or (people and not any(_is_known(person) for person in people)):
        yield Finding(
            "protected_data",
            "Shopify does not show names and addresses of customers to the app, so nobody can be written to and guests "
            "are not known; ask for access to protected customer data in the Partner Dashboard.",
        )


def _is_known(person: Mapping[str, Any]) -> bool:
    return bool(person["firstName"] or person["lastName"] or person["defaultEmailAddress"])


def _webhooks(there: Sequence[Subscription], granted: Sequence[str], wanted: Wanted) -> Iterator[Finding]:
    ours = {one.topic for one in there if one.address == wanted.address}
    lost = [topic for topic in topics_for(granted) if topic not in ours]
    others = sorted({one.address for one in there if one.topic in lost})
    if others and wanted.address:
        yield Finding(
            "webhooks_elsewhere",
            f"Shopify sends {len(lost)} topics to {', '.join(others)} and not to {wanted.address}; "
            "correct webhook_url, or run `retention setup`.",
        )
    elif lost:
        yield Finding(
            "webhooks_missing",
            f"Shopify does not tell of {', '.join(lost)}; it drops a webhook after eight failures in a row. "
            "Run `retention setup`, then `retention backfill` for what was missed.",
        )
    versions = sorted({one.version for one in there if one.address == wanted.address} - {wanted.api_version})
    if versions:
        yield Finding(
            "webhook_version",
            f"Webhooks are written in version {', '.join(versions)} of the API and not in {wanted.api_version}; "
            "delete them in Shopify and run `retention setup`.",
        )


def _clock(http: Http, now: Callable[[], datetime]) -> Iterator[Finding]:
    try:
        told = http.request("GET", "/", repeatable=True).headers.get("date", "")
        off = now() - parsedate_to_datetime(told)
    except (AdapterError, ValueError):
        return  # a shop that does not tell the time was found above, or its clock is not ours to mind
    if abs(off) > SKEW:
        seconds, way = round(abs(off).total_seconds()), "ahead of" if off > timedelta(0) else "behind"
        yield Finding("clock", f"This machine's clock is {seconds} seconds {way} Shopify's; set it by NTP.")
