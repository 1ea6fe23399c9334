"""A small shop that never was: a coffee shop and its year, the same for everybody who asks with the same seed."""

from retention_sdk.demo.year import year

__all__ = ["year"]
