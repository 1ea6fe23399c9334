"""Cancel requests: the session that each opens, its states, and what the law says of them. Pure, no I/O."""

from retention_sdk.cancelling.flow import Flow
from retention_sdk.cancelling.law import RULES, Rule, in_force
from retention_sdk.cancelling.lawful import broken, screens
from retention_sdk.cancelling.session import UNDECIDED, CancelSession, Effect, MintedOffer, SessionState
from retention_sdk.cancelling.transitions import IllegalTransition, Obstacle, after, minted, obstacle, opened

__all__ = [
    "RULES",
    "UNDECIDED",
    "CancelSession",
    "Effect",
    "Flow",
    "IllegalTransition",
    "MintedOffer",
    "Obstacle",
    "Rule",
    "SessionState",
    "after",
    "broken",
    "in_force",
    "minted",
    "obstacle",
    "opened",
    "screens",
]
