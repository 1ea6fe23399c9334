"""Any table of orders, written as CSV in any way, reads back the same; and any garbage is told, not raised."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from pathlib import Path

from retention_sdk import Line, Money, Purchase, RetentionError
from tests.adapters.order_file.kit import order_file, purchases, read

if TYPE_CHECKING:
    from collections.abc import Sequence
