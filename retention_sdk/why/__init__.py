"""Why an order gave what it gave, what has become of it, and what a return would take back."""

from retention_sdk.why.asking import why
from retention_sdk.why.values import Effect, LotLeft, OrderStep, Return, Why

__all__ = ["Effect", "LotLeft", "OrderStep", "Return", "Why", "why"]
