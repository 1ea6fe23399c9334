"""Social: accounts of the store's own, on servers that speak Mastodon's interface."""

from retention_adapters.social.adapter import Mastodon

__all__ = ["Mastodon"]
