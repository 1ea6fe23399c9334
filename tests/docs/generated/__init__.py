"""The pages that are made of the code. `python -m tests.docs.generated --write` writes them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.docs.generated import cli, config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGES: Mapping[str, Callable[[], str]] = {"reference/cli": cli.page, "reference/config": config.page}
"""What makes each of them, by its path in docs/."""
