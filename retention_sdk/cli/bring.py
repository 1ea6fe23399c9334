"""`retention bring`: the members of another loyalty app, with what they had."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen
from cyclopts import Parameter

from retention_sdk.cli.importing import KEPT, Outcome, run
from retention_sdk.cli.members import Members, Options, read_members
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, INTERRUPTED, Config, Json, Strategies
from retention_sdk.cli.strategies import own_strategies
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.engine import Engine
from retention_sdk.errors import EventConflict, RetentionError
from retention_sdk.events import Event
from retention_sdk.money import Money
from retention_sdk.settings import load


def bring(  # noqa: PLR0913 - each is an option of the command
    file: Annotated[Path, Parameter(help="the file")],
    /,
    *,
    options: Annotated[Options, Parameter(name="*")],
    dry_run: Annotated[bool, Parameter(help="only say what it would bring", negative="", show_default=False)] = False,
    worth: Annotated[str | None, Parameter(help="what one unit is worth, such as 0.01 EUR", negative="")] = None,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """Bring the members of another loyalty app: their points with their expiry, tier, birthday and consents.

    Look at what --dry-run says first. Run it again at any time: who was brought already changes nothing, and a row that
    differs from what was brought is refused. The exit code is 1 where a row is.
    """
    store = load(config).store
    members = read_members(file, options, store.timezone)
    sums = Sums.of(members, None if worth is None else Money.parse(worth))
    outcome = None
    if not dry_run:
        with Engine.from_config(config, own_strategies(strategies)) as engine:
            outcome = run(engine, iter(members.events), lambda _: None, _Told(members))
    if json:
        print_json(_data(file, members, sums, outcome))
    else:
        say(*_told(file, members, sums, options), *(_done(outcome) if outcome else ("Nothing is brought yet.",)))
    if outcome and outcome.interrupted:
        return INTERRUPTED
    return FOUND if members.report.bad or (outcome and (outcome.refused or outcome.stopped)) else FINE


@frozen
class Sums:
    """What a file comes to, to be held against what the other app says.

    Args:
        members: how many there are.
        units: what they can spend.
        pending: what they cannot spend yet.
        expired: what had expired, and is left out.
        liability: what all of it is worth; None where nobody says what a unit is.
        tiers: how many members each tier has.
    """

    members: int
    units: int
    pending: int
    expired: int
    liability: Money | None
    tiers: Counter[str]

    @classmethod
    def of(cls, members: Members, worth: Money | None) -> "Sums":
        """The sums of what a file brings."""
        lots = [lot for event in members.events for lot in event.lots]
        pending = sum(lot.amount for lot in lots if lot.available_from is not None)
        units = sum(lot.amount for lot in lots) - pending
        tiers = Counter(event.tier for event in members.events if event.tier is not None)
        liability = None if worth is None else worth * (units + pending)
        return cls(len(members.events), units, pending, members.expired, liability, tiers)


@frozen
class _Told:
    """Says why an opening balance was refused, by its line: a customer's id may be an address."""

    members: Members

    def __call__(self, event: Event, error: RetentionError) -> str:
        line = self.members.lines[event.id]
        if isinstance(error, EventConflict):
            return f"line {line}: it differs from what was brought for this member before; correct the difference alone"
        return f"line {line}: {error}"


def _told(file: Path, members: Members, sums: Sums, options: Options) -> Iterator[str]:
    unit, report = options.unit, members.report
    yield f"Read: {', '.join(f'{field} from {column!r}' for field, column in members.columns.items())}."
    yield f"{counted(report.rows, 'row')} of {file.name}, {counted(sums.members, 'member')}."
    yield f"{sums.units:,} {unit} that can be spent, {sums.pending:,} pending, {sums.units + sums.pending:,} in all."
    if sums.liability is not None:
        yield f"They are worth {sums.liability}."
    if sums.expired:
        yield f"{sums.expired:,} {unit} had expired by then, and are left out."
    if sums.tiers:
        yield f"Tiers: {', '.join(f'{tier} {count:,}' for tier, count in sorted(sums.tiers.items()))}."
    for reason, rows in report.skipped.items():
        yield f"{counted(rows, 'row')} skipped: {reason}."
    if report.bad:
        yield f"{counted(report.bad, 'row')} with a problem, left out with their members:"
        yield from (f"   {problem}" for problem in report.problems[:KEPT])
        if report.bad > KEPT:
            yield f"   and {report.bad - KEPT:,} more"


def _done(outcome: Outcome) -> Iterator[str]:
    if outcome.interrupted or outcome.stopped:
        yield f"Stopped: {outcome.stopped or 'Ctrl-C'}. What is told here is done; run it again to go on."
    yield f"Brought: {outcome.new:,} new, {outcome.known:,} known already."
    if outcome.refused:
        yield f"{counted(outcome.refused, 'member')} refused:"
        yield from (f"   {reason}" for reason in outcome.reasons)


def _data(file: Path, members: Members, sums: Sums, outcome: Outcome | None) -> dict[str, Any]:
    report = members.report
    known: dict[str, Any] = {
        "file": str(file),
        "columns": dict(members.columns),
        "rows": report.rows,
        "members": sums.members,
        "units": sums.units,
        "pending": sums.pending,
        "expired": sums.expired,
        "liability": None if sums.liability is None else str(sums.liability),
        "tiers": dict(sorted(sums.tiers.items())),
        "skipped": dict(report.skipped),
        "bad_rows": report.bad,
        "problems": [{"line": problem.line, "what": problem.what} for problem in report.problems[:KEPT]],
    }
    if outcome is None:
        return known
    stopped = "interrupted" if outcome.interrupted else outcome.stopped or None
    done = {"new": outcome.new, "known": outcome.known, "refused": outcome.refused, "refusals": outcome.reasons}
    return {**known, **done, "stopped": stopped}
