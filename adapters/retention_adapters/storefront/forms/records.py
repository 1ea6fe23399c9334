"""attrs classes as JSON objects, and unions of them that are told apart by their kind."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import attrs
from attrs import field, frozen

from retention_adapters.storefront.forms.form import Definitions, Form, NoForm, Schema, Unfit, table, told, within
from retention_sdk import BadValue, Event, Line, RefundLine
from retention_sdk.docstrings import fields_told, summary
from retention_sdk.platforms import ForgetCustomer, TellCustomer
from retention_sdk.settings import did_you_mean

KIND = "kind"


@frozen
class Part:
    """One field of a class.

    Args:
        name: its name.
        alias: what it is passed as.
        form: the form of its values.
        default: its default; attrs.NOTHING where it has none.
    """

    name: str
    alias: str
    form: Form
    default: Any

    @property
    def required(self) -> bool:
        """Whether it has to be sent."""
        return self.default is attrs.NOTHING

    def schema(self, defs: Definitions, text: str) -> Schema:
        """Its schema, with what it is and its default."""
        schema = self.form.schema(defs)
        if text:
            schema["description"] = text
        if not self.required and not hasattr(self.default, "factory"):
            schema["default"] = self.form.write(self.default)
        return schema


@frozen
class Record:
    """An object that has the fields of an attrs class, and its kind where it has one.

    Args:
        cls: the class.
        kind: what tells it from others; empty where nothing has to.
        given: fields that no JSON has, by their values.
    """

    cls: type
    kind: str = ""
    given: Mapping[str, object] = field(factory=dict[str, object], hash=False)

    @property
    def closed(self) -> bool:
        """Whether its schema says that there are no other fields: not of what a store gets.

        A store should not stumble over a field that a later version adds. What it sends is held to what there is.
        """
        return issubclass(self.cls, (Event, Line, RefundLine, ForgetCustomer, TellCustomer))

    @property
    def parts(self) -> Mapping[str, Part]:
        """The fields that JSON has, by name."""
        return {name: part for name, part in _parts(self.cls).items() if name not in self.given}

    def schema(self, defs: Definitions) -> Schema:
        """A reference to the schema of the class's name."""
        return defs.ref(self.cls.__name__, lambda: self._schema(defs))

    def _schema(self, defs: Definitions) -> Schema:
        parts, texts = self.parts, fields_told(self.cls)
        properties: Schema = {KIND: {"const": self.kind}} if self.kind else {}
        properties |= {name: part.schema(defs, texts.get(name, "")) for name, part in parts.items()}
        required = [*([KIND] if self.kind else []), *(name for name, part in parts.items() if part.required)]
        schema: Schema = {"type": "object", "description": summary(self.cls), "properties": properties}
        schema |= {"required": required} if required else {}
        return {**schema, "additionalProperties": False} if self.closed else schema

    def read(self, raw: object, at: str) -> Any:
        """An instance of the class."""
        given, parts = table(raw, at), self.parts
        known = [*parts, KIND] if self.kind else list(parts)
        for key in given:
            if key not in known:
                raise _unknown(at, key, known)
        values = dict(self.given)
        for name, part in parts.items():
            if name in given:
                values[part.alias] = part.form.read(given[name], within(at, name))
            elif part.required:
                raise Unfit(within(at, name), f"is missing: {fields_told(self.cls).get(name, 'it has no default')}")
        try:
            return self.cls(**values)
        except BadValue as error:
            raise Unfit(at, f"cannot be: {error}") from None
        except (TypeError, ValueError) as error:  # of a class that a plugin has brought: it may show what was sent
            raise Unfit(at, f"cannot be: {self.cls.__name__} raises {type(error).__name__}") from None

    def write(self, value: Any) -> Schema:
        """Every field, those with their default too."""
        data = {name: part.form.write(getattr(value, name)) for name, part in self.parts.items()}
        return {KIND: self.kind, **data} if self.kind else data


def _unknown(at: str, key: str, known: Iterable[str]) -> Unfit:
    """What is said of a field that is not known; a name that could be anything is not repeated."""
    if key.isidentifier() and len(key) <= 40:
        return Unfit(within(at, key), f"is no field that is known{did_you_mean(key, known)}")
    return Unfit(at, f"has a field that is not known{did_you_mean('', known)}")


@cache
def _parts(cls: type) -> Mapping[str, Part]:
    from retention_adapters.storefront.forms.types import form_of  # types of fields lead back to records

    if any(isinstance(attribute.type, str) for attribute in attrs.fields(cls)):
        try:
            attrs.resolve_types(cls)
        except NameError as error:
            raise NoForm(f"{cls.__name__}: {error}; import its types outside of `if TYPE_CHECKING`") from error
    return {
        attribute.name: Part(
            attribute.name, attribute.alias or attribute.name, form_of(cls, attribute), attribute.default
        )
        for attribute in attrs.fields(cls)
        if attribute.init
    }


@frozen
class Kinds:
    """One of several classes, which `kind` tells apart.

    Args:
        name: what its schema is called, and what one of them is.
        records: their forms, by kind.
    """

    name: str
    records: Mapping[str, Record] = field(hash=False)

    def schema(self, defs: Definitions) -> Schema:
        """A reference to the schema of its name."""
        return defs.ref(self.name, lambda: self._schema(defs))

    def _schema(self, defs: Definitions) -> Schema:
        refs = {kind: record.schema(defs) for kind, record in self.records.items()}
        mapping = {kind: ref["$ref"] for kind, ref in refs.items()}
        return {"oneOf": list(refs.values()), "discriminator": {"propertyName": KIND, "mapping": mapping}}

    def read(self, raw: object, at: str) -> Any:
        """An instance of the class whose kind it has."""
        given = table(raw, at, f"an object with the kind of {self.name.lower()} that it is")
        if KIND not in given:
            raise Unfit(
                within(at, KIND), f'is missing: the kind of {self.name.lower()}, such as "{next(iter(self.records))}"'
            )
        kind = given[KIND]
        if not isinstance(kind, str):
            raise Unfit(within(at, KIND), f"is {told(kind)}; send a text")
        if kind not in self.records:
            raise Unfit(within(at, KIND), f"is no {self.name.lower()} that is known{did_you_mean(kind, self.records)}")
        return self.records[kind].read(given, at)

    def write(self, value: Any) -> Schema:
        """The value with its kind."""
        for record in self.records.values():
            if record.cls is type(value):
                return record.write(value)
        return Record(_class_of(value), value.kind).write(value)  # a kind that a plugin has brought


def _class_of(value: object) -> type:
    return type(value)
