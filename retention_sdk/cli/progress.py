"""The bar of an import: how far, how fast, how long still."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from retention_sdk.cli.importing import Outcome
from retention_sdk.cli.orders import Orders
from retention_sdk.cli.terminal import console


@contextmanager
def progress(orders: Orders) -> Generator[Callable[[Outcome], None]]:
    """A bar on the standard error; nothing where that is no terminal.

    Args:
        orders: the file, whose report tells how far it was read.

    Yields:
        What to call with what was done so far.
    """
    out = console(stderr=True)
    if not out.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[orders]:,} orders, {task.fields[rate]:,.0f} a second, left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task(orders.path.name, total=orders.size, orders=0, rate=0)

        def show(outcome: Outcome) -> None:
            """Show how far the file is read, how many orders were in it by then, and how many a second."""
            elapsed = bar.tasks[0].elapsed or 1
            rate = outcome.orders / elapsed
            bar.update(task, completed=orders.report.bytes_read, orders=outcome.orders, rate=rate)

        yield show
