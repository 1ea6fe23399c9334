"""What Python would warn of while a command runs, as sentences."""

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from typing import TextIO

from retention_sdk.cli.terminal import complain
from retention_sdk.contract import ContractWarning


@contextmanager
def as_sentences() -> Generator[None]:
    """Print what is warned of plugins as a sentence on the standard error, with the plugin's file and line."""
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show(  # noqa: PLR0913, PLR0917 - as Python calls it
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            """Print a warning, in place of Python's own way."""
            if issubclass(category, ContractWarning):
                complain([f"{message} ({filename}:{lineno})"])
            else:
                others(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        yield
