"""Cold queries about what happened: which events are known, and the rows of one customer."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select

from retention_sdk.actions import KINDS, Action, Giving
from retention_sdk.customer import Reward
from retention_sdk.events import Event
from retention_sdk.ledger import Lot
from retention_sdk.store.base import Store
from retention_sdk.store.rows import lot_of
from retention_sdk.store.schema import events, lots, outbox
from retention_sdk.times import from_micros
from retention_sdk.wire import converter, from_json, loads
