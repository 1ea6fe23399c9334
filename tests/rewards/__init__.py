"""Rewards: the catalogue, redemptions, holds."""
