"""From the annotations of a class to the kinds of its settings."""

import typing
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union

import attrs

from retention_sdk.errors import PluginError
from retention_sdk.settings.containers import ByName, Many
from retention_sdk.settings.kind import Kind
from retention_sdk.settings.scalars import SCALARS, choice
from retention_sdk.settings.tables import Setting, Table
from retention_sdk.settings.wording import AsWording, Wording

_CAN_BE = (
    "int, str, bool, Decimal, Money, timedelta, date, MonthDay, Wording, Secret, an Enum or Literal of str or int, "
    "an attrs class, tuple[X, ...], list[X], dict[str, X], or one of them | None"
)


def kind_of(annotation: Any, where: str = "settings") -> Kind:
    """The kind of setting that an annotation stands for.

    Args:
        annotation: a type.
        where: the class or field that it is of, for the error.

    Returns:
        The kind.

    Raises:
        PluginError: a setting cannot be of that type.
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    options = _options(annotation)
    if options and all(type(option) in (str, int) for option in options):
        return choice(options)
    if annotation in SCALARS:
        return SCALARS[annotation]
    if annotation is Wording:
        return AsWording()
    if isinstance(annotation, type) and attrs.has(annotation):
        return _table(annotation)
    if origin is list or (origin is tuple and arguments[1:] == (...,)):
        return Many(kind_of(arguments[0], where), origin)
    if origin is dict and arguments[0] is str:
        return ByName(kind_of(arguments[1], where))
    raise PluginError(f"{where}: a setting cannot be of type {annotation}; it can be {_CAN_BE}")


def _options(annotation: Any) -> dict[Any, object]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {member.value: member for member in annotation}
    return (
        {option: option for option in typing.get_args(annotation)} if typing.get_origin(annotation) is Literal else {}
    )


def _table(cls: type) -> Table:
    try:
        hints = typing.get_type_hints(cls)
    except NameError as error:
        raise PluginError(
            f"{cls.__qualname__}: {error}; import the types of settings outside of `if TYPE_CHECKING`"
        ) from error
    settings: dict[str, Setting] = {}
    for attribute in attrs.fields(cls):
        if attribute.init:
            optional, annotation = _optional(hints.get(attribute.name, attribute.type))
            kind = kind_of(annotation, f"{cls.__qualname__}.{attribute.name}")
            settings[attribute.alias or attribute.name] = Setting(cls, attribute, kind, optional)
    return Table(cls, settings)


def _optional(annotation: Any) -> tuple[bool, Any]:
    if typing.get_origin(annotation) in (Union, UnionType):
        others = [one for one in typing.get_args(annotation) if one is not NoneType]
        if len(others) == 1:
            return True, others[0]
    return False, annotation
