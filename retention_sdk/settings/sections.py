"""The `[plugins.NAME]` and `[adapters.NAME]` tables, before anybody knows what they mean."""

from collections.abc import Mapping
from types import MappingProxyType

import attrs
from attrs import field, frozen

from retention_sdk.errors import PluginError
from retention_sdk.settings.document import as_table
from retention_sdk.settings.kind import told
from retention_sdk.settings.lines import Keys
from retention_sdk.settings.problems import Place, Problems
from retention_sdk.settings.structure import structure

RESERVED = ("use", "enabled")
"""The keys that every section can have; they are no settings."""


@frozen
class Section:
    """One plugin or adapter, as the merchant wrote it.

    Args:
        group: "plugins" or "adapters".
        name: the section's name.
        use: which installed one it is; the name where the section does not say.
        enabled: whether it is used.
        settings: the raw settings, without `use` and `enabled`; never shown, since there may be secrets in them.
    """

    group: str
    name: str
    use: str
    enabled: bool
    settings: Mapping[str, object] = field(repr=False)

    @property
    def path(self) -> Keys:
        """Where it is in the document."""
        return (self.group, self.name)


def sections(group: str, problems: Problems) -> tuple[Section, ...]:
    """All sections of a group, in the order of the document.

    Args:
        group: "plugins" or "adapters".
        problems: gets what is wrong with them.

    Returns:
        The sections that are tables.
    """
    raw, place = problems.document.data.get(group, {}), Place(problems, (group,))
    tables = as_table(raw)
    if tables is None:
        place.refuse(f"given {told(raw)}; write a table for each: [{group}.NAME]")
    found: list[Section] = []
    for name, section in (tables or {}).items():
        table = as_table(section)
        if table is None:
            (place / name).refuse(f"given {told(section)}; write a table: [{group}.{name}]")
        else:
            found.append(_section(group, name, table, problems))
    return tuple(found)


def _section(group: str, name: str, table: Mapping[str, object], problems: Problems) -> Section:
    settings = dict(table)
    use = structure(str, settings.pop("use", name), (group, name, "use"), problems)
    enabled = structure(bool, settings.pop("enabled", True), (group, name, "enabled"), problems)
    return Section(group, name, use or name, enabled is not False, MappingProxyType(settings))


def refuse_unfit(cls: type) -> None:
    """Refuse a class that no section can be for.

    Raises:
        PluginError: it is no class of settings, or one of them has the name of a key that every section has.
    """
    if not attrs.has(cls):
        raise PluginError(f"{cls.__qualname__} is no class of settings; decorate it with @strategy")
    for attribute in attrs.fields(cls):
        if attribute.alias in RESERVED:
            raise PluginError(f"{cls.__qualname__}.{attribute.alias}: every section has such a key; rename the setting")
