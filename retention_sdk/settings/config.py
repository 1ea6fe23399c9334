"""The whole configuration: everything is looked at, and it is believed when nothing is wrong."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import field, frozen

from retention_sdk.cancelling import Flow
from retention_sdk.errors import BadConfig
from retention_sdk.money import Money
from retention_sdk.rewards import CatalogueReward
from retention_sdk.settings.authority import Role, read_authority
from retention_sdk.settings.cases import CaseSettings
from retention_sdk.settings.choosing import Holdout, Stacking
from retention_sdk.settings.clock import ClockSettings
from retention_sdk.settings.delivery import Delivery
from retention_sdk.settings.document import Document, read
from retention_sdk.settings.limits import Limits
from retention_sdk.settings.messages import Messages
from retention_sdk.settings.offers import OfferSettings
from retention_sdk.settings.privacy import Privacy
from retention_sdk.settings.problems import Place, Problems
from retention_sdk.settings.refunds import Refunds
from retention_sdk.settings.sections import Section, refuse_unfit, sections
from retention_sdk.settings.service import ServiceSettings
from retention_sdk.settings.store import StoreSettings
from retention_sdk.settings.structure import structure

T = TypeVar("T")

KINDS: Mapping[str, Any] = {
    "limits": Limits,
    "refunds": Refunds,
    "messages": Messages,
    "stacking": Stacking,
    "holdout": Holdout,
    "cancelling": Flow,
    "offers": OfferSettings,
    "cases": CaseSettings,
    "rewards": dict[str, CatalogueReward],
    "privacy": Privacy,
    "clock": ClockSettings,
    "service": ServiceSettings,
    "delivery": Delivery,
}
"""The tables that are structured by themselves, with their kinds; `Config` has them under the same names."""

TABLES = ("store", "adapters", "plugins", "authority", *KINDS)
"""The tables that a configuration can have."""


@frozen
class Config:
    """A configuration without problems.

    Args:
        document: what it was read from.
        store: the store, and where its customers are kept.
        plugins: the strategies, in the order in which they are asked; those that are not enabled too.
        adapters: what connects platforms and channels; of several that can carry an action out, the first does.
        limits: the most that is given away.
        authority: the most that a role may give by itself, by role: an amount, or a table.
        refunds: what becomes of units when an order comes back.
        messages: who is written to, when, and how often.
        stacking: which strategies compete.
        holdout: who is given nothing.
        cancelling: what is between a cancel request and its end.
        offers: how the tokens of offers are made.
        privacy: what is kept of those who are forgotten.
        cases: how complaints are dealt with.
        rewards: what customers can have for their units, by name.
        clock: what time brings.
        service: how platforms are heard.
        delivery: how what was decided is carried out.
    """

    document: Document
    store: StoreSettings
    plugins: tuple[Section, ...] = ()
    adapters: tuple[Section, ...] = ()
    limits: Limits = field(factory=Limits)
    authority: Mapping[str, Money | Role] = field(factory=dict[str, Money | Role])
    refunds: Refunds = field(factory=Refunds)
    messages: Messages = field(factory=Messages)
    stacking: Stacking = field(factory=Stacking)
    holdout: Holdout = field(factory=Holdout)
    cancelling: Flow = field(factory=Flow)
    offers: OfferSettings = field(factory=OfferSettings)
    privacy: Privacy = field(factory=Privacy)
    cases: CaseSettings = field(factory=CaseSettings)
    rewards: Mapping[str, CatalogueReward] = field(factory=dict[str, CatalogueReward])
    clock: ClockSettings = field(factory=ClockSettings)
    service: ServiceSettings = field(factory=ServiceSettings)
    delivery: Delivery = field(factory=Delivery)


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

    def config(self, strategies: Collection[str] | None = None) -> Config:
        """The configuration, if nothing is wrong with it and its sections.

        Args:
            strategies: the names of all that are enabled; None where they are not known.

        Returns:
            The configuration.

        Raises:
            BadConfig: something is; it holds all problems, in the order of their lines.
        """
        document, problems = self.problems.document, self.problems
        Place(problems, ()).refuse_unknown(document.data, TABLES, "table")
        data = document.data
        store = structure(StoreSettings, data.get("store", {}), ("store",), problems)
        authority = read_authority(data.get("authority", {}), problems)
        tables: dict[str, Any] = {
            name: structure(kind, data.get(name, {}), (name,), problems) for name, kind in KINDS.items()
        }
        known = None if strategies is None else {*strategies, *(section.name for section in self.plugins)}
        for table in (tables["stacking"], tables["holdout"]):
            if table is not None and known is not None:
                table.check(known, problems)
        if tables["limits"] is not None:
            tables["limits"].check(known, authority, problems)
        if problems or store is None:
            raise BadConfig(tuple(problems))
        store = store.beside(document.folder)
        return Config(document, store, self.plugins, self.adapters, authority=authority, **tables)


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
