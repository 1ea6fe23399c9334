"""The whole configuration: everything is looked at, and it is believed when nothing is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs
from attrs import Attribute, field, frozen

from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings.document import Document, read
from retention_sdk.settings.problems import Place, Problems
from retention_sdk.settings.sections import Section, sections
from retention_sdk.settings.store import StoreSettings
from retention_sdk.settings.structure import structure
from retention_sdk.strategy import setting

T = TypeVar("T")

TABLES = ("store", "adapters", "plugins", "limits", "authority")
"""The tables that a configuration can have."""


def _zero_or_more(thing: object, attribute: "Attribute[Any]", value: Money | None) -> None:
    if value is not None and value.minor < 0:
        raise BadValue(f"{attribute.name} is {value}; write an amount of zero or more")


@frozen
class PerCustomer:
    """The most that one customer is given in a span of days."""

    amount: Money = field(validator=_zero_or_more)
    days: int = setting(ge=1)


@frozen
class Limits:
    """The most that is given away; None is no limit.

    Args:
        monthly_budget: to all customers in a calendar month.
        per_customer: to one customer in a span of days.
    """

    monthly_budget: Money | None = field(default=None, validator=_zero_or_more)
    per_customer: PerCustomer | None = None


@frozen
class Config:
    """A configuration without problems.

    Args:
        document: what it was read from.
        store: the store.
        plugins: in the order in which they are asked, those that are not enabled too.
        adapters: in the document's order.
        limits: the most that is given away.
        authority: the most that a role may give by itself, by role.
    """

    document: Document
    store: StoreSettings
    plugins: tuple[Section, ...] = ()
    adapters: tuple[Section, ...] = ()
    limits: Limits = Limits()
    authority: Mapping[str, Money] = field(factory=dict[str, Money])


@frozen
class Draft:
    """A configuration that was read, while its sections are being looked at.

    Args:
        problems: what is wrong so far; more can be added.
        plugins: the sections of plugins.
        adapters: the sections of adapters.
    """

    problems: Problems
    plugins: tuple[Section, ...]
    adapters: tuple[Section, ...]
    _config: Config | None = field(repr=False)

    def structure(self, cls: type[T], section: Section) -> T | None:
        """Make the settings of a section.

        Args:
            cls: the plugin's or adapter's class.
            section: one of `plugins` or `adapters`.

        Returns:
            The instance, or None where there was a problem.

        Raises:
            PluginError: the class has a field that no section can set.
        """
        return structure(cls, section.settings, section.path, self.problems)

    def config(self) -> Config:
        """The configuration.

        Raises:
            BadConfig: something is wrong; it holds all problems, in the order of their lines.
        """
        self.problems.check()
        assert self._config is not None
        return self._config
