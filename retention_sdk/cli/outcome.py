"""What an import says when it is done."""

from typing import Any

from retention_sdk.cli.importing import KEPT, Outcome
from retention_sdk.cli.orders import Orders
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import say


def data(orders: Orders, outcome: Outcome) -> dict[str, Any]:
    """An import as plain data."""
    report = orders.report
    return {
        "file": str(orders.path),
        "preset": orders.preset,
        "columns": dict(orders.columns),
        "rows": report.rows,
        "orders": outcome.orders,
        "new": outcome.new,
        "known": outcome.known,
        "skipped": dict(report.skipped),
        "bad_rows": report.bad,
        "problems": [{"line": problem.line, "what": problem.what} for problem in report.problems[:KEPT]],
        "refused_orders": outcome.refused,
        "refusals": outcome.reasons,
        "stopped": "interrupted" if outcome.interrupted else outcome.stopped or None,
        "seconds": round(outcome.seconds, 3),
        **outcome.summary.data(),
    }


def tell(orders: Orders, outcome: Outcome) -> None:
    """An import in sentences."""
    report, rate = orders.report, outcome.orders / outcome.seconds if outcome.seconds else 0
    preset = f" as {orders.preset}" if orders.preset else ""
    columns = ", ".join(f"{field} from {column}" for field, column in orders.columns.items())
    numbered = "" if "order" in orders.columns else "; rows are numbered, since no column is known to have order ids"
    say(f"Read{preset}: {columns}{numbered}.")
    if outcome.interrupted or outcome.stopped:
        say(f"Stopped: {outcome.stopped or 'Ctrl-C'}. What is told here is done; run it again to go on.")
    say(
        f"{counted(report.rows, 'row')} of {orders.path.name}, {counted(outcome.orders, 'order')}: "
        f"{outcome.new:,} new, {outcome.known:,} known already."
    )
    for reason, rows in report.skipped.items():
        say(f"{counted(rows, 'row')} skipped: {reason}.")
    _list(f"{counted(report.bad, 'row')} with a problem, left out with their orders", report.bad, report.problems)
    _list(f"{counted(outcome.refused, 'order')} refused", outcome.refused, outcome.reasons)
    tell_rewards(outcome)
    say(f"It took {outcome.seconds:.1f} s, {rate:,.0f} orders a second.")


def tell_rewards(outcome: Outcome) -> None:
    """What new events brought, in sentences."""
    for plugin, given in outcome.summary.given.items():
        say(f"{plugin} gives {given}.")
    if outcome.summary.cost:
        say(f"It costs {outcome.summary.cost}, as far as costs are known.")
    for code, count in outcome.summary.refused.most_common():
        say(f"{counted(count, 'action')} refused [{code}], as {outcome.summary.examples[code]}")
    for (plugin, unit), units in outcome.summary.taken_back.items():
        say(f"{plugin} takes back {counted(units, unit)}.")
    for code, count in outcome.summary.notes.most_common():
        say(f"{counted(count, 'note')} [{code}], such as {outcome.summary.examples[code]}")
    for plugin, count in outcome.summary.failures.items():
        error = outcome.summary.errors[plugin]
        say(f"{plugin} failed {count:,} times; `retention retry` asks it again: {error}")


def _list(title: str, count: int, first: Any) -> None:
    if count:
        say(f"{title}:", *(f"   {one}" for one in first[:KEPT]))
        if count > KEPT:
            say(f"   and {count - KEPT:,} more")
