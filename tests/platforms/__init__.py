"""The contract of adapters."""
