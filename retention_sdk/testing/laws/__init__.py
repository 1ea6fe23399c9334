"""The laws that every plugin keeps, from bronze to gold; one file each."""

from retention_sdk.testing.laws.any_order import ANY_ORDER
from retention_sdk.testing.laws.base import Law, Rung
from retention_sdk.testing.laws.bounded import BOUNDED
from retention_sdk.testing.laws.deterministic import DETERMINISTIC
from retention_sdk.testing.laws.fast import FAST
from retention_sdk.testing.laws.idempotent import IDEMPOTENT
from retention_sdk.testing.laws.loads import LOADS
from retention_sdk.testing.laws.reversible import REVERSIBLE
from retention_sdk.testing.laws.serialisable import SERIALISABLE
from retention_sdk.testing.laws.settings import SETTINGS
from retention_sdk.testing.laws.silent import SILENT
from retention_sdk.testing.laws.told import TOLD
from retention_sdk.testing.laws.unchanging import UNCHANGING

LAWS = (
    *(LOADS, SETTINGS, SILENT, SERIALISABLE),
    *(UNCHANGING, DETERMINISTIC, IDEMPOTENT, BOUNDED),
    *(REVERSIBLE, ANY_ORDER, FAST, TOLD),
)
"""All of them, in the order in which they are looked at: a law comes after those that it needs."""

__all__ = ["LAWS", "Law", "Rung"]
