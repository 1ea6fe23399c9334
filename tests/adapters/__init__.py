"""Adapters: where facts come from and actions go to."""
