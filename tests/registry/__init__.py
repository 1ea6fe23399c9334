"""Tests of the registry: what is installed, what is enabled, what can be asked."""
