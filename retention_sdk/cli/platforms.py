"""`retention doctor` and `retention setup`: how the shop's platforms are connected."""

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Adapters, Config, Json, Strategies
from retention_sdk.cli.strategies import own_adapters, own_strategies
from retention_sdk.cli.terminal import complain, heading, paragraph, print_json, say
from retention_sdk.engine import Engine
from retention_sdk.errors import AdapterError, BadConfig, told_of
from retention_sdk.platforms import Adapter, Finding
from retention_sdk.platforms.mistakes import alone
from retention_sdk.settings import did_you_mean

Names = Annotated[str, Parameter(help="the names of adapters; all that are enabled where not given")]


def doctor(
    *names: Names,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
    json: Json = False,
) -> int:
    """Look for what is wrong with how platforms are connected, and say what to do; nothing is changed.

    The exit code is 1 where something is found.
    """
    found: dict[str, list[Finding]] = {}
    with Engine.from_config(config, own_strategies(strategies), own_adapters(adapters)) as engine:
        for name, adapter in chosen(engine.adapters, names).items():
            found[name] = [*_rest(engine, name), *_findings(adapter)]
    if json:
        print_json(
            {
                name: [{"code": one.code, "sentence": one.sentence} for one in findings]
                for name, findings in found.items()
            }
        )
    else:
        for name, findings in found.items():
            say(f"{name}: {'well' if not findings else 'not well'}", style="bold")
            for one in findings:
                paragraph(f"- {one.sentence} [{one.code}]")
    return FOUND if any(found.values()) else FINE


def setup(
    *names: Names,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
    json: Json = False,
) -> int:
    """See that platforms tell us: webhooks are made, and put back where a platform dropped them. Twice does no harm.

    The exit code is 1 where a platform did not let us.
    """
    done: dict[str, list[str]] = {}
    refused: dict[str, str] = {}
    with Engine.from_config(config, own_strategies(strategies), own_adapters(adapters)) as engine:
        for name, adapter in chosen(engine.adapters, names).items():
            try:
                with alone():
                    done[name] = list(adapter.setup())
            except AdapterError as error:
                refused[name] = error.reason
    if json:
        print_json({"done": done, "refused": refused})
    else:
        for name, sentences in done.items():
            heading(name)
            for sentence in sentences or ["All was in place."]:
                paragraph(sentence)
        complain(f"{name}: {reason}" for name, reason in refused.items())
    return FOUND if refused else FINE


def _rest(engine: Engine, adapter: str) -> list[Finding]:
    """What delivery has found when it was not let in."""
    mended = f"when it is mended, say `retention outbox resume {adapter}`"
    return [
        Finding("rests", f"Nothing is delivered since {one.since:%Y-%m-%d %H:%M} UTC: {one.reason}; {mended}.")
        for one in engine.outbox.rests()
        if one.adapter == adapter
    ]


def _findings(adapter: Adapter) -> list[Finding]:
    try:
        return list(adapter.doctor())
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a doctor who breaks is a finding too
        return [Finding("doctor_failed", f"its own look at itself failed: {told_of(error)}")]


def chosen(adapters: Mapping[str, Adapter], names: tuple[str, ...]) -> Mapping[str, Adapter]:
    """The adapters of some names, all of them where there is no name."""
    if not adapters:
        raise BadConfig(["no adapter is enabled; add an [adapters.NAME] table"])
    for name in names:
        if name not in adapters:
            raise BadConfig([f"no adapter {name!r} is enabled{did_you_mean(name, adapters)}"])
    return {name: adapters[name] for name in names} if names else adapters
