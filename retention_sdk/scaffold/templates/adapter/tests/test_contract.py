"""The adapter keeps the contract of adapters."""

from retention_some_name.sample import Contract


class TestContract(Contract):
    """Each of its tests is a law; what it is tried with is in sample.py."""
