"""Documents by versions of the API: which is valid in which.

`python -m tests.adapters.shopify.schema.table` prints it.
"""

from __future__ import annotations

import sys
from functools import cache

from graphql import OperationDefinitionNode, validate

from tests.adapters.shopify.fake.schema import VERSIONS, schema_of
from tests.adapters.shopify.schema.documents import documents


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """What is wrong with each document in each version; an empty list is valid."""
    return {
        name: {version: [one.message for one in validate(schema_of(version), document)] for version in VERSIONS}
        for name, document in documents().items()
    }


def operations(name: str) -> int:
    """How many operations a document has."""
    return sum(isinstance(one, OperationDefinitionNode) for one in documents()[name].definitions)


def shown() -> str:
    """The table in Markdown."""
    lines = [f"| document | {' | '.join(VERSIONS)} |", f"| --- |{' --- |' * len(VERSIONS)}"]
    for name, row in table().items():
        cells = [", ".join(problems) or "ok" for problems in row.values()]
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(shown() + "\n")
