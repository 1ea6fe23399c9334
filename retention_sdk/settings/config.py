"""The whole configuration: everything is looked at, and it is believed when nothing is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import Attribute, field, frozen

from retention_sdk.authoring import setting
from retention_sdk.errors import BadConfig, BadValue
from retention_sdk.money import Money
from retention_sdk.settings.cases import CaseSettings
from retention_sdk.settings.document import Document, read
from retention_sdk.settings.problems import Place, Problems
from retention_sdk.settings.refunds import Refunds
from retention_sdk.settings.sections import Section, refuse_unfit, sections
from retention_sdk.settings.store import StoreSettings
from retention_sdk.settings.structure import structure

T = TypeVar("T")

TABLES = ("store", "adapters", "plugins", "limits", "authority", "refunds", "cases")
"""The tables that a configuration can have."""


def _zero_or_more(_: object, attribute: "Attribute[Any]", value: Money | None) -> None:
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
        refunds: what becomes of units when an order comes back.
        cases: how complaints are dealt with.
    """

    document: Document
    store: StoreSettings
    plugins: tuple[Section, ...] = ()
    adapters: tuple[Section, ...] = ()
    limits: Limits = Limits()
    authority: Mapping[str, Money] = field(factory=dict[str, Money])
    refunds: Refunds = field(factory=Refunds)
    cases: CaseSettings = field(factory=CaseSettings)


@frozen
class Draft:
    """A configuration that was read, and may have problems; `config` says.

    Args:
        problems: what is wrong so far; whoever knows more adds to it.
        plugins: the sections of plugins.
        adapters: the sections of adapters.
    """

    problems: Problems
    plugins: tuple[Section, ...]
    adapters: tuple[Section, ...]

    def structure(self, cls: type[T], section: Section) -> T | None:
        """Make the settings of a section.

        Args:
            cls: the plugin's or adapter's class.
            section: one of `plugins` or `adapters`.

        Returns:
            The instance, or None where there was a problem.

        Raises:
            PluginError: the class cannot be made from a section.
        """
        refuse_unfit(cls)
        return structure(cls, section.settings, section.path, self.problems)

    def config(self) -> Config:
        """The configuration, if nothing is wrong with it and its sections.

        Raises:
            BadConfig: something is; it holds all problems, in the order of their lines.
        """
        document, problems = self.problems.document, self.problems
        Place(problems, ()).refuse_unknown(document.data, TABLES, "table")
        store = structure(StoreSettings, document.data.get("store", {}), ("store",), problems)
        limits = structure(Limits, document.data.get("limits", {}), ("limits",), problems)
        authority = structure(dict[str, Money], document.data.get("authority", {}), ("authority",), problems)
        refunds = structure(Refunds, document.data.get("refunds", {}), ("refunds",), problems)
        cases = structure(CaseSettings, document.data.get("cases", {}), ("cases",), problems)
        for role, amount in (authority or {}).items():
            if amount.minor < 0:
                problems.add(("authority", role), "write an amount of zero or more")
        if problems or store is None or limits is None or authority is None or refunds is None or cases is None:
            raise BadConfig(tuple(problems))
        tables = (limits, authority, refunds, cases)
        return Config(document, store.beside(document.folder), self.plugins, self.adapters, *tables)


def draft(source: str | Path | Mapping[str, object]) -> Draft:
    """Read a configuration, for those who will look at its sections before they believe it.

        draft = settings.draft("retention.toml")
        strategies = [draft.structure(classes[section.use], section) for section in draft.plugins]
        config = draft.config()

    Args:
        source: the path of a TOML file, or the same tables as a mapping.

    Returns:
        The draft.

    Raises:
        BadConfig: there is no such file, or it is no TOML in UTF-8.
    """
    problems = Problems(read(source))
    return Draft(problems, sections("plugins", problems), sections("adapters", problems))


def load(source: str | Path | Mapping[str, object]) -> Config:
    """Read a configuration without looking into the sections of plugins and adapters.

    Args:
        source: the path of a TOML file, or the same tables as a mapping.

    Returns:
        The configuration.

    Raises:
        BadConfig: something is wrong; it holds all problems, in the order of their lines.
    """
    return draft(source).config()
