"""The laws that every plugin keeps, from bronze to gold; one file each."""

from retention_sdk.testing.judging.law import Law, Rung
from retention_sdk.testing.plugins.laws.any_order import ANY_ORDER
from retention_sdk.testing.plugins.laws.bounded import BOUNDED
from retention_sdk.testing.plugins.laws.deterministic import DETERMINISTIC
from retention_sdk.testing.plugins.laws.fast import FAST
from retention_sdk.testing.plugins.laws.idempotent import IDEMPOTENT
from retention_sdk.testing.plugins.laws.loads import LOADS
from retention_sdk.testing.plugins.laws.reversible import REVERSIBLE
from retention_sdk.testing.plugins.laws.serialisable import SERIALISABLE
from retention_sdk.testing.plugins.laws.settings import SETTINGS
from retention_sdk.testing.plugins.laws.silent import SILENT
from retention_sdk.testing.plugins.laws.told import TOLD
from retention_sdk.testing.plugins.laws.unchanging import UNCHANGING

LAWS = (
    *(LOADS, SETTINGS, SILENT, SERIALISABLE),
    *(UNCHANGING, DETERMINISTIC, IDEMPOTENT, BOUNDED),
    *(REVERSIBLE, ANY_ORDER, FAST, TOLD),
)
"""All of them, in the order in which they are looked at: a law comes after those that it needs."""

__all__ = ["LAWS", "Law", "Rung"]
