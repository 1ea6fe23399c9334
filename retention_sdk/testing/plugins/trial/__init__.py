"""A plugin on trial: what it is, what it is asked, and what it does while it answers."""

from retention_sdk.testing.judging.broken import Broken
from retention_sdk.testing.plugins.trial.outcome import ledger_problems
from retention_sdk.testing.plugins.trial.samples import SAMPLES, sample_of
from retention_sdk.testing.plugins.trial.trial import Trial

__all__ = ["SAMPLES", "Broken", "Trial", "ledger_problems", "sample_of"]
