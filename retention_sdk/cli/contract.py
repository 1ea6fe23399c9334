"""`retention contract`: the laws run over a plugin, and its scorecard."""

import inspect
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from retention_sdk.cli.options import FINE, FOUND, ConfigIfAny, Json, Strategies
from retention_sdk.cli.strategies import own_strategies
from retention_sdk.cli.terminal import console, heading, paragraph, print_json, say, table
from retention_sdk.errors import BadConfig
from retention_sdk.registry import ADAPTERS, installed
from retention_sdk.settings import Section, did_you_mean, draft

if TYPE_CHECKING:
    from retention_sdk.testing.judging.scorecard import Card

Reached = Literal["bronze", "silver", "gold"]
RUNGS: Mapping[str, str] = {"bronze": "it does no harm", "silver": "it can be trusted", "gold": "it is well kept"}


def contract(  # noqa: PLR0913 - one for each option
    name: Annotated[str | None, Parameter(help="the plugin or adapter; a table of all where none is named")] = None,
    /,
    *,
    at_least: Annotated[Reached, Parameter(help="how far up a plugin must be", negative="")] = "bronze",
    badge: Annotated[Path | None, Parameter(help="write a badge for a README into this file", negative="")] = None,
    thorough: Annotated[bool, Parameter(help="draw much more than is usual", negative="")] = False,
    config: ConfigIfAny = None,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """Run the laws of plugins over one that is installed, and print its scorecard: bronze, silver or gold.

    A plugin's story and settings are those of the sample that it offers; where it offers none, its settings are those
    of the file, and the story is a usual one. An adapter's sample is its contract test. No database of the store is
    opened.
    """
    if badge is not None and name is None:
        raise BadConfig(["a badge is one plugin's; name it: retention contract NAME --badge FILE.svg"])
    names = [name] if name else _all(config, strategies)
    cards = [_card(one, config, strategies, thorough=thorough) for one in names]
    if badge is not None:
        _write(badge, cards[0])
    if json:
        print_json(cards[0].to_json() if name else [card.to_json() for card in cards])
    elif name:
        _tell(cards[0])
    else:
        _list(cards)
    order = ["", *RUNGS]
    return FINE if all(order.index(card.rung or "") >= order.index(at_least) for card in cards) else FOUND


def _card(name: str, config: Path | None, strategies: str | None, *, thorough: bool) -> "Card":
    """The scorecard of a plugin, or of a section of the file."""
    section = _sections(config).get(name)
    use, own = section.use if section else name, own_strategies(strategies)
    handed_in = own.get(use)
    adapter = use not in own and use not in installed() and use in installed(ADAPTERS)
    if not adapter and use not in own and use not in installed():
        raise BadConfig([f"no plugin {use!r} is installed or handed in{did_you_mean(use, {**installed(), **own})}"])
    if handed_in is not None and not inspect.isclass(handed_in):
        raise BadConfig([f"{use!r} is handed in as an object; hand in its class, whose settings can be tried"])
    try:
        from retention_sdk.testing.adapters.card import adapter_card
        from retention_sdk.testing.judging.scorecard import scorecard
        from retention_sdk.testing.plugins.trying import tried
    except ModuleNotFoundError as error:
        if error.name not in ("hypothesis", "pytest"):
            raise
        raise BadConfig([f"the contract needs {error.name}; run `pip install 'retention-sdk[testing]'`"]) from None
    if adapter:
        return adapter_card(use)
    with tried(use, section.settings if section else {}, handed_in, thorough=thorough) as trial:
        return scorecard(trial)


def _sections(config: Path | None) -> dict[str, Section]:
    return {section.name: section for section in draft(config).plugins} if config is not None else {}


def _all(config: Path | None, strategies: str | None) -> Sequence[str]:
    """What the file enables, or all that is installed where no file is named; and what the store's code hands in."""
    sections = _sections(config)
    own = [name for name, one in own_strategies(strategies).items() if inspect.isclass(one)]
    named = [name for name, one in sections.items() if one.enabled] if config is not None else [*installed()]
    return list(dict.fromkeys([*named, *own]))


def _write(file: Path, card: "Card") -> None:
    from retention_sdk.testing.judging.badge import badge

    file.write_text(badge(card.rung), encoding="utf-8")


def _tell(card: "Card") -> None:
    """Print a scorecard."""
    say(f"{card.plugin}, of {card.origin}: {card.rung or 'bronze is not reached'}", style="bold")
    for rung, sentence in RUNGS.items():
        heading(f"{rung.title()}: {sentence}")
        for check in card.checks:
            if check.law.rung == rung:
                paragraph(f"{check.law.name.replace('_', ' ')} {_STATES[check.state]}: {check.evidence}.")
                if check.mend:
                    paragraph(f"To mend it: {check.mend}")


_STATES: Mapping[str, str] = {"holds": "holds", "broken": "is BROKEN", "not looked at": "is not looked at"}


def _list(cards: Sequence["Card"]) -> None:
    """Print a line a plugin."""
    listed = table("plugin", "reaches", "breaks")
    for card in cards:
        broken: list[Any] = [check.law.name for check in card.broken]
        listed.add_row(card.plugin, card.rung or "none", ", ".join(broken))
    console().print(listed)
