"""A package of one's own: what a strategy, a guard or an adapter of a third party begins with.

The templates are packages as they will be, of the name `some_name`; writing one puts another name there.
"""

from retention_sdk.scaffold.names import Names, named
from retention_sdk.scaffold.writing import KINDS, write

__all__ = ["KINDS", "Names", "named", "write"]
