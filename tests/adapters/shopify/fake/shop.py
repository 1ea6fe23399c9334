"""The fake itself: HTTP requests in, answers out, and everything that can go wrong between."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import httpx
from attrs import Factory, define, field
from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, execute_sync, parse, validate

from tests.adapters.shopify.fake import credit, discounts, gift_cards, orders, people, platform, subscriptions
from tests.adapters.shopify.fake.schema import VERSIONS, schema_of
from tests.adapters.shopify.fake.state import ANSWERS, State, UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphql import DocumentNode, GraphQLResolveInfo

ROOMS = (credit, discounts, gift_cards, orders, people, platform, subscriptions)
"""They enrol their answers when they are imported."""

COST = 10
TOKEN = "shpat_made_up"  # noqa: S105 - nobody's


class Lost(Exception):
    """The connection breaks: whoever asked does not know what became of it."""


@define
class FakeShopify:
    """A shop behind an Admin API.

    Attributes:
        state: what it has.
        token: the access token that it knows.
        asked: the top fields of each request that it took, in order.
        points: what is left in the bucket; it is filled with the state's clock.
    """

    state: State = Factory(State)
    token: str = TOKEN
    asked: list[str] = Factory(list)
    points: float = 2000.0
    most: float = 2000.0
    rate: float = 100.0
    _filled: datetime | None = None
    _lose: Counter[str] = Factory(Counter)
    _drop: Counter[str] = Factory(Counter)
    _broken: Counter[str] = Factory(Counter)
    _status: dict[str, list[int]] = Factory(dict)
    _throttled: int = field(default=0)

    # what can go wrong

    def loses(self, name: str, times: int = 1) -> None:
        """A field is answered, be it with a no, and the answer never comes."""
        self._lose[name] += times

    def drops(self, name: str, times: int = 1) -> None:
        """The connection breaks before anything is done."""
        self._drop[name] += times

    def breaks(self, name: str, times: int = 1) -> None:
        """A field is done, and its answer has an error inside, so that it is null."""
        self._broken[name] += times

    def fails(self, name: str, *statuses: int) -> None:
        """Something before the shop answers with a status; nothing is done."""
        self._status.setdefault(name, []).extend(statuses)

    def says(self, name: str, message: str, *, top: bool = False) -> None:
        """The next call of a mutation does nothing and answers an error, its own or one at the top."""
        self.state.says.setdefault(name, []).append(GraphQLError(message) if top else UserError(None, message))

    def throttles(self, times: int = 1) -> None:
        """The next requests are turned away."""
        self._throttled += times

    def lies(self, name: str, change: Callable[[State], object]) -> None:
        """What a mutation has made is otherwise; after a query, something happens before the next request."""
        self.state.lies[name] = change

    def heals(self) -> None:
        """Nothing goes wrong any more."""
        for vice in (self._lose, self._drop, self._broken, self._status, self.state.lies):
            vice.clear()
        self._throttled = 0

    # how it is asked

    @property
    def transport(self) -> httpx.MockTransport:
        """What an httpx client is given to speak with it."""
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of httpx.

        Raises:
            httpx.ReadError: the connection breaks.
        """
        try:
            status, body = self.handle(request.url.path, request.headers, request.content)
        except Lost:
            raise httpx.ReadTimeout("the answer is lost", request=request) from None
        return httpx.Response(status, json=body, request=request)

    def handle(self, path: str, headers: Any, content: bytes) -> tuple[int, Any]:
        """Answer a request: its status and the JSON of its body.

        Raises:
            Lost: the connection breaks.
        """
        if headers.get("X-Shopify-Access-Token") != self.token:
            return 401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
        parts = path.strip("/").split("/")
        if parts[:2] != ["admin", "api"] or parts[3:] != ["graphql.json"] or parts[2] not in VERSIONS:
            return 404, {"errors": "Not Found"}
        self.state.version = parts[2]
        asked = json.loads(content)
        document, wrong = _read(parts[2], asked["query"])
        if document is None or wrong:
            return 200, {"errors": [error.formatted for error in wrong]}
        return self._run(document, asked.get("variables") or {})

    def _run(self, document: DocumentNode, variables: dict[str, Any]) -> tuple[int, Any]:
        name = _field(document)
        if self._status.get(name):
            return self._status[name].pop(0), {"errors": "Bad Gateway"}
        if _one(self._drop, name):
            raise Lost
        if self._turned_away():
            error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
            return 200, {"errors": [error], "extensions": {"cost": self._cost(None)}}
        self.asked.append(name)
        result = self._executed(document, variables)
        done = result.data is not None and not (result.data.get(name) or {}).get("userErrors")
        if name in self.state.lies and ("QueryRoot", name) in ANSWERS:
            self.state.lies[name](self.state)
        if _one(self._lose, name):
            raise Lost
        body = json.loads(json.dumps(result.formatted)) | {"extensions": {"cost": self._cost(COST)}}
        if done and _one(self._broken, name):
            error = {"message": "Internal error", "path": [name, "x"], "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
            body |= {"data": {name: None}, "errors": [error]}
        return 200, body

    def _executed(self, document: DocumentNode, variables: dict[str, Any]) -> ExecutionResult:
        result: Any = execute_sync(
            schema_of(self.state.version),
            document,
            context_value=self.state,
            variable_values=variables,
            field_resolver=_resolved,
        )
        for error in result.errors or ():  # a fault of the fake's own is no answer of a shop
            if error.original_error is not None and not isinstance(error.original_error, GraphQLError | ValueError):
                raise error.original_error
        return result

    def _turned_away(self) -> bool:
        if self._throttled:
            self._throttled -= 1
            return True
        since = (self.state.now - (self._filled or self.state.now)).total_seconds()
        self._filled = self.state.now
        self.points = min(self.most, self.points + since * self.rate)
        if self.points < COST:
            return True
        self.points -= COST
        return False

    def _cost(self, actual: int | None) -> dict[str, Any]:
        status = {"maximumAvailable": self.most, "currentlyAvailable": self.points, "restoreRate": self.rate}
        return {"requestedQueryCost": COST, "actualQueryCost": actual, "throttleStatus": status}


def _one(of: Counter[str], name: str) -> bool:
    if of[name] > 0:
        of[name] -= 1
        return True
    return False


@cache
def _read(version: str, query: str) -> tuple[DocumentNode | None, list[GraphQLError]]:
    """A document, and what is wrong with it."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, [error]
    return document, validate(schema_of(version), document)


def _field(document: DocumentNode) -> str:
    """The top field of a document, the last where it has several."""
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            return str(one.selection_set.selections[-1].name.value)  # type: ignore[union-attr]
    raise AssertionError("a document without an operation")


def _resolved(source: Any, info: GraphQLResolveInfo, **args: Any) -> Any:
    answer = ANSWERS.get((info.parent_type.name, info.field_name))
    if answer is None:
        if source is None:
            raise AssertionError(f"the fake does not answer {info.parent_type.name}.{info.field_name}")
        value = source.get(info.field_name)
        return value(args) if callable(value) else value
    if info.parent_type.name != "Mutation":
        return answer(info.context, args) if source is None else answer(info.context, source, args)
    try:
        if info.context.says.get(info.field_name):
            raise info.context.says[info.field_name].pop(0)
        made = {"userErrors": [], **answer(info.context, args | _key(info))}
    except UserError as error:
        name = "orderCancelUserErrors" if info.field_name == "orderCancel" else "userErrors"
        return {"userErrors": [], name: [error.shown]}
    if info.field_name in info.context.lies:
        info.context.lies[info.field_name](info.context)
    return made


def _key(info: GraphQLResolveInfo) -> dict[str, Any]:
    """The idempotency key of a field, where it has one."""
    for directive in info.field_nodes[0].directives or ():
        if directive.name.value == "idempotent":
            value: Any = directive.arguments[0].value
            named = getattr(value, "name", None)
            variables = getattr(info.variable_values, "coerced", info.variable_values)
            return {"@key": variables.get(named.value) if named else value.value}
    return {}
