"""The OpenAPI document: what a store sends to the engine, and what the engine sends to a store."""

from collections.abc import Callable

from retention_adapters.storefront.forms import Definitions, Record, Schema
from retention_adapters.storefront.published import HistoryPage, HistoryRequest, Ping
from retention_adapters.storefront.schema.documents import PARTS
from retention_adapters.storefront.signing import ID, SIGNATURE, TIMESTAMP

VERSION = "1"
"""The version of what is published. New kinds and fields may come; what is there stays what it is."""

ALL = {
    **PARTS,
    "history_page": Record(HistoryPage).schema,
    "history_request": Record(HistoryRequest).schema,
    "ping": Record(Ping).schema,
}
"""What there is a schema of."""

HEADERS = {
    ID: "What the message is known by: the same each time that it is sent.",
    TIMESTAMP: "When this try was sent, in seconds since 1970.",
    SIGNATURE: 'Signatures with a space between them, each "v1," and the base64 of the HMAC-SHA256 of '
    '"id.timestamp.body" by one of the secrets.',
}


def openapi() -> Schema:
    """The document, for OpenAPI 3.1."""
    defs = Definitions("#/components/schemas/")

    def body(*names: str) -> Schema:
        schemas = [ALL[name](defs) for name in names]
        return {"application/json": {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}}

    paths = {"/webhooks/{name}": {"post": _events(body)}}
    webhooks = {"action": {"post": _actions(body)}, "history": {"post": _history(body)}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "retention-sdk: a store of one's own",
            "version": VERSION,
            "description": "A store sends what happened in it, and carries out what was decided. Both ways are signed "
            "by the Standard Webhooks convention. Whoever gets a message leaves fields alone that they do not know.",
        },
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "parameters": {name: _header(name) for name in HEADERS},
            "schemas": dict(sorted(defs.known.items())),
        },
    }


def _header(name: str) -> Schema:
    schema = {"type": "integer"} if name == TIMESTAMP else {"type": "string"}
    return {"name": name, "in": "header", "required": True, "description": HEADERS[name], "schema": schema}


def _operation(id: str, summary: str, content: Schema, answers: dict[str, Schema]) -> Schema:
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in HEADERS]
    request = {"required": True, "content": content}
    return {
        "operationId": id,
        "summary": summary,
        "parameters": parameters,
        "requestBody": request,
        "responses": answers,
    }


def _events(body: Callable[..., Schema]) -> Schema:
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    name |= {"description": "The adapter's table in the merchant's file: [adapters.NAME]."}
    answers: dict[str, Schema] = {
        "200": {"description": "It is kept, and will be handled once. Whether it can be read is seen later."},
        "401": {"description": "It is not signed as it should be."},
        "404": {"description": "There is no such adapter."},
        "413": {"description": "It is too large; send fewer events at once."},
        "5XX": {"description": "Send it again, with the same ids, signed anew."},
    }
    operation = _operation("sendEvents", "What happened in the store.", body("events"), answers)
    return {**operation, "parameters": [name, *operation["parameters"]]}


def _actions(body: Callable[..., Schema]) -> Schema:
    answers: dict[str, Schema] = {
        "200": {"description": "It is done, now or before.", "content": body("receipt")},
        "204": {"description": "It is done, and there is nothing to say of it."},
        "401": {"description": "It is not signed as it should be. A person has to see to it."},
        "409": {"description": "The same key is being carried out at this moment. It is asked for again."},
        "429": {"description": "Too many. It is asked for again, after Retry-After."},
        "4XX": {"description": 'It never will be done. {"reason": "..."} says why, without anybody\'s personal data.'},
        "5XX": {"description": "It is asked for again."},
    }
    summary = "Carry something out, once for its key; a ping asks for nothing."
    return _operation("performAction", summary, body("action", "ping"), answers)


def _history(body: Callable[..., Schema]) -> Schema:
    answers: dict[str, Schema] = {"200": {"description": "A page of it.", "content": body("history_page")}}
    return _operation("history", "What happened in the store, page by page.", body("history_request"), answers)
