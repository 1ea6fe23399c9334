"""The merchant's file: read, checked all at once, and turned into values.

draft = settings.draft("retention.toml")              # reads it, and splits it into sections
points = draft.structure(Points, draft.plugins[0])    # makes a plugin's settings, or notes their problems
config = draft.config()                               # or BadConfig, with every problem and its line
"""

from retention_sdk.settings.authority import Bounds, Role, ladder, most_at_once, most_by_role
from retention_sdk.settings.budgets import Budget
from retention_sdk.settings.cases import CaseSettings
from retention_sdk.settings.choosing import Holdout, Stacking
from retention_sdk.settings.clock import ClockSettings
from retention_sdk.settings.config import Config, Draft, draft, load
from retention_sdk.settings.delivery import AdapterDelivery, Delivery
from retention_sdk.settings.document import Document, read
from retention_sdk.settings.limits import Cooldown, Limits, PerCustomer
from retention_sdk.settings.messages import TRANSACTIONAL, Frequency, Messages, QuietHours
from retention_sdk.settings.problems import Problems, did_you_mean
from retention_sdk.settings.schema import DRAFT, ENV, schema, table_schemas
from retention_sdk.settings.secret import Secret, env_name
from retention_sdk.settings.sections import Section
from retention_sdk.settings.service import ServiceSettings
from retention_sdk.settings.stable_text import field_texts, stable_text
from retention_sdk.settings.store import StoreSettings
from retention_sdk.settings.structure import redacted, structure
from retention_sdk.settings.wording import Wording

__all__ = [
    "DRAFT",
    "ENV",
    "TRANSACTIONAL",
    "AdapterDelivery",
    "Bounds",
    "Budget",
    "CaseSettings",
    "ClockSettings",
    "Config",
    "Cooldown",
    "Delivery",
    "Document",
    "Draft",
    "Frequency",
    "Holdout",
    "Limits",
    "Messages",
    "PerCustomer",
    "Problems",
    "QuietHours",
    "Role",
    "Secret",
    "Section",
    "ServiceSettings",
    "Stacking",
    "StoreSettings",
    "Wording",
    "did_you_mean",
    "draft",
    "env_name",
    "field_texts",
    "ladder",
    "load",
    "most_at_once",
    "most_by_role",
    "read",
    "redacted",
    "schema",
    "stable_text",
    "structure",
    "table_schemas",
]
