"""`retention check`: what a file will do, in sentences."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from retention_sdk.assembly import Assembly, assemble
from retention_sdk.cancelling import broken
from retention_sdk.cli.built_for import from_where
from retention_sdk.cli.options import DEFAULT, FINE, Adapters, Config, Json, Strategies
from retention_sdk.cli.overview import overview, purpose, unmet_of
from retention_sdk.cli.section import in_toml
from retention_sdk.cli.strategies import own_adapters, own_strategies
from retention_sdk.cli.terminal import heading, paragraph, print_json, say
from retention_sdk.delivery.routing import Routes
from retention_sdk.errors import BadConfig
from retention_sdk.platforms import Adapter
from retention_sdk.settings import Config as Settings
from retention_sdk.settings import Problems


def check(
    *, config: Config = DEFAULT, strategies: Strategies = None, adapters: Adapters = None, json: Json = False
) -> int:
    """Validate the store's file, and say in sentences what it will do.

    Nothing but the file is opened, and its strategies are imported. All problems are told at once, with their lines.
    """
    assembly = looked_over(config, own_strategies(strategies), own_adapters(adapters))
    seen = overview(assembly)
    if json:
        print_json(seen)
        return FINE
    _store(seen["store"])
    for strategy in seen["strategies"]:
        tell_strategy(seen, strategy["name"])
    for name in assembly.adapters:
        tell_adapter(assembly, name)
    if seen["disabled"]:
        heading(f"Kept, and not asked: {', '.join(seen['disabled'])}")
    heading("Limits")
    _limits(seen["limits"], seen["authority"])
    for sentence in seen["guards"]:
        paragraph(sentence)
    for title, told in {"Rewards": seen["rewards"], "Cancel requests": seen["cancelling"]}.items():
        if told:
            heading(title)
        for sentence in told:
            paragraph(sentence)
    for warning in seen["warnings"]:
        heading("Note")
        paragraph(warning)
    say("", f"{config} is fine.")
    return FINE


def looked_over(config: Path, strategies: Mapping[str, object], adapters: Mapping[str, Adapter]) -> Assembly:
    """Look at a store's file as `retention check` does.

    Args:
        config: the file.
        strategies: the store's own strategies.
        adapters: the store's own adapters.

    Returns:
        The file with all that it enables.

    Raises:
        BadConfig: something is wrong; all of it is told.
        PluginError: a plugin cannot be asked.
    """
    assembly = assemble(config, strategies, adapters)
    refuse_unlawful(assembly.config, datetime.now(UTC).date())
    refuse_unmet(assembly)
    return assembly


def refuse_unlawful(config: Settings, day: date) -> None:
    """See that what is between a cancel request and its end is allowed where the customers are.

    Args:
        config: what the merchant wrote.
        day: the day whose law counts.

    Raises:
        BadConfig: it is not; each problem names the setting, the rule, its date and its source.
    """
    problems = Problems(config.document)
    for key, sentence in broken(config.cancelling, day):
        problems.add(("cancelling", key), sentence)
    if problems:
        raise BadConfig(tuple(problems))


def refuse_unmet(assembly: Assembly) -> None:
    """See that somebody carries out what rewards and strategies come to, where anybody carries out anything.

    Args:
        assembly: the configuration with its adapters.

    Raises:
        BadConfig: nobody does; each problem names the section and the kind of action.
    """
    problems = Problems(assembly.config.document)
    for one in unmet_of(assembly):
        if one.is_fatal:
            problems.add(one.path, one.sentence)
    if problems:
        raise BadConfig(tuple(problems))


def _store(store: Mapping[str, str]) -> None:
    say(store["name"], style="bold")
    database, file = store["database"], Path(store["database"].removeprefix("sqlite:///"))
    new = ", which the first event makes" if database.startswith("sqlite") and not file.exists() else ""
    paragraph(f"Its customers are kept in {database}{new}, under the key {store['key']!r}.")
    paragraph(f"Its money is {store['currency']}, and its days begin at midnight in {store['timezone']}.")


def tell_strategy(seen: Mapping[str, Any], name: str) -> None:
    """Print what is said of one strategy.

    Args:
        seen: what `overview` answers.
        name: the strategy's.
    """
    number, strategy = next(found for found in enumerate(seen["strategies"], 1) if found[1]["name"] == name)
    use = f" ({strategy['use']})" if strategy["use"] != strategy["name"] else ""
    heading(f"{number}. {strategy['name']}{use}, {from_where(strategy)}")
    for sentence in strategy["does"] or [strategy["purpose"]]:
        paragraph(sentence)
    events = [hook.removeprefix("on_").replace("_", " ") for hook in strategy["hooks"] if hook.startswith("on_")]
    if events:
        paragraph(f"It is asked about each {', '.join(events)}.")
    if "review_action" in strategy["hooks"]:
        paragraph("It may refuse what any strategy proposes.")
    for key, value in strategy["settings"].items():
        help = strategy["help"][key]
        paragraph(f"{key} = {in_toml(value)}" + (f": {help}" if help else ""))
    if strategy["defaults"]:
        told = ", ".join(f"{key} = {in_toml(value)}" for key, value in strategy["defaults"].items())
        paragraph(f"By default: {told}.", style="dim")
    for advice in strategy["advice"]:
        paragraph(f"Its author should know: {advice['text']} ({advice['file']}:{advice['line']}).")


def tell_adapter(assembly: Assembly, name: str) -> None:
    """Print what is said of one adapter.

    Args:
        assembly: a configuration without problems.
        name: the adapter's.
    """
    heading(name)
    paragraph(purpose(type(assembly.adapters[name])))
    kinds = sorted(kind.replace("_", " ") for kind in Routes(assembly.adapters).kinds(name))
    paragraph(f"It carries out each {', '.join(kinds)}." if kinds else "It carries nothing out.")


def _limits(limits: Mapping[str, Any], authority: Mapping[str, str]) -> None:
    budget, customer = limits["monthly_budget"], limits["per_customer"]
    paragraph(f"In a month, {f'at most {budget}' if budget else 'any amount'} is given away.")
    for one in limits["budgets"]:
        whose = f" by {one['strategy']}" if one["strategy"] else ""
        whose = f" by the authority of {one['role']}" if one["role"] else whose
        paragraph(f"In a {one['period']}, at most {one['amount']} is given away{whose}.")
    most = f"at most {customer['amount']} in {customer['days']} days" if customer else "any amount"
    paragraph(f"One customer is given {most}.")
    if not authority:
        paragraph("For a complaint or to somebody who wants to cancel, any amount is given at once.")
        return
    (role, amount), *above = authority.items()
    more = f"; more is refused, though {' and '.join(f'{who} may give {most}' for who, most in above)}" if above else ""
    paragraph(
        f"For a complaint or to somebody who wants to cancel, at most {amount} is given at once, as {role}{more}."
    )
