"""A section is put into the text of a file, or switched on or off; whatever else is there stays as it is."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from retention_sdk.cli.assigned import assigned
from retention_sdk.cli.section import from_env, secrets, section
from retention_sdk.errors import BadConfig
from retention_sdk.settings import schema
from retention_sdk.settings.document import as_table
from retention_sdk.settings.lines import lines

SWITCH: Final = "enabled"


class Where(NamedTuple):
    """A section of a file: "plugins" or "adapters", and its name."""

    group: str
    name: str

    def __str__(self) -> str:
        return f"[{self.group}.{self.name}]"


def put_in(text: str, where: Where, cls: type, words: Sequence[str], currency: str) -> str:
    """Put a section into a file.

    Args:
        text: the file's.
        where: a section that is not in it, or that says nothing there.
        cls: the class of its settings.
        words: settings, each as key=value.
        currency: the store's.

    Returns:
        The new text: the section stands where `retention init` left it, or else at the end. A secret that must be
        given is there by the name of a variable.

    Raises:
        BadConfig: a word is no setting that can be, or the file has no place for sections.
        PluginError: no section can be for the class.
    """
    needed = schema(cls)["required"]
    given = {name: from_env(where.name, name) for name in needed if name in secrets(cls)}
    given |= assigned(where, cls, words, currency)
    whole = section(where, cls, currency, given=given)
    left = (section(where, cls, currency, enabled=enabled) for enabled in (False, True))
    there = next((part for part in left if part in text), None)
    found = text.replace(there, whole, 1) if there else f"{text.rstrip()}\n\n{whole}\n".lstrip()
    settings = tomllib.loads("\n".join(f"{name} = {value}" for name, value in given.items()))
    return _as_meant(text, found, where, settings)


def switched(text: str, where: Where, *, on: bool) -> str:
    """Enable or disable a section that is in a file.

    Args:
        text: the file's.
        where: the section.
        on: whether it shall be enabled.

    Returns:
        The new text; it differs in one line.

    Raises:
        BadConfig: the section is written in a way that has no place for the line.
    """
    known, rows, value = lines(text), text.splitlines(keepends=True), "true" if on else "false"
    at = known.get((*where, SWITCH))
    if at is None:
        rows.insert(known.get(where, 0), f"{SWITCH} = {value}\n")
    else:
        rows[at - 1] = re.sub(rf"^(\s*{SWITCH}\s*=\s*)(true|false)\b", rf"\g<1>{value}", rows[at - 1])
    return _as_meant(text, "".join(rows), where, {**section_of(tomllib.loads(text), where), SWITCH: on})


def section_of(data: Mapping[str, object], where: Where) -> Mapping[str, object]:
    """The settings of a section; none where it is not there."""
    return as_table((as_table(data.get(where.group)) or {}).get(where.name)) or {}


def _as_meant(old: str, new: str, where: Where, settings: Mapping[str, object]) -> str:
    """See that a text says what the old one says, and of one section what it should."""
    wanted: dict[str, Any] = tomllib.loads(old)
    wanted[where.group] = {**(as_table(wanted.get(where.group)) or {}), where.name: settings}
    try:
        found = tomllib.loads(new)
    except tomllib.TOMLDecodeError:
        found = None
    if found != wanted:
        raise BadConfig([f"{where} cannot be put in beside what the file has of {where.group}; write it by hand"])
    return new
