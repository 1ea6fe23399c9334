"""`retention plugins`: what is installed, and what of it is enabled."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from retention_sdk import hookspecs
from retention_sdk.cli.built_for import described, from_where
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, ConfigIfAny, Json, Strategies
from retention_sdk.cli.overview import purpose
from retention_sdk.cli.section import in_toml
from retention_sdk.cli.strategies import Own, own_classes
from retention_sdk.cli.terminal import heading, paragraph, print_json, say
from retention_sdk.errors import BadConfig, PluginError
from retention_sdk.registry import Installed, installed
from retention_sdk.settings import Section, did_you_mean, draft, redacted
from retention_sdk.settings import schema as schema_of

Found = Installed | Own


def plugins(
    *,
    schema: Annotated[str | None, Parameter(help="print the JSON Schema of this one's settings", negative="")] = None,
    config: ConfigIfAny = None,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """List the strategies that are installed, and say which are enabled; it needs no store's file."""
    sections = _sections(config)
    found: dict[str, Found] = {**installed(), **own_classes(strategies)}
    if schema is not None:
        print_json(schema_of(_found(schema, sections, found).load()))
        return FINE
    listed = [*_listed(sections, found)]
    if json:
        print_json(listed)
    else:
        for one in listed:
            _tell(one)
        say("", "`retention plugins --schema NAME` prints all about the settings of one.")
    return FOUND if any(one["error"] for one in listed) else FINE


def _sections(config: Path | None) -> dict[str, Section]:
    """The sections of the store's file; none where there is no file and none was named."""
    if config is None and not DEFAULT.exists():
        return {}
    return {section.name: section for section in draft(config or DEFAULT).plugins}


def _found(name: str, sections: Mapping[str, Section], found: Mapping[str, Found]) -> Found:
    use = sections[name].use if name in sections else name
    if use not in found:
        raise BadConfig([f"no plugin {use!r} is installed or handed in{did_you_mean(use, found)}"])
    return found[use]


def _listed(sections: Mapping[str, Section], found: Mapping[str, Found]) -> Iterator[dict[str, Any]]:
    """The file's sections in its order, then what is installed besides, by name, then the store's own."""
    for section in sections.values():
        yield _described(section.name, section.use, found.get(section.use), section)
    for name, one in found.items():
        if name not in sections:
            yield _described(name, name, one, None)


def _described(name: str, use: str, one: Found | None, section: Section | None) -> dict[str, Any]:
    enabled = section.enabled if section else isinstance(one, Own)
    known = {"name": name, "use": use, "enabled": enabled, "origin": one.origin if one else None}
    known |= {"built_for": None, "stated": False} if one is None else described(one.statement)
    unusable: dict[str, Any] = {**known, "purpose": "", "hooks": [], "settings": {}}
    if one is None:
        return {**unusable, "error": f"no plugin {use!r} is installed or handed in"}
    try:
        cls = one.load()
        form = schema_of(cls)
    except PluginError as error:
        return {**unusable, "error": str(error)}
    given = redacted(cls, section.settings) if section else {}
    settings = {setting: field for setting, field in form["properties"].items() if setting not in ("use", "enabled")}
    for setting, value in given.items():
        settings[setting] = {**settings.get(setting, {}), "given": value}
    return {**known, "purpose": purpose(cls), "hooks": _hooks(cls), "settings": settings, "error": None}


def _hooks(cls: type) -> list[str]:
    mark = f"{hookspecs.PROJECT}_impl"
    return [name for name in sorted(dir(cls)) if hasattr(getattr(cls, name), mark)]


def _tell(one: dict[str, Any]) -> None:
    use = f" ({one['use']})" if one["use"] != one["name"] else ""
    heading(f"{one['name']}{use}: {'enabled' if one['enabled'] else 'not enabled'}, {from_where(one)}")
    if one["error"]:
        paragraph(one["error"])
        return
    paragraph(one["purpose"])
    paragraph(f"Hooks: {', '.join(one['hooks'])}.")
    settings = one["settings"].items()
    told = [f"{name} = {in_toml(form['given'])}" if "given" in form else name for name, form in settings]
    paragraph(f"Settings: {', '.join(told) or 'none'}.")
