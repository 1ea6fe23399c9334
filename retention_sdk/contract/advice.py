"""What the author of a plugin is told when it is loaded: it works, and something of it should be written otherwise."""

import inspect
import warnings
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen


class ContractWarning(UserWarning):
    """A plugin works, and was built for an older contract of the hooks, or uses what will go."""


@frozen
class Advice:
    """What to write otherwise, and where.

    Args:
        text: a sentence that names the plugin, where it is from, and what to do.
        file: the plugin's file.
        line: the line in it.
    """

    text: str
    file: str
    line: int

    @classmethod
    def at(cls, function: Callable[..., Any], text: str) -> "Advice":
        """Advice about a plugin's function.

        Args:
            function: what it is about; behind decorators, where there are some.
            text: the sentence.

        Returns:
            The advice, with the function's place.
        """
        code = getattr(inspect.unwrap(function), "__code__", function.__code__)
        return cls(text, code.co_filename, code.co_firstlineno)


_told: dict[Any, Any] = {}
"""What Python has told already: with its usual filters each warning is shown once in a process."""


def warn(advice: Iterable[Advice]) -> None:
    """Tell it by Python's warnings, at the plugin's own file and line.

    Args:
        advice: each is told once.
    """
    for one in dict.fromkeys(advice):
        warnings.warn_explicit(one.text, ContractWarning, one.file, one.line, registry=_told)
