"""Runs a command and prints what it took, as JSON: `python -m tests.benchmarks.peak COMMAND …`.

A process of its own, and a small one: Linux counts what the parent held into its child's peak.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from time import perf_counter


def main() -> int:
    """Run the command; its output goes to the standard error."""
    begun = perf_counter()
    done = subprocess.run(sys.argv[1:], stdout=sys.stderr, check=False)
    seconds, usage = perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # bytes there, KiB elsewhere
    print(json.dumps({"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak_mib": peak}))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
