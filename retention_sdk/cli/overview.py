"""What a configuration enables, as plain data without secrets."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
from sqlalchemy import make_url

from retention_sdk.assembly import Assembly
from retention_sdk.cancelling import RULES, Flow
from retention_sdk.cli.catalogue import catalogue, uncounted
from retention_sdk.cli.guarded import guarded
from retention_sdk.cli.overlaps import overlaps
from retention_sdk.delivery.needs import Unmet, silent, unmet
from retention_sdk.delivery.routing import Routes
from retention_sdk.docstrings import summary
from retention_sdk.errors import PluginError
from retention_sdk.registry import ADAPTERS, Enabled, Registry, installed
from retention_sdk.settings import Section, StoreSettings, did_you_mean, redacted, schema
from retention_sdk.store.sqlite import SOUND


def overview(assembly: Assembly) -> dict[str, Any]:
    """All that a configuration says.

    Args:
        assembly: a configuration without problems.

    Returns:
        What `retention check --json` prints.
    """
    config = assembly.config
    limits, sections = config.limits, {section.name: section for section in config.plugins}
    customer = limits.per_customer
    return {
        "store": _store(config.store),
        "strategies": [_strategy(one, sections.get(one.name), assembly.registry) for one in assembly.registry.enabled],
        "disabled": [section.name for section in config.plugins if not section.enabled],
        "limits": {
            "monthly_budget": limits.monthly_budget and str(limits.monthly_budget),
            "budgets": [
                {"amount": str(one.amount), "period": one.period, "strategy": one.strategy, "role": one.role}
                for one in limits.budgets
            ],
            "per_customer": customer and {"amount": str(customer.amount), "days": customer.days},
        },
        "authority": {role: str(amount) for role, amount in config.authority.items()},
        "guards": [*guarded(config)],
        "rewards": [*catalogue(config.rewards)],
        "cancelling": [*_cancelling(config.cancelling)],
        "adapters": [section.name for section in config.adapters if section.enabled],
        "warnings": [*_warnings(assembly)],
    }


def unmet_of(assembly: Assembly) -> Iterator[Unmet]:
    """What a configuration may come to do, and no adapter carries out."""
    strategies = {one.name: one.strategy for one in assembly.registry.enabled}
    return unmet(Routes(assembly.adapters), strategies, assembly.config.rewards)


def address(database: str) -> str:
    """A database's URL without a password, or anything else that could be one."""
    return make_url(database).set(query={}).render_as_string(hide_password=True)


def purpose(cls: type) -> str:
    """What a strategy does: the first line of its docstring."""
    return summary(cls)


def in_words(one: Enabled) -> list[str]:
    """What a strategy does as it is set, in its own sentences; none where it has none.

    Raises:
        PluginError: it raised, or answered something else than sentences.
    """
    told = getattr(one.strategy, "in_words", None)
    if told is None:
        return []
    try:
        sentences = [*told()]
    except (Exception, SystemExit) as error:
        raise PluginError(f"plugin {one.name!r}: in_words raised {type(error).__name__}: {error}") from error
    if not all(isinstance(sentence, str) and sentence for sentence in sentences):
        raise PluginError(f"plugin {one.name!r}: in_words answered something else than sentences")
    return sentences


def _store(settings: StoreSettings) -> dict[str, str]:
    return {
        "name": settings.name,
        "key": settings.key,
        "currency": settings.currency,
        "timezone": settings.timezone,
        "database": address(settings.database),
    }


def _strategy(one: Enabled, section: Section | None, registry: Registry) -> dict[str, Any]:
    cls = type(one.strategy)
    given = redacted(cls, section.settings) if section else {}
    forms: dict[str, Any] = schema(cls)["properties"] if section else {}
    return {
        "name": one.name,
        "use": one.use,
        "origin": one.origin,
        "built_for": one.built_for,
        "stated": one.is_stated,
        "purpose": purpose(cls),
        "does": in_words(one),
        "hooks": list(registry.hooks(one.name)),
        "settings": given,
        "defaults": {name: form["default"] for name, form in forms.items() if _by_default(name, form, given)},
        "help": {name: forms[name].get("description", "") for name in given},
        "advice": [attrs.asdict(advice) for advice in registry.advice(one.name)],
    }


def _by_default(name: str, form: dict[str, Any], given: dict[str, object]) -> bool:
    return name not in given and name != "enabled" and "default" in form


def _cancelling(flow: Flow) -> Iterator[str]:
    """What is between a cancel request and its end, and whose law that is held against; nothing where nobody said."""
    if flow == Flow():
        return
    asked = "not asked" if flow.survey == "none" else f"asked {flow.survey} the customer can cancel"
    offered = "nothing is offered" if flow.offers == "none" else f"offers are made {flow.offers} they can"
    at_most = f", on {flow.offer_screens} screens at most" if flow.offers == "before" else ""
    yield f"The reason is {asked}, and {offered}{at_most}."
    day = datetime.now(UTC).date()
    for rule in (rule for rule in RULES if rule.jurisdiction in flow.jurisdictions):
        since = "is in force" if rule.since <= day else "is not in force yet" + (" (expected)" if rule.expected else "")
        yield f"{rule}: {since}. {rule.says}"


def _warnings(assembly: Assembly) -> Iterator[str]:
    if not assembly.registry.enabled:
        yield "No strategy is enabled: events are kept, and nothing is given."
    config = assembly.config
    if (names := uncounted(config.rewards)) and (config.limits.monthly_budget or config.limits.per_customer):
        yield f"What {', '.join(names)} costs is not known, so no limit counts it: write gives.value, an amount."
    yield from overlaps(assembly)
    for one in unmet_of(assembly):
        if not one.is_fatal:
            yield f"{'.'.join(one.path)}: {one.sentence}."
    if assembly.adapters:
        for name in silent({one.name: one.strategy for one in assembly.registry.enabled}):
            yield f"{name} does not say what it proposes, so nobody can tell whether an adapter carries it out."
    found = installed(ADAPTERS)
    for section in assembly.config.adapters:
        if section.enabled and section.use not in found:
            hint = did_you_mean(section.use, found)
            yield f"The adapter {section.use!r} is not installed, so nothing is carried out there{hint}"
    if assembly.config.store.database.startswith("sqlite") and sqlite3.sqlite_version_info < SOUND:
        sound = ".".join(map(str, SOUND))
        yield (
            f"SQLite {sqlite3.sqlite_version} can damage a database where two processes write at once ({sound} is the "
            "first that cannot). The engine keeps its own processes apart: never write to the file, nor copy it, with "
            "another program while they run."
        )
