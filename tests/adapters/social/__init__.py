"""Accounts of the store's own."""
