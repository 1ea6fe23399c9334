"""The command line: `retention`.

Exit codes: 0 all is well; 1 something was found, or part of the work failed; 2 the command, the configuration or the
database cannot be used, and nothing was done; 130 interrupted by Ctrl-C.

What is asked for goes to the standard output, as JSON with `--json`; errors are sentences on the standard error.
"""

from retention_sdk.cli.app import main

__all__ = ["main"]
