"""Rewards: what customers can have for their units, and what is kept of what they had. Pure, no I/O."""

from retention_sdk.rewards.catalogue import CatalogueReward, Gives, stock_name
from retention_sdk.rewards.kept import MOST_OPEN, Hold, Redeemed, ended, with_hold, with_redeemed
from retention_sdk.rewards.obstacles import Asking, Catalogue, Obstacle, obstacle, unknown

PLUGIN = "rewards"
"""Whose name bears what the engine answers to a redemption; no strategy has it."""

__all__ = [
    "MOST_OPEN",
    "PLUGIN",
    "Asking",
    "Catalogue",
    "CatalogueReward",
    "Gives",
    "Hold",
    "Obstacle",
    "Redeemed",
    "ended",
    "obstacle",
    "stock_name",
    "unknown",
    "with_hold",
    "with_redeemed",
]
