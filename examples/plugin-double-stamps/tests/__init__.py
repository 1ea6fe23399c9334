"""The tests of this package."""
