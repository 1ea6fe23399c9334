"""The application: its commands, and what becomes of their errors."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from retention_sdk.cli.backfill import backfill
from retention_sdk.cli.bring import bring
from retention_sdk.cli.check import check
from retention_sdk.cli.contest import contest
from retention_sdk.cli.contract import contract
from retention_sdk.cli.customer import customer
from retention_sdk.cli.demo import demo
from retention_sdk.cli.enable import disable, enable
from retention_sdk.cli.erase import erase
from retention_sdk.cli.errors import sentences
from retention_sdk.cli.export import export
from retention_sdk.cli.import_file import import_file
from retention_sdk.cli.inbox import inbox
from retention_sdk.cli.init import init
from retention_sdk.cli.ledger import ledger
from retention_sdk.cli.logs import first_of_each
from retention_sdk.cli.new import new
from retention_sdk.cli.options import INTERRUPTED, UNUSABLE
from retention_sdk.cli.outbox import outbox
from retention_sdk.cli.platforms import doctor, setup
from retention_sdk.cli.plugins import plugins
from retention_sdk.cli.retry import retry
from retention_sdk.cli.schema import schema
from retention_sdk.cli.serve import serve
from retention_sdk.cli.terminal import complain
from retention_sdk.cli.tick import tick
from retention_sdk.cli.upgrade import upgrade
from retention_sdk.cli.warned import as_sentences
from retention_sdk.cli.why import why
from retention_sdk.cli.worker import worker

app = App(
    name="retention",
    help="Keep a store's customers: orders in, strategies asked, rewards given exactly once.\n\n"
    "Begin with `retention init`, or look at `retention demo`.\n\n"
    "Exit codes: 0 all is well; 1 something was found, or part of it failed; 2 the command, the file or the database "
    "cannot be used; 130 Ctrl-C.",
    version=version("retention-sdk"),
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
app.command(ledger)
app.command(inbox)
app.command(outbox)
app.command(contest)
app.command(new)
_COMMANDS: tuple[Callable[..., int], ...] = (
    *(demo, init, check, schema, plugins, enable, disable, import_file, bring, customer, why),
    *(export, erase, retry, tick, upgrade),
    *(serve, worker, setup, doctor, backfill, contract),
)
for _place, _command in enumerate(_COMMANDS):
    app.command(_command, name=_command.__name__.removesuffix("_file"), sort_key=_place)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: the words after `retention`; those of the process where not given.

    Returns:
        The exit code.
    """
    try:
        with first_of_each(), as_sentences():
            code = app(list(sys.argv[1:] if argv is None else argv), exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as error:
        complain([str(error), "`retention --help` says what there is"])
        return UNUSABLE
    except KeyboardInterrupt:
        complain(["stopped"])
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read us has gone, and Python would complain about it once more at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE
    except Exception as error:
        told = sentences(error)
        if not told:
            raise
        complain(told)
        return UNUSABLE
    return int(code or 0)
