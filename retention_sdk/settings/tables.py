"""Settings that are a class: a strategy's, an adapter's, and the tables inside of them."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from attrs import NOTHING, frozen

from retention_sdk.authoring import CHOICES, GE, HELP, LE
from retention_sdk.checks import accepted
from retention_sdk.docstrings import fields_told, summary
from retention_sdk.money import Money
from retention_sdk.settings.containers import ByName, Many
from retention_sdk.settings.document import as_table
from retention_sdk.settings.kind import Kind, told
from retention_sdk.settings.problems import Place
from retention_sdk.settings.scalars import SCALARS
from retention_sdk.settings.secret import HIDDEN, Secret, env_names

_BOUNDS = {GE: "minimum", LE: "maximum"}
_LENGTHS: Mapping[type[Kind], Mapping[str, str]] = {
    Many: {GE: "minItems", LE: "maxItems"},
    ByName: {GE: "minProperties", LE: "maxProperties"},
}
_OF_TEXT = {GE: "minLength", LE: "maxLength"}


@frozen
class Setting:
    """One field of a class.

    Args:
        owner: the class.
        attribute: the field, an `attrs.Attribute`.
        kind: what it can be.
        optional: whether it can be None.
    """

    owner: type
    attribute: Any
    kind: Kind
    optional: bool

    @property
    def default(self) -> Any:
        """The value where the file has none; NOTHING where it must have one, or where it depends on the others."""
        default: Any = self.attribute.default
        takes_self = getattr(default, "takes_self", None)
        if takes_self is None:
            return default
        return NOTHING if takes_self else default.factory()

    @property
    def help(self) -> str:
        """What it does: the help of the setting, else what the docstring of its class says."""
        return self.attribute.metadata.get(HELP) or fields_told(self.owner).get(self.attribute.name, "").removesuffix(
            "."
        )

    def read(self, raw: object, place: Place) -> Any:
        """The value, checked by the field's own validator, so that each wrong setting is told at once."""
        before = len(place.problems)
        value = None if raw is None and self.optional else self.kind.read(raw, place)
        if len(place.problems) == before and self.attribute.validator and not self.attribute.converter:
            # A validator may look at the other fields; those are not there yet, and it runs again when all are.
            with suppress(AttributeError):
                try:
                    self.attribute.validator(object.__new__(self.owner), self.attribute, value)
                except ValueError as error:
                    place.refuse(_reason(error, {"": value}, {"": raw}))
        return value

    def schema(self) -> dict[str, Any]:
        """The kind's, with bounds, choices, default and help."""
        known = self.attribute.metadata
        lengths = _OF_TEXT if self.kind is SCALARS[str] else _LENGTHS.get(type(self.kind))
        given = {key: known[key] for key in _BOUNDS if known.get(key) is not None}
        bounds = {_BOUNDS[key]: self.kind.write(one) for key, one in given.items()} if lengths is None else {}
        bounds |= {lengths[key]: one for key, one in given.items()} if lengths is not None else {}
        more: dict[str, object] = {word: bound for word, bound in bounds.items() if type(bound) is int}
        if isinstance(least := known.get(GE), Money) and least.minor >= 0:
            more["exclusiveMinimum" if least.minor else "minimum"] = 0
        more |= accepted(self.attribute.validator)
        choices = known.get(CHOICES)
        if choices is not None and [self.kind.write(choice) for choice in choices] == list(choices):
            more["enum"] = list(choices)
        schema = self.kind.schema(**more)
        if self.help:
            schema["description"] = self.help
        if self.default not in (NOTHING, None) and not isinstance(self.default, Secret):
            schema["default"] = self.kind.write(self.default)
        return schema


@frozen
class Table(Kind):
    """A table whose keys are the fields of an attrs class.

    Args:
        cls: the class.
        settings: its fields, by key.
    """

    cls: type
    settings: Mapping[str, Setting]

    def read(self, raw: object, place: Place) -> Any:
        """Reads each setting, and makes an instance if nothing is wrong with them."""
        table, before = as_table(raw), len(place.problems)
        if table is None:
            if not isinstance(raw, self.cls):
                place.refuse(f"given {told(raw)}; write a table with {', '.join(self.settings)}")
            return raw
        meant = place.refuse_unknown(table, self.settings, "setting")
        given: dict[str, Any] = {}
        for key, setting in self.settings.items():
            if key in table:
                given[key] = setting.read(table[key], place / key)
            elif setting.attribute.default is NOTHING and key not in meant:
                help = setting.attribute.metadata.get(HELP)
                (place / key).refuse(f"this setting is missing{f': {help}' if help else ''}")
            elif isinstance(setting.default, Money):
                setting.kind.read(setting.default, place / key)
        return self._make(given, table, place) if len(place.problems) == before else None

    def _make(self, given: dict[str, Any], raw: Mapping[str, object], place: Place) -> object:
        try:
            return self.cls(**given)
        except ValueError as error:
            reason = _reason(error, given, raw)
            # `rate is 0; ...` and `tiers.gold is 0; ...` are about a key.
            about = reason.partition(" ")[0].split(".")
            for key in about if about[0] in self.settings else ():
                place /= key
            place.refuse(reason)
            return None

    def write(self, value: Any) -> Any:
        """Writes each setting that is not None."""
        values = {key: getattr(value, setting.attribute.name) for key, setting in self.settings.items()}
        return {key: self.settings[key].kind.write(one) for key, one in values.items() if one is not None}

    def redacted(self, raw: object) -> object:
        """Redacts each setting; what is under an unknown key may be a secret with a slip in its name."""
        table = as_table(raw)
        if table is None:
            return self.write(raw) if isinstance(raw, self.cls) else HIDDEN
        return {
            key: self.settings[key].kind.redacted(value) if key in self.settings else HIDDEN
            for key, value in table.items()
        }

    def schema(self, **more: object) -> dict[str, Any]:
        """An object with these keys and no others."""
        told = summary(self.cls)
        return {
            "type": "object",
            **({"description": told} if told else {}),
            "properties": {key: setting.schema() for key, setting in self.settings.items()},
            "required": [key for key, setting in self.settings.items() if setting.attribute.default is NOTHING],
            "additionalProperties": False,
            **more,
        }


def _reason(error: ValueError, values: Mapping[str, Any], raw: Mapping[str, object]) -> str:
    """What the error says, without secrets; nothing if it could show what came from the environment."""
    secrets = {key: value for key, value in values.items() if isinstance(value, Secret)}
    names = dict.fromkeys(env_names([raw[key] for key in values if key not in secrets]))
    if names:
        return f"refused; why is not shown, since it may hold what came from the environment ({', '.join(names)})"
    reason = str(error.args[0]) if error.args else "refused"
    for secret in secrets.values():
        reason = reason.replace(secret.reveal(), HIDDEN)
    return reason
