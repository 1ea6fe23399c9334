"""`python -m tests.testing.defects`: the table of the defects, the law that catches each, and what it says."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from retention_sdk.testing.judging.scorecard import scorecard
from retention_sdk.testing.plugins.trying import tried
from tests.testing.defects.all import NAMES, distributions


def main() -> None:
    """Print it."""
    with tempfile.TemporaryDirectory() as folder:
        distributions(Path(folder))
        sys.path.insert(0, folder)
        print("| defect | law | what is wrong | how it is mended |\n| --- | --- | --- | --- |")
        for name in NAMES:
            with tried(name) as trial:
                for check in scorecard(trial).broken:
                    print(f"| {name} | {check.law.name} | {check.evidence} | {check.mend} |", flush=True)


if __name__ == "__main__":
    main()
