"""Settings that are given on the command line, each as key=value."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from retention_sdk.cli.section import from_env, in_toml, is_text, secrets
from retention_sdk.errors import BadConfig
from retention_sdk.settings import Document, Problems, env_name, schema, structure
from retention_sdk.settings.document import as_table, dotted


def assigned(where: tuple[str, str], cls: type, words: Sequence[str], currency: str) -> dict[str, str]:
    """Read settings.

    Args:
        where: "plugins" or "adapters", and the section's name.
        cls: the class of its settings.
        words: each as key=value; a value is TOML, or a text without quotes.
        currency: the store's.

    Returns:
        The values by name, as TOML.

    Raises:
        BadConfig: a word is no setting that can be; every one is told.
    """
    forms, found = schema(cls)["properties"], dict[str, str]()
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise BadConfig([f"{word!r} is no setting; write key=value, such as {next(iter(forms))}=..."])
        found[name.strip()] = _as_toml(value.strip(), forms.get(name.strip(), {}))
    values = {name: _read(value) for name, value in found.items()}
    if wrong := [*_bare_secrets(where, cls, values), *_problems(where, cls, values, currency)]:
        raise BadConfig(wrong)
    return found


def _bare_secrets(where: tuple[str, str], cls: type, values: Mapping[str, object]) -> Iterator[str]:
    """A secret that was typed is in the shell's history, and would be in a file."""
    for name in secrets(cls) & {*values}:
        if env_name(values[name]) is None:
            yield f"{dotted((*where, name))}: a secret is never written down; write {name}='{from_env(where[1], name)}'"


def _problems(where: tuple[str, str], cls: type, values: Mapping[str, object], currency: str) -> Iterator[str]:
    """What is wrong with what is given. What is missing, and what no variable holds yet, is for `retention check`."""
    plain = {name: value for name, value in values.items() if env_name(value) is None}
    document = {"store": {"currency": currency}, where[0]: {where[1]: plain}}
    problems = Problems(Document(document, Path()))
    structure(cls, plain, where, problems)
    places = tuple(dotted((*where, name)) + end for name in plain for end in ":.[")
    yield from (sentence for sentence in problems if sentence.startswith(places))


def _as_toml(value: str, form: Mapping[str, Any]) -> str:
    read = _read(value)
    bare = is_text(form) and not isinstance(read, str) and as_table(read) is None
    return in_toml(value) if read is None or bare else value


def _read(value: str) -> object:
    """A value as TOML has it; None where it is no value of TOML."""
    try:
        found = tomllib.loads(f"value = {value}")
    except tomllib.TOMLDecodeError:
        return None
    return found["value"] if len(found) == 1 else None
