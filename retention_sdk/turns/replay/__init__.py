"""Replays: a customer's facts decided again, from where a late one comes in or an order is corrected."""

from retention_sdk.turns.replay.batch import replay_all

__all__ = ["replay_all"]
