"""From a configuration to what the engine asks: strategies found, made with their settings, and put in order."""

import inspect
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
from attrs import evolve, field, frozen

from retention_sdk.actions import TakeBack
from retention_sdk.cancelling import Flow
from retention_sdk.clock import Strategies, Timetable
from retention_sdk.connecting import connected
from retention_sdk.customer import StoreView
from retention_sdk.deciding.casework import ENGINE
from retention_sdk.delivery.needs import proposed
from retention_sdk.draws import Draw, wanted
from retention_sdk.errors import PluginError
from retention_sdk.guarding import Guarding
from retention_sdk.guards import STAFF, Guards
from retention_sdk.ledger import Policy
from retention_sdk.money import Money
from retention_sdk.platforms import Adapter
from retention_sdk.registry import ADAPTERS, OCCASIONS, Enabled, Installed, Registry, installed
from retention_sdk.rewards import PLUGIN as REWARDS
from retention_sdk.rewards import Catalogue
from retention_sdk.settings import (
    CaseSettings,
    Config,
    Draft,
    Section,
    did_you_mean,
    draft,
)
from retention_sdk.store.marks import Marks
from retention_sdk.turns import Program
from retention_sdk.wire import dumps, fingerprint
from retention_sdk.written import may_hide, plain, shown

WRITTEN = ("limits", "authority", "refunds", "messages", "stacking", "holdout", "cancelling", "cases", "rewards")

OWN = "the store's own code"

RESERVED = frozenset({ENGINE, STAFF, REWARDS})
"""What the engine itself is called where it gives something."""


@frozen
class Assembly:
    """A configuration with its strategies.

    Args:
        config: what the merchant wrote.
        registry: the strategies, in the order in which they are asked.
        adapters: by name, in the order in which they are asked who carries an action out.
    """

    config: Config
    registry: Registry
    adapters: Mapping[str, Adapter] = field(factory=dict[str, Adapter])

    def ordered(self, names: Sequence[str]) -> "Assembly":
        """The same with its strategies in another order."""
        enabled = sorted(self.registry.enabled, key=lambda one: names.index(one.name))
        return evolve(self, registry=Registry(tuple(enabled)))

    @property
    def guarding(self) -> Guarding:
        """What may refuse."""
        return Guarding(self.config, self.registry)

    def guards(self) -> Guards:
        """The guards that the configuration asks for, and those of plugins."""
        return self.guarding.guards()

    def window(self) -> timedelta:
        """How far back orders and rewards are seen: as far as a strategy looks, or a guard at orders."""
        return max(self.registry.window, self.guarding.window())

    def marks(self) -> Marks | None:
        """What recognises those who were forgotten."""
        secret = self.config.privacy.secret
        return None if secret is None else Marks(secret.reveal(), self.config.store.key)

    def timetable(self) -> Timetable:
        """What time brings, as far as somebody is asked about it."""
        asks, clock = self.registry.asks, self.config.clock
        return Timetable(
            ZoneInfo(self.config.store.timezone),
            birthdays=bool(asks.get("on_birthday")),
            lapse_days=tuple(sorted(set(clock.lapse_days))) if asks.get("on_lapse") else (),
            late=timedelta(days=clock.late_days),
            store_days=bool(asks.get("on_store_day")),
            strategies=self._occasions(),
        )

    def draws(self) -> tuple[tuple[str, Draw], ...]:
        """The draws that strategies want.

        Raises:
            PluginError: two are of one name, which stands for the rules of one.
        """
        return wanted((one.name, one.strategy) for one in self.registry.enabled)

    def _occasions(self) -> Strategies:
        """The strategies that say what time will bring; a changed setting has the clock look at everybody again."""
        asks = self.registry.asks.get(OCCASIONS, ())
        told = {name: text for name, text in self._told().items() if name in {ask.plugin for ask in asks}}
        return Strategies(asks, self.shop(), fingerprint(dumps(told)) if asks else "")

    def shop(self) -> StoreView:
        """The store, as strategies see it."""
        store = self.config.store
        return StoreView(store.name, store.timezone, store.currency)

    def program(self, version: int) -> Program:
        """The program of this configuration, as a version of the settings."""
        settings, refunds = self.config.store, self.config.refunds
        units = {
            unit: Policy(one.spent or refunds.spent, _days(one.grace_days or refunds.grace_days))
            for unit, one in refunds.units.items()
        }
        return Program(
            store=settings.key,
            currency=settings.currency,
            zone=ZoneInfo(settings.timezone),
            asks=self.registry.asks,
            guards=self.guards(),
            window=self.window(),
            units=self.registry.units,
            takers=self._takers(),
            counters=self.guarding.counters(),
            settings=version,
            policies={"": Policy(refunds.spent, _days(refunds.grace_days)), **units},
            rules=self.guarding.rules(),
            reach=self.guarding.reach(),
            flow=self.config.cancelling,
            cases=self.guarding.cases(),
            language=settings.language,
            horizon=_days(refunds.horizon_days),
            catalogue=Catalogue(self.config.rewards, ZoneInfo(settings.timezone)),
            marks=self.marks(),
            timetable=self.timetable(),
            places=self.guarding.places(),
            draws=self.draws(),
            shop=self.shop(),
        )

    def _takers(self) -> frozenset[str]:
        """The strategies that may take back what they gave; whoever does not say may do anything."""
        kinds = {one.name: proposed(one.strategy) for one in self.registry.enabled}
        return frozenset(name for name, proposes in kinds.items() if proposes is None or TakeBack in proposes)

    def settings_text(self) -> str:
        """All that decisions depend on, as text: equal settings are equal texts, and there is no secret in it."""
        plugins, config = self._told(), self.config
        limits = attrs.asdict(config.limits)
        if not config.limits.budgets:  # as it was before there were any
            del limits["budgets"]
        if config.limits.starts is None:
            del limits["starts"]
        roles = {
            role: str(one) if isinstance(one, Money) else attrs.asdict(one) for role, one in config.authority.items()
        }
        more: dict[str, attrs.AttrsInstance] = {"refunds": config.refunds, "messages": config.messages}
        more |= {"stacking": config.stacking, "holdout": config.holdout}
        store = {"currency": self.config.store.currency, "timezone": self.config.store.timezone}
        tables = {"store": store, "plugins": plugins, "limits": limits, "authority": roles}
        told = {name: attrs.asdict(table) for name, table in more.items()}
        # where nothing is said of cancelling or cases, a store's settings are what they were before such tables
        told |= {} if config.cancelling == Flow() else {"cancelling": attrs.asdict(config.cancelling)}
        told |= {} if config.cases == CaseSettings() else {"cases": attrs.asdict(config.cases)}
        told |= {"rewards": {name: attrs.asdict(one) for name, one in config.rewards.items()}} if config.rewards else {}
        return dumps({**tables, **told})

    def _told(self) -> dict[str, dict[str, object]]:
        """What is known of each strategy: where it is from, and its settings."""
        sections = {section.name: section for section in self.config.plugins}
        return {
            one.name: {"use": one.use, "origin": one.origin, "settings": shown(one, sections.get(one.name))}
            for one in self.registry.enabled
        }

    def written(self) -> str:
        """The tables as the merchant wrote them, as text, so that decisions can be made again as they were made.

        A section that may hold a secret is left out, and what is no plain text, number or list of them.
        """
        data, strategies = self.config.document.data, {one.name: one.strategy for one in self.registry.enabled}
        tables = {table: data[table] for table in WRITTEN if plain(data.get(table))}
        sections = {
            section.name: {"use": section.use, **section.settings}
            for section in self.config.plugins
            if section.enabled and plain(section.settings) and not may_hide(strategies.get(section.name), section)
        }
        return dumps({**tables, "plugins": sections})


