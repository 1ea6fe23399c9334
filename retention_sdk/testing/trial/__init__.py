"""A plugin on trial: what it is, what it is asked, and what it does while it answers."""

from retention_sdk.testing.trial.broken import Broken
from retention_sdk.testing.trial.outcome import ledger_problems
from retention_sdk.testing.trial.samples import SAMPLES, sample_of
from retention_sdk.testing.trial.trial import Trial

__all__ = ["SAMPLES", "Broken", "Trial", "ledger_problems", "sample_of"]
