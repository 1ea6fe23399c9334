"""One file a strategy: its case, as `CASE`."""
