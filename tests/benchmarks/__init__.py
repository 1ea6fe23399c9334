"""Speed, as ratios to the same work done by hand in the same minutes: `python -m tests.benchmarks`."""
