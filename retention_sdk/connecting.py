"""From the `[adapters.NAME]` tables to adapters."""

import logging
from collections.abc import Callable, Iterable, Mapping

import attrs

from retention_sdk.errors import PluginError, kind_of
from retention_sdk.platforms import Adapter
from retention_sdk.registry import Installed
from retention_sdk.settings import Draft, Section, did_you_mean

logger = logging.getLogger(__name__)

NAME = "name"
"""The setting that is the section's own name."""


def connected(
    reading: Draft, found: Mapping[str, Installed], handed_in: Mapping[str, Adapter]
) -> Mapping[str, Adapter]:
    """Make the adapters that a configuration enables.

    Args:
        reading: the configuration; what is wrong with its sections is added to its problems.
        found: the adapters that are installed, by name.
        handed_in: the store's own adapters by name; they come after those of the file.

    Returns:
        The adapters by name, in the order in which they are asked who carries an action out.
    """
    made: dict[str, Adapter] = {}
    for section in reading.adapters:
        if section.name in handed_in:
            text = "this name is in the file and was handed in as an object too; rename one"
            reading.problems.add(section.path, text)
        elif section.enabled and (adapter := _made(section, reading, found)) is not None:
            made[section.name] = adapter
    return {**made, **handed_in}


def closing(
    adapters: Mapping[str, Adapter], sections: Iterable[Section], close: Callable[[], None]
) -> Callable[[], None]:
    """What closes the adapters that were made from a file; those handed in are for whoever made them to close.

    Args:
        adapters: those of an engine, by name.
        sections: the tables of its file.
        close: is called after them.
    """

    def closes() -> None:
        """Close them, each though another failed."""
        for section in sections:
            try:
                if section.name in adapters:
                    adapters[section.name].close()
            except Exception as error:  # noqa: BLE001 - it keeps neither the others nor the database open
                logger.warning("adapter %s was not closed: %s", section.name, kind_of(error))
        close()

    return closes


def _made(section: Section, reading: Draft, found: Mapping[str, Installed]) -> Adapter | None:
    if section.use not in found:
        reading.problems.add(section.path, f"no adapter {section.use!r} is installed{did_you_mean(section.use, found)}")
        return None
    try:
        cls = found[section.use].load()
    except PluginError as error:
        reading.problems.add(section.path, str(error))
        return None
    settings = dict(section.settings)
    if any(field.alias == NAME for field in attrs.fields(cls)):
        settings.setdefault(NAME, section.name)
    adapter: Adapter | None = reading.structure(cls, attrs.evolve(section, settings=settings))
    return adapter
