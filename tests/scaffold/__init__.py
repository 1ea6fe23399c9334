"""Packages of third parties, as `retention new` writes them."""
