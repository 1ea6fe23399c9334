"""The JSON Schema of a whole `retention.toml`, with the settings of all that is installed."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote

from retention_sdk.connecting import NAME
from retention_sdk.errors import PluginError
from retention_sdk.settings import DRAFT, ENV, Section, schema, table_schemas

Form = dict[str, Any]

_ENV = {"$ref": "#/$defs/env"}
_OFF: Form = {"properties": {"enabled": {"const": False}}, "required": ["enabled"]}
"""A section that is not used, and not looked into."""


class Loaded(Protocol):
    """A class of settings that may have to be imported."""

    def load(self) -> Any:
        """The class.

        Raises:
            PluginError: it cannot be imported.
        """
        ...


def file_schema(
    plugins: Mapping[str, Loaded], adapters: Mapping[str, Loaded], sections: Iterable[Section] = ()
) -> dict[str, Any]:
    """The JSON Schema of a store's file, so that an editor can complete it and name what is misspelt.

    Args:
        plugins: what a section of `plugins` can use, by name.
        adapters: what one of `adapters` can use.
        sections: those of the file, which may bear another name than what they use.

    Returns:
        A schema of draft 2020-12. It knows each setting by itself: what depends on two of them, on the machine or on
        the environment is left to `retention check`.
    """
    of_group: dict[str, list[Section]] = {"plugins": [], "adapters": []}
    for section in sections:
        of_group[section.group].append(section)
    groups = [_Group("plugins", plugins), _Group("adapters", adapters)]
    tables = table_schemas()
    return {
        "$schema": DRAFT,
        "title": "retention.toml",
        "description": "What a store gives its customers",
        "type": "object",
        "properties": {
            "store": tables.pop("store"),
            **{group.name: group.table(of_group[group.name]) for group in groups},
            **tables,
        },
        "required": ["store"],
        "additionalProperties": False,
        "$defs": {"env": ENV, **groups[0].defs(), **groups[1].defs()},
    }


class _Group:
    """The sections of one group.

    Args:
        name: "plugins" or "adapters".
        found: what a section can use, by name.
    """

    def __init__(self, name: str, found: Mapping[str, Loaded]) -> None:
        self.name, self._found = name, found

    def table(self, sections: Iterable[Section]) -> Form:
        """The form of the group's table: what is known of each section, and of any other name."""
        named: Form = {name: self._ref(name) for name in self._found}
        for section in sections:
            known = section.use in self._found
            if not section.enabled:
                named[section.name] = _unless_off(self._ref(section.use) if known else {"type": "object"})
            else:
                named[section.name] = self._ref(section.use) if known else self._by_use()
        told = {"plugins": "The strategies, in the order in which they are asked", "adapters": "The shop's platforms"}
        return {
            "type": "object",
            "description": told[self.name],
            "properties": named,
            "additionalProperties": _unless_off(self._by_use()),
        }

    def defs(self) -> dict[str, Form]:
        """The forms of the sections, by what they use."""
        return {f"{self.name}.{name}": self._section(name, one) for name, one in self._found.items()}

    def _ref(self, use: str) -> Form:
        return {"$ref": f"#/$defs/{quote(f'{self.name}.{use}'.replace('~', '~0').replace('/', '~1'))}"}

    def _by_use(self) -> Form:
        """The form of a section by what it says it uses; one that takes that from the environment may say anything."""
        uses = [
            {"if": {"properties": {"use": {"const": name}}, "required": ["use"]}, "then": self._ref(name)}
            for name in self._found
        ]
        use = {"description": f"which of the {self.name} that are installed", "anyOf": [{"enum": [*self._found]}, _ENV]}
        return {"type": "object", "properties": {"use": use}, "required": ["use"], "allOf": uses}

    def _section(self, name: str, one: Loaded) -> Form:
        try:
            form = schema(one.load())
        except PluginError as error:
            return {"type": "object", "description": " ".join(str(error).split())}
        if self.name == "adapters":  # it is called as its section
            form["required"] = [setting for setting in form["required"] if setting != NAME]
        own = {**form["properties"]["use"], "anyOf": [{"const": name}, _ENV]}
        own.pop("type")
        form["properties"] = {**form["properties"], "use": own}
        return {word: value for word, value in form.items() if word not in ("$schema", "$defs")}


def _unless_off(form: Form) -> Form:
    return {"if": _OFF, "then": {"type": "object"}, "else": form}
