"""`retention contest`: what is published of a draw, and whether what was published is true."""

import json as plain
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from cyclopts import App, Parameter

from retention_sdk.calls.drawing import Draws, proof
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, UNUSABLE, Config, Json, Strategies, opened_engine
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import complain, print_json, say
from retention_sdk.draws import Draw, flaws, wanted
from retention_sdk.engine import Engine
from retention_sdk.store.holders import holders

contest = App(name="contest", help="Publish the draw of a contest, and check one.", sort_key=12)

Name = Annotated[str, Parameter(help="the contest's name")]


@contest.command
def show(*, config: Config = DEFAULT, strategies: Strategies = None, json: Json = False) -> int:
    """List the contests of the file, with what is to be published of each before its first day."""
    with opened_engine(config, strategies) as engine:
        draws = _draws(engine)
        told = [_told(draws, draw) for _, draw in draws.draws]
    if json:
        print_json(told)
    for one in () if json else told:
        say(
            f"{one['contest']}: opens {one['opens']}, drawn on {one['drawn_on']}{' already' if one['drawn'] else ''}, "
            f"entries: {one['entries']:,}.",
            f"commitment {one['commitment']}, rules {one['rules']}.",
        )
    if not told and not json:
        say("No strategy of the file wants a draw.")
    return FINE


@contest.command(name="proof")
def published(name: Name, /, *, config: Config = DEFAULT, strategies: Strategies = None) -> int:
    """Print what proves a draw, as JSON: the seed, all entries, and those that won. It names nobody.

    The exit code is 1 where it is not drawn yet.
    """
    with opened_engine(config, strategies) as engine:
        drawn = _draws(engine).drawn(name)
    if drawn is None:
        complain([f"{name!r} is not drawn yet; `retention contest show` says when"])
        return FOUND
    print_json(proof(drawn))
    return FINE


@contest.command
def verify(file: Annotated[Path, Parameter(help="what `retention contest proof` printed")], /) -> int:
    """Check a draw that was published: the seed against its commitment, and the winners against the seed.

    The exit code is 1 where it is not as it should be.
    """
    try:
        told = plain.loads(file.read_text(encoding="utf-8"))
        entries, winners = list(map(str, told["entries"])), list(map(str, told["winners"]))
        found = list(flaws(str(told["seed"]), str(told["commitment"]), entries, winners))
    except (OSError, ValueError, KeyError, TypeError) as error:
        complain([f"{file}: it is no proof of a draw: {type(error).__name__}: {error}"])
        return UNUSABLE
    if found:
        say(*found)
        return FOUND
    say(f"The seed is the one that was committed to, and draws {counted(len(winners), 'winner')} of {len(entries)}.")
    return FINE


def _draws(engine: Engine) -> Draws:
    settings = engine.config.store
    found = wanted((one.name, one.strategy) for one in engine.registry.enabled)
    return Draws(engine.store, settings.key, ZoneInfo(settings.timezone), found, settings.currency)


def _told(draws: Draws, draw: Draw) -> dict[str, Any]:
    drawn = draws.drawn(draw.of)
    entries = holders(draws.store, draws.key, draw.unit) if drawn is None else drawn.entries
    return {
        "contest": draw.of,
        "opens": str(draw.opens),
        "drawn_on": str(draw.on),
        "commitment": draw.commitment,
        "rules": draw.rules,
        "entries": len(entries),
        "drawn": drawn is not None,
    }
