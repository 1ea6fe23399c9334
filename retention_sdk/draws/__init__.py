"""Draws: who wins follows from a seed that was committed to before anybody took part, and from the entries."""

from retention_sdk.draws.draw import Draw
from retention_sdk.draws.proof import commitment_of, flaws, ranked
from retention_sdk.draws.wanted import wanted

__all__ = ["Draw", "commitment_of", "flaws", "ranked", "wanted"]
