"""The engine: events in, decisions committed exactly once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from retention_sdk.customer import Customer
from retention_sdk.decision import Decision
from retention_sdk.events import Event
from retention_sdk.program import load_program
from retention_sdk.registry import Registry
from retention_sdk.store import Store
from retention_sdk.turns import Program, handling
from retention_sdk.turns.group_commit import GroupCommit
from retention_sdk.turns.incoming import Incoming, prepare

BATCH = 1_000
"""The most events that share a transaction."""
