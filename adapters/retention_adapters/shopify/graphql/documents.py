"""The documents that are sent: each is a file of its own in `shopify/documents`."""

import re
from functools import cache
from importlib.resources import files

_COMMENTS = re.compile(r"#[^\n]*")


@cache
def text_of(document: str) -> str:
    """A document by the name of its file.

    Args:
        document: the file's name without `.graphql`.

    Returns:
        Its text.
    """
    return (files("retention_adapters.shopify") / "documents" / f"{document}.graphql").read_text("utf-8")


@cache
def is_mutation(text: str) -> bool:
    """Whether a document changes something: then it is not sent twice unless a repeat does no harm."""
    return _COMMENTS.sub("", text).lstrip().startswith("mutation")
