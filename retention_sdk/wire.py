"""The stored form: events, actions and standings to JSON and back, exactly.

Every event and action bears its `kind`. A field that has its default is left out, so that a field which is added
later changes no stored form and no fingerprint; and keys are sorted, so that neither the order of the fields here nor
a newer cattrs changes one. Nothing is made to fit when it is read: the fields' own checks refuse
a number where a text belongs.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar, get_args, get_origin

import orjson
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn
from cattrs.preconf.orjson import make_converter

from retention_sdk import actions, events
from retention_sdk.actions import Action, AmountOff, Benefit, FreeItem, FreeShipping, Giving, PercentOff
from retention_sdk.errors import BadValue
from retention_sdk.events import Event
from retention_sdk.frozen_json import DEEPEST, freeze_table, thaw
from retention_sdk.profile import Profile

T = TypeVar("T")

VERSION = 1
"""The version of the stored form; it is written into every text."""

_MICROSECOND = timedelta(microseconds=1)
_BENEFITS: dict[str, type[Any]] = {
    "percent_off": PercentOff,
    "amount_off": AmountOff,
    "free_item": FreeItem,
    "free_shipping": FreeShipping,
}
_BENEFIT_NAMES = {cls: name for name, cls in _BENEFITS.items()}

_BASES = (Event, Action, Giving)
"""Of these there is no value that is not of a kind of its own."""

converter = make_converter(omit_if_default=True, detailed_validation=False)


def _has_kind(cls: object) -> bool:
    return isinstance(cls, type) and issubclass(cls, Event | Action)


def _kinds(cls: type[Any]) -> Mapping[str, type[Any]]:
    return events.KINDS if issubclass(cls, Event) else actions.KINDS


def _to_kind(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
    if cls in _BASES:
        return converter.unstructure
    fields = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True)
    return lambda value: {"kind": cls.kind, **fields(value)}


def _from_kind(cls: type[Any]) -> Callable[[Mapping[str, Any], Any], Any]:
    if cls not in _BASES:
        return make_dict_structure_fn(cls, converter, _cattrs_detailed_validation=False)

    def structure(data: Mapping[str, Any], _: object) -> Any:
        """A value of the class that its `kind` names.

        Raises:
            BadValue: there is no such kind.
        """
        kind = data.get("kind")
        known = _kinds(cls).get(str(kind))
        if known is None:
            raise BadValue(f"{kind!r} is no kind of {cls.__name__.lower()}; a newer version or a plugin may have it")
        return converter.structure(data, known)

    return structure


def _to_benefit(benefit: Any) -> dict[str, Any]:
    return {"benefit": _BENEFIT_NAMES[type(benefit)], **converter.unstructure(benefit, type(benefit))}


def _from_benefit(data: Mapping[str, Any], _: object) -> Any:
    return converter.structure(data, _BENEFITS[data["benefit"]])


def _from_profile(cls: type[Any]) -> Callable[[Any, Any], Any]:
    """Without a field that must be there, anything would be taken for an empty one."""
    fields = make_dict_structure_fn(cls, converter, _cattrs_detailed_validation=False)

    def structure(data: Any, _: object) -> Any:
        """A profile of a mapping.

        Raises:
            TypeError: it is no mapping.
        """
        _see(data, dict)
        return fields(data, cls)

    return structure


def _from_micros(micros: Any, _: object) -> timedelta:
    _see(micros, int)
    return timedelta(microseconds=micros)


def _origin_is(origin: type) -> Callable[[Any], bool]:
    return lambda cls: get_origin(cls) is origin


def _see(data: object, kind: type) -> None:
    if type(data) is not kind:
        raise TypeError(f"{type(data).__name__} where {kind.__name__} belongs")


def _from_list(cls: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
    item = get_args(cls)[0]
    hook = converter.get_structure_hook(item)

    def structure(data: Any, _: object) -> tuple[Any, ...]:
        """A tuple of a list, item by item.

        Raises:
            TypeError: it is no list.
        """
        _see(data, list)
        return tuple([hook(value, item) for value in data])

    return structure


def _to_list(cls: Any) -> Callable[[Any], list[Any]]:
    item = get_args(cls)[0]
    # an item of an open class is whatever it is; a closed one's hook need not be looked up for each
    hook = converter.unstructure if _has_kind(item) or item == Benefit else converter.get_unstructure_hook(item)
    return lambda values: [hook(value) for value in values]


converter.register_unstructure_hook_factory(_origin_is(tuple), _to_list)
converter.register_unstructure_hook_factory(_has_kind, _to_kind)
converter.register_structure_hook_factory(_has_kind, _from_kind)
converter.register_structure_hook_factory(lambda cls: cls is Profile, _from_profile)
converter.register_unstructure_hook_func(lambda cls: cls == Benefit, _to_benefit)
converter.register_structure_hook_func(lambda cls: cls == Benefit, _from_benefit)
converter.register_unstructure_hook_func(_origin_is(Mapping), thaw)
converter.register_structure_hook_func(_origin_is(Mapping), lambda data, _: freeze_table(data, levels=2 * DEEPEST))
converter.register_structure_hook_factory(_origin_is(tuple), _from_list)
for _plain in (str, int, bool):
    converter.register_structure_hook(_plain, lambda data, _: data)
converter.register_unstructure_hook(timedelta, lambda span: span // _MICROSECOND)
converter.register_structure_hook(timedelta, _from_micros)
converter.register_unstructure_hook_func(_origin_is(frozenset), sorted)
converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))


def dumps(value: object) -> str:
    """JSON text of plain data, such as the converter makes."""
    return orjson.dumps(value).decode()


def loads(text: str | bytes) -> Any:
    """Plain data of a JSON text."""
    return orjson.loads(text)


def to_json(value: Event | Action) -> str:
    """The stored form of an event or an action.

    Args:
        value: any event or action.

    Returns:
        A JSON object with the version `v`, the `kind`, and each field that has not its default.

    Raises:
        BadValue: it has no kind, or a field has no JSON form: only a class of somebody else's can be so.
    """
    try:
        data = {"v": VERSION, **converter.unstructure(value)}
        return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, AttributeError, RecursionError) as error:
        raise BadValue(f"{type(value).__name__} has no stored form: {error}") from None


def from_json(text: str | bytes, kind: type[T]) -> T:
    """The event or action that `to_json` wrote.

    Args:
        text: the stored form.
        kind: `Event` or `Action`, or one of their classes.

    Returns:
        A value equal to the one written.

    Raises:
        BadValue: the text is no JSON object of that kind, or of a newer version.
    """
    try:
        value = _of_version(loads(text), Event if issubclass(kind, Event) else Action)
    except BadValue:
        raise
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise BadValue(f"this is no stored {kind.__name__}: {type(error).__name__}: {error}") from None
    if not isinstance(value, kind):
        raise BadValue(f"this is a stored {type(value).__name__}, and no {kind.__name__}")
    return value


def _of_version(data: Any, base: type[Any]) -> Any:
    if data["v"] > VERSION:
        raise BadValue(f"stored form {data['v']} is newer than {VERSION}; upgrade retention-sdk to read it")
    return converter.structure(data, base)


def fingerprint(text: str) -> str:
    """What tells one body from another: the BLAKE2b hash of its stored form, 32 hex digits."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
