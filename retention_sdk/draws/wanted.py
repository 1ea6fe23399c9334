"""The draws that strategies want: each says so in its `draws`."""

from collections.abc import Iterable
from typing import cast

from retention_sdk.draws.draw import Draw
from retention_sdk.errors import PluginError


def wanted(strategies: Iterable[tuple[str, object]]) -> tuple[tuple[str, Draw], ...]:
    """The draws that strategies want.

    Args:
        strategies: each with its name.

    Returns:
        The draws, each with the name of its strategy.

    Raises:
        PluginError: something among them is no draw, or two are of one name, which stands for the rules of one.
    """
    found: list[tuple[str, Draw]] = []
    for name, strategy in strategies:
        told: object = getattr(strategy, "draws", None)
        for draw in cast("tuple[object, ...]", told) if isinstance(told, tuple) else ():
            if not isinstance(draw, Draw):
                raise PluginError(f"plugin {name!r}: draws has a {type(draw).__name__}; answer a tuple of Draw")
            if other := next((one for one, known in found if known.of == draw.of), None):
                raise PluginError(f"plugins {other!r} and {name!r} both draw {draw.of!r}; rename one")
            found.append((name, draw))
    return tuple(found)
