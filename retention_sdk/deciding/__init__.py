"""Deciding: strategies are asked one by one, what they propose is reviewed. Pure, no I/O."""

from retention_sdk.deciding.decide import Verdict, decide
from retention_sdk.deciding.keys import action_key
from retention_sdk.deciding.lanes import Lanes
from retention_sdk.deciding.rules import ENGINE, Rules

__all__ = ["ENGINE", "Lanes", "Rules", "Verdict", "action_key", "decide"]
