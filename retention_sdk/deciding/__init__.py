"""Deciding: strategies are asked one by one, what they propose is reviewed. Pure, no I/O."""

from retention_sdk.deciding.decide import Verdict, decide
from retention_sdk.deciding.keys import action_key

__all__ = ["Verdict", "action_key", "decide"]
