"""What is left of an order: corrections folded over a purchase, as values."""

from retention_sdk.returns.kept import kept
from retention_sdk.returns.matching import Match, matched

__all__ = ["Match", "kept", "matched"]
