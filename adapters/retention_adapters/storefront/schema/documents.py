"""The published schemas, made of the classes: JSON Schemas of each thing by itself, and an OpenAPI document of all."""

from collections.abc import Callable, Mapping

from retention_adapters.storefront.forms import Definitions, Record, Schema
from retention_adapters.storefront.forms.scalars import Amount
from retention_adapters.storefront.published import NAME, NOTICES, ActionRequest, events_of
from retention_sdk import Profile
from retention_sdk.platforms import Receipt

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def sent(defs: Definitions) -> Schema:
    """What a store sends: an event or a notice, or a list of them."""
    events = events_of(NAME, of_plugins=False)
    one = defs.ref("Message", lambda: {"anyOf": [events.schema(defs), NOTICES.schema(defs)]})
    return {"anyOf": [one, {"type": "array", "items": one}]}


def asked(defs: Definitions) -> Schema:
    """What a store is asked to carry out."""
    return Record(ActionRequest).schema(defs)


def answered(defs: Definitions) -> Schema:
    """What a store answers when it has carried something out."""
    return Record(Receipt).schema(defs)


def profile(defs: Definitions) -> Schema:
    """Who a customer is."""
    return Record(Profile).schema(defs)


PARTS: Mapping[str, Callable[[Definitions], Schema]] = {
    "action": asked,
    "events": sent,
    "money": Amount().schema,
    "profile": profile,
    "receipt": answered,
}
"""What each JSON Schema is of."""


def json_schema(name: str) -> Schema:
    """One of the JSON Schemas, which refers to nothing outside of itself.

    Args:
        name: one of `PARTS`.

    Returns:
        The document.
    """
    defs = Definitions()
    root = PARTS[name](defs)
    return {"$schema": DIALECT, **root, "$defs": dict(sorted(defs.known.items()))}
