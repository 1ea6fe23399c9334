"""How a strategy is written: a class, its settings, its hooks. And an adapter: a class, its settings, its methods."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import partial
from typing import Any, TypeVar, cast, dataclass_transform

import attrs

from retention_sdk.errors import BadValue

T = TypeVar("T")
C = TypeVar("C", bound=type)

HELP, GE, LE, CHOICES = "help", "ge", "le", "choices"


def _bounds(_strategy: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
    ge, le, choices = (attribute.metadata.get(key) for key in (GE, LE, CHOICES))
    if value is None:
        return
    if isinstance(value, (str, tuple, list, dict)) and {type(ge), type(le)} <= {int, type(None)}:
        _long_enough(attribute.name, cast("Sequence[object]", value), ge, le)
        ge = le = None
    if ge is not None and value < ge:
        raise BadValue(f"{attribute.name} is {value}; it must be {ge} or more")
    if le is not None and value > le:
        raise BadValue(f"{attribute.name} is {value}; it must be {le} or less")
    if choices is not None and value not in choices:
        raise BadValue(f"{attribute.name} is {value!r}; it must be one of {', '.join(map(repr, choices))}")


def _long_enough(name: str, value: "Sequence[object]", ge: int | None, le: int | None) -> None:
    """Refuse a text, list or table that is too short or too long."""
    parts = "characters" if isinstance(value, str) else "entries"
    if ge is not None and len(value) < ge:
        raise BadValue(f"{name} has {len(value)} {parts}; it must have {ge} or more")
    if le is not None and len(value) > le:
        raise BadValue(f"{name} has {len(value)} {parts}; it must have {le} or fewer")


def setting(
    *,
    default: Any = attrs.NOTHING,
    ge: Any = None,
    le: Any = None,
    choices: Sequence[Any] | None = None,
    help: str = "",
) -> Any:
    """A setting of a strategy, which a merchant gives in the config file.

    Its type is the annotation: int, str, bool, Money, MonthDay, timedelta (in days), Wording, a StrEnum or Literal,
    `tuple[X, ...]`, `dict[str, X]`, or any of them `| None`.

    Args:
        default: its value where the file has none; without one the setting must be given. Of what can be changed,
            such as a dict, each strategy gets a copy.
        ge: the least it can be; of a text, a list or a table, how long it must be.
        le: the most it can be, or how long at most.
        choices: the values it can have.
        help: what it does, in a line that a merchant reads.

    Returns:
        The field.
    """
    if default.__hash__ is None:
        default = attrs.Factory(partial(deepcopy, default))
    metadata = {HELP: help, GE: ge, LE: le, CHOICES: None if choices is None else tuple(choices)}
    return attrs.field(default=default, validator=_bounds, metadata=metadata)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False, field_specifiers=(setting,))
def strategy(cls: C) -> C:
    """Make a class a strategy: its annotated fields are its settings, and two instances are never equal.

    Args:
        cls: a class with at least one method marked `@hookimpl`.

    Returns:
        The class, frozen, with a keyword for each setting.
    """
    make = cast(Callable[[C], C], attrs.define(frozen=True, eq=False, kw_only=True))
    return make(cls)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False, field_specifiers=(setting,))
def adapter(cls: C) -> C:
    """Make a class an adapter: its annotated fields are its settings, of which `name` is the name of its table.

    Args:
        cls: a class with the methods of `Adapter`; what it needs of a client it makes when it is first asked, in a
            `functools.cached_property`.

    Returns:
        The class, frozen, with a keyword for each setting.
    """
    make = cast(Callable[[C], C], attrs.define(frozen=True, eq=False, kw_only=True))
    return make(cls)
