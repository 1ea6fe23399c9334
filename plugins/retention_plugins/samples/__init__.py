"""One file a strategy: its sample, as `SAMPLE`. They need `retention-sdk[testing]`."""
