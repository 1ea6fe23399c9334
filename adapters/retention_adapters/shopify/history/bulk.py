"""Runs a bulk operation: Shopify gathers all that a query finds into one file."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from attrs import field, frozen

from retention_adapters.http import Http
from retention_adapters.shopify.graphql import Runs, Timer, UserErrors
from retention_adapters.shopify.graphql.documents import text_of
from retention_adapters.shopify.history.download import lines_of
from retention_adapters.shopify.history.orders import changed_since
from retention_adapters.shopify.history.spool import Node, families
from retention_sdk.errors import CredentialsRefused, Refused, TryLater

SOON, SELDOM = 1.0, 30.0
"""Seconds between two looks, at first and at most: the webhook that tells of the end may not come."""

RUNNING = ("CREATED", "RUNNING", "CANCELING")


@frozen
class Bulk:
    """Runs bulk operations in a shop.

    Args:
        graphql: the shop's client.
        http: makes a connection to the host that has the result.
        timer: what it waits by.
    """

    graphql: Runs
    http: Callable[[str], Http]
    timer: Timer = field(factory=Timer)

    def all(self, document: str, since: datetime | None) -> Iterator[tuple[Node, list[Node]]]:
        """All that a query finds.

        Args:
            document: the inner query's file.
            since: only what has changed since; None is everything.

        Yields:
            Each object with its children.

        Raises:
            TryLater: it failed; what it had found until then has been yielded.
            CredentialsRefused: the app may not read this.
            Refused: Shopify does not take the query.
        """
        done = self._finished(self._started(document, since))
        url = done["url"] or done["partialDataUrl"]
        if url:
            yield from families(lines_of(str(url), self.http))
        if done["status"] != "COMPLETED":
            reason = f"the bulk operation ended as {done['status'].lower()}: {done['errorCode'] or 'no reason given'}"
            raise CredentialsRefused(reason) if done["errorCode"] == "ACCESS_DENIED" else TryLater(reason)

    def _started(self, document: str, since: datetime | None) -> str:
        text = text_of(document)
        query = text.replace("FILTER", changed_since(since)) if since else text.replace('query: "FILTER", ', "")
        try:
            # what runs twice is read once
            told = self.graphql.run(
                "bulk_operation_run_query", {"query": query, "groupObjects": False}, repeatable=True
            )
        except UserErrors as error:
            if any(code.endswith(("IN_PROGRESS", "LIMIT_REACHED")) for code in error.codes):
                raise TryLater(f"as many bulk operations as Shopify lets run are running: {error}") from None
            raise Refused(f"Shopify does not take the bulk operation: {error}") from None
        return str(told["bulkOperationRunQuery"]["bulkOperation"]["id"])

    def _finished(self, id: str) -> dict[str, Any]:
        pause = SOON
        while True:
            found = self.graphql.run("bulk_operation_get", {"id": id})["bulkOperation"]
            if found is None:
                raise TryLater("Shopify does not know the bulk operation any more")
            if found["status"] not in RUNNING:
                return dict(found)
            self.timer.sleep(pause)
            pause = min(pause * 2, SELDOM)
