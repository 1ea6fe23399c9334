"""`python -m tests.contract`: the table of strategies and laws. With names, of those alone."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.contract.case import case, names
from tests.contract.laws import LAWS


def main(asked: list[str]) -> int:
    """Runs every law over every case, and prints what came of it.

    Args:
        asked: names of strategies; all where there are none.

    Returns:
        How many laws were broken.
    """
    broken: list[str] = []
    print(f"| strategy | {' | '.join(LAWS)} |\n| --- |{' --- |' * len(LAWS)}")
    for name in asked or names():
        cells: list[str] = []
        for law, holds in LAWS.items():
            with tempfile.TemporaryDirectory() as folder:
                try:
                    holds(name, case(name), Path(folder))
                except AssertionError as error:
                    broken.append(f"{name}, {law}: {error}")
                cells.append("broken" if broken and broken[-1].startswith(f"{name}, {law}:") else "holds")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print("", *broken, sep="\n")
    return len(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
