"""Platforms are asked what happened."""
