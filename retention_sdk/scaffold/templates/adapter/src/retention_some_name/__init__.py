"""A shop or a till with a small HTTP interface: an adapter for retention-sdk."""

from retention_some_name.adapter import SomeName

__all__ = ["SomeName"]
