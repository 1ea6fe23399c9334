"""The published schemas, as files beside this one.

python -m retention_adapters.storefront.schema            # the names
python -m retention_adapters.storefront.schema events     # one of them, as JSON
"""

import json
from importlib.resources import files

from retention_adapters.storefront.forms import Schema
from retention_adapters.storefront.schema.documents import PARTS, json_schema
from retention_adapters.storefront.schema.openapi import openapi

OPENAPI = "openapi"
NAMES = (*PARTS, OPENAPI)

__all__ = ["NAMES", "generated", "published", "text_of"]


def generated(name: str) -> Schema:
    """A schema as the classes have it.

    Args:
        name: one of `NAMES`.

    Returns:
        The document.
    """
    return openapi() if name == OPENAPI else json_schema(name)


def text_of(document: Schema) -> str:
    """A document as its file has it."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def published(name: str) -> Schema:
    """A schema as it was published with this version.

    Args:
        name: one of `NAMES`.

    Returns:
        The document.
    """
    document: Schema = json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return document
