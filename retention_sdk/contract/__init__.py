"""The version of the hook contract: what plugins are written against, and how older ones are understood.

A distribution says in its metadata what it was built for, by the name of a version below:

    [project.entry-points."retention_sdk.contract"]
    built_for = "retention_sdk.contract:V2"

Older plugins are asked through shims, and warned of; newer ones are refused before anything of them is imported.
"""

from retention_sdk.contract.advice import Advice, ContractWarning, warn
from retention_sdk.contract.saying import READ_SINCE, WORDS, unreadable
from retention_sdk.contract.statement import GROUP, LINES, Statement, statement_of
from retention_sdk.contract.version import Call, Change, Version
from retention_sdk.contract.versions import CURRENT, V1, V2, VERSIONS, changes_since

__all__ = [
    "CURRENT",
    "GROUP",
    "LINES",
    "READ_SINCE",
    "V1",
    "V2",
    "VERSIONS",
    "WORDS",
    "Advice",
    "Call",
    "Change",
    "ContractWarning",
    "Statement",
    "Version",
    "changes_since",
    "statement_of",
    "unreadable",
    "warn",
]
