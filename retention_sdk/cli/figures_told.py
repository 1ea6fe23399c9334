"""The figures of a year, for a merchant to read."""

from retention_sdk.cli.figures import Figures
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import INDENT, console, heading, paragraph, say, story, table
from retention_sdk.money import Money


def tell(seen: Figures) -> None:
    """Print all of it."""
    say(f"{seen.store}, {seen.first:%d %B %Y} to {seen.last:%d %B %Y}", style="bold")
    paragraph(
        f"{counted(seen.buyers, 'customer')} placed {counted(seen.orders, 'order')} for {_money(seen.turnover)}; "
        f"{seen.events:,} events were decided."
    )
    heading("Who was rewarded most")
    _best(seen)
    heading("What each strategy gave, and what it cost")
    _strategies(seen)
    heading("Outstanding at the end")
    for unit, left in seen.outstanding.items():
        owed = f" {left.owed:,} are owed." if left.owed else ""
        paragraph(f"{counted(left.available, unit)} can be spent, {left.pending:,} only later.{owed}")
    heading("Three decisions, explained")
    for decision in seen.told:
        story(decision.explain())
    for name, found in seen.beside.items():
        heading(f"What {name} did, explained")
        story("It gave nothing." if found is None else found.explain())
    heading("What was refused, and why")
    _refused(seen)
    heading("Whether all is well")
    _health(seen)


def _money(amount: Money) -> str:
    return f"{amount.amount:,f} {amount.currency}"


def _best(seen: Figures) -> None:
    shown = table(
        *(f"{INDENT}customer", "name", "orders", "spent", "points", "coupons", "cost"),
        numbers=("orders", "spent", "points", "coupons", "cost"),
    )
    for one in seen.best:
        given = one.given
        shown.add_row(
            INDENT + one.id,
            one.name or "(a guest)",
            str(one.orders),
            _money(one.spent),
            f"{given.units['points']:,}",
            str(given.actions["issue_coupon"]),
            _money(Money(given.cost, seen.turnover.currency)),
        )
    console().print(shown)


def _strategies(seen: Figures) -> None:
    shown = table(f"{INDENT}strategy", "gave", "cost", numbers=("cost",))
    for plugin, given in seen.summary.given.items():
        cost = _money(Money(given.cost, seen.turnover.currency)) if given.cost else "not known"
        shown.add_row(INDENT + plugin, str(given), cost)
    shown.add_row(f"{INDENT}all", "", _money(seen.summary.cost))
    console().print(shown)


def _refused(seen: Figures) -> None:
    for code, count in seen.summary.refused.most_common():
        paragraph(f"{counted(count, 'action')} [{code}], such as {seen.summary.examples[code]}")
    if not seen.summary.refused:
        paragraph("Nothing.")


def _health(seen: Figures) -> None:
    for plugin, count in seen.summary.failures.items():
        paragraph(f"{plugin} failed {count:,} times: {seen.summary.errors[plugin]}")
    if not seen.summary.failures:
        paragraph("No strategy failed.")
    for difference in seen.differences:
        paragraph(f"The ledger differs: {difference.sentence}.")
    if not seen.differences:
        paragraph("The ledger is clean: every wallet is the sum of its movements and of its lots.")