def _days(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(days=count)


def assemble(
    source: str | Path | Mapping[str, object],
    strategies: Mapping[str, object] | None = None,
    adapters: Mapping[str, Adapter] | None = None,
) -> Assembly:
    """Read a configuration and make everything that it enables.

    Args:
        source: the path of a TOML file, or the same tables as a mapping.
        strategies: a store's own strategies by name. An instance is asked after those of the file; a class takes
            its settings, and its place, from the section of its name.
        adapters: a store's own adapters by name, asked after those of the file.

    Returns:
        The configuration with its strategies and adapters.

    Raises:
        BadConfig: there are problems; it holds all of them.
        PluginError: a plugin cannot be asked.
    """
    reading, own = draft(source), dict(strategies or {})
    found = installed()
    enabled = [_enabled(section, reading, found, own) for section in reading.plugins if section.enabled]
    written = {name for section in reading.plugins for name in (section.name, section.use)}
    for name, strategy in own.items():
        if name in written and not inspect.isclass(strategy):
            text = "this name is in the file and was handed in as an object too; rename one, or hand in the class"
            reading.problems.add(("plugins", name), text)
        elif name not in written:
            enabled.append(_handed_in(name, strategy, reading))
    for taken in RESERVED & {one.name for one in enabled if one is not None}:
        text = f'{taken!r} is what the engine itself is called; name the section otherwise, and say use = "{taken}"'
        reading.problems.add(("plugins", taken), text)
    connections = connected(reading, installed(ADAPTERS), adapters or {})
    config = reading.config([one.name for one in enabled if one is not None] + list(own))
    return Assembly(config, Registry(tuple(one for one in enabled if one is not None)), connections)


def _enabled(
    section: Section, reading: Draft, found: Mapping[str, Installed], own: Mapping[str, object]
) -> Enabled | None:
    handed_in, offered = own.get(section.use), found.get(section.use)
    if inspect.isclass(handed_in):
        strategy = reading.structure(handed_in, section)
        return None if strategy is None else Enabled(section.name, strategy, OWN, section.use)
    if handed_in is not None:
        return None
    if offered is None:
        hint = did_you_mean(section.use, {**found, **own})
        reading.problems.add(section.path, f"no plugin {section.use!r} is installed or handed in{hint}")
        return None
    return _loaded(offered, section, reading)


def _loaded(offered: Installed, section: Section, reading: Draft) -> Enabled | None:
    try:
        cls = offered.load()
    except PluginError as error:
        reading.problems.add(section.path, str(error))
        return None
    strategy, said = reading.structure(cls, section), offered.statement
    if strategy is None:
        return None
    return Enabled(section.name, strategy, offered.origin, section.use, said.number, is_stated=not said.is_missing)


def _handed_in(name: str, strategy: object, reading: Draft) -> Enabled | None:
    if not inspect.isclass(strategy):
        return Enabled(name, strategy, OWN, name)
    section = Section("plugins", name, use=name, enabled=True, settings={})
    made = reading.structure(strategy, section)
    return None if made is None else Enabled(name, made, OWN, name)
