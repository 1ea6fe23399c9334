"""Turns: events decided one after another in memory, and written at once."""

from retention_sdk.turns.group_commit import GroupCommit
from retention_sdk.turns.handling import Handling
from retention_sdk.turns.incoming import Incoming, prepare
from retention_sdk.turns.program import Program

__all__ = ["GroupCommit", "Handling", "Incoming", "Program", "prepare"]
